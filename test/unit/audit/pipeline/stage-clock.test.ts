import { describe, expect, it } from 'vitest';
import { stageClock } from '../../../../src/audit/pipeline/stage-clock.ts';
import type { AuditProgress } from '../../../../src/audit/report/types.ts';
import type { TrainingProgress } from '../../../../src/training/types.ts';

const training = (share: number, secondsLeft: number): TrainingProgress => ({
  ...{ fold: 1, folds: 1, epoch: 1, epochs: 2, loss: 1, accuracy: 0.5 },
  ...{ share, secondsLeft },
});

describe('stageClock', () => {
  it('fills the part of a stage that it is given, without going back, and tells what is planted', async () => {
    const told: AuditProgress[] = [];
    const clock = stageClock({ onProgress: (progress) => told.push(progress) });
    await clock.part(0, 0.5).run('training', (report) => {
      report({ share: 0.5, training: training(0.5, 10) });
    });
    const planting = { draw: 1, draws: 1 };
    await clock.part(0.5, 1, { planting }).run('training', (report) => {
      report({ share: 0.5, training: training(0.5, 10) });
    });
    expect(told.map(({ share }) => share)).toEqual([0, 0.25, 0.5, 0.5, 0.75, 1]);
    expect(told[1].training).toMatchObject({ share: 0.25, secondsLeft: 30 });
    expect(told[4].training).toMatchObject({ share: 0.75, secondsLeft: 10 });
    const none = undefined;
    expect(told.map((progress) => progress.planting)).toEqual([none, none, none, planting, planting, planting]);
  });

  it('adds up the seconds of a stage in several parts', async () => {
    const clock = stageClock({});
    const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));
    await clock.run('training', wait);
    const once = clock.timings.training!;
    await clock.part(0.5, 1).run('training', wait);
    expect(clock.timings.training).toBeGreaterThan(once + 0.02);
  });
});
