import { describe, expect, it } from 'vitest';
import { createProgressMeter } from '../../../../src/training/folds/progress-meter.ts';
import type { TrainingProgress } from '../../../../src/training/types.ts';

const epoch = (number: number): { epoch: number; loss: number; accuracy: number } => ({
  epoch: number,
  loss: 1,
  accuracy: 0.5,
});

describe('createProgressMeter', () => {
  it('adds up the epochs of all folds and guesses how long the rest takes', () => {
    let now = 0;
    const told: TrainingProgress[] = [];
    const meter = createProgressMeter(
      2,
      2,
      (progress) => told.push(progress),
      () => now,
    );
    now += 2000;
    meter.epochDone(0, epoch(1));
    now += 2000;
    meter.epochDone(1, epoch(1));
    expect(told.map(({ share, secondsLeft }) => [share, secondsLeft])).toEqual([
      [0.25, 6],
      [0.5, 4],
    ]);
    expect(told[1]).toMatchObject({ fold: 2, folds: 2, epoch: 1, epochs: 2 });
  });

  it('does not count an hour in which the laptop slept', () => {
    let now = 0;
    const told: TrainingProgress[] = [];
    const meter = createProgressMeter(
      1,
      100,
      (progress) => told.push(progress),
      () => now,
    );
    for (let i = 1; i <= 50; i++) {
      now += 500;
      meter.beat();
      now += 500;
      meter.epochDone(0, epoch(i));
      if (i === 25) now += 3_600_000;
    }
    expect(told[24].secondsLeft).toBeCloseTo(75, 6);
    expect(told[49].secondsLeft).toBeGreaterThanOrEqual(50);
    expect(told[49].secondsLeft).toBeLessThan(60);
  });

  it('believes in long steps where all are long', () => {
    let now = 0;
    const told: TrainingProgress[] = [];
    const meter = createProgressMeter(
      1,
      4,
      (progress) => told.push(progress),
      () => now,
    );
    for (let i = 1; i <= 2; i++) {
      now += 60_000;
      meter.epochDone(0, epoch(i));
    }
    expect(told[1].secondsLeft).toBeCloseTo(120, 6);
  });

  it('takes folds that were finished before as done, but as no measure of the speed', () => {
    let now = 0;
    const told: TrainingProgress[] = [];
    const meter = createProgressMeter(
      4,
      5,
      (progress) => told.push(progress),
      () => now,
    );
    for (const fold of [0, 1, 2]) meter.finished(fold);
    now += 3000;
    meter.epochDone(3, epoch(1));
    expect(told[0]).toMatchObject({ share: 0.8, secondsLeft: 12 });
  });
});
