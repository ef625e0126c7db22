import { describe, expect, it, vi } from 'vitest';
import type { AuditProgress } from '../../../../src/audit/light.ts';
import { createProgressMeter } from '../../../../src/training/folds/progress-meter.ts';

// VS Code's own `l10n.t` where no language pack is installed: the English text, with its numbered places filled in.
vi.mock('vscode', () => ({
  env: { language: 'en' },
  l10n: {
    t: (message: string, ...values: readonly unknown[]) =>
      message.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])),
  },
}));
const { progressLater, progressText, progressView } = await import('../../../../src/editor/runs/audit-progress.ts');
const { createTickingProgress } = await import('../../../../src/editor/runs/ticking-progress.ts');

/** What the meter of a cross-validation tells after each epoch of each fold, one fold after the other. */
function trainingProgress(folds: number, epochs: number): AuditProgress[] {
  const told: AuditProgress[] = [];
  const meter = createProgressMeter(folds, epochs, (training) =>
    told.push({ stage: 'training', share: training.share, training }),
  );
  for (let fold = 0; fold < folds; fold++)
    for (let epoch = 1; epoch <= epochs; epoch++) meter.epochDone(fold, { epoch, loss: 1, accuracy: 0.5 });
  return told;
}

describe('progressView', () => {
  it('counts folds and epochs from 1 to the last', () => {
    const stages = trainingProgress(2, 3).map((progress) => progressView(progress).stage);
    expect(stages).toEqual([
      'Training fold 1 of 2, epoch 1 of 3',
      'Training fold 1 of 2, epoch 2 of 3',
      'Training fold 1 of 2, epoch 3 of 3',
      'Training fold 2 of 2, epoch 1 of 3',
      'Training fold 2 of 2, epoch 2 of 3',
      'Training fold 2 of 2, epoch 3 of 3',
    ]);
  });

  it('counts the runs of a comparison in the same way', () => {
    const stages = trainingProgress(4, 1).map((progress) => progressView(progress, 'run').stage);
    expect(stages.at(0)).toBe('Training run 1 of 4, epoch 1 of 1');
    expect(stages.at(-1)).toBe('Training run 4 of 4, epoch 1 of 1');
  });

  it('says which round of the training it is, and which time errors are planted', () => {
    const [first] = trainingProgress(2, 1);
    const training = { ...first.training!, round: 2, rounds: 2 };
    const planting = { draw: 1, draws: 3 };
    const folded = 'Training fold 1 of 2, epoch 1 of 1, round 2 of 2';
    expect(progressView({ ...first, training }).stage).toBe(folded);
    expect(progressView({ ...first, training, planting }).stage).toBe(`Planted errors, 1 of 3: ${folded}`);
    expect(progressView({ stage: 'training', share: 0, planting }).stage).toBe('Planted errors, 1 of 3');
  });

  it('says how many folds of an audit that was stopped are used again', () => {
    const [first] = trainingProgress(5, 2);
    const training = { ...first.training!, fold: 3, kept: 2 };
    expect(progressView({ ...first, training }).stage).toBe('Training fold 3 of 5, epoch 1 of 2 (2 of 5 folds kept)');
  });

  it('has less time left while nothing is heard, and none that has run out', () => {
    const view = { stage: 'Training', share: 0.5, secondsLeft: 90 };
    expect(progressLater(view, 75)).toEqual({ ...view, secondsLeft: 15 });
    expect(progressLater(view, 120)).toEqual({ stage: 'Training', share: 0.5 });
  });

  it('shows the time left every second while nothing is heard', () => {
    vi.useFakeTimers();
    const shown: (number | undefined)[] = [];
    const ticking = createTickingProgress(({ secondsLeft }) => shown.push(secondsLeft));
    ticking.show({ stage: 'Training', share: 0.5, secondsLeft: 4 });
    vi.advanceTimersByTime(5000);
    expect(shown).toEqual([4, 3, 2, 1, undefined, undefined]);
    ticking.dispose();
    vi.advanceTimersByTime(5000);
    expect(shown).toHaveLength(6);
    vi.useRealTimers();
  });

  it('says before the first epoch that training begins', () => {
    expect(progressView({ stage: 'training', share: 0 }).stage).toBe('Starting to train');
  });
});

describe('progressText', () => {
  it('adds how long the rest takes', () => {
    expect(progressText({ stage: 'Training fold 2 of 5, epoch 7 of 20', share: 0.3, secondsLeft: 95 })).toBe(
      'Training fold 2 of 5, epoch 7 of 20, 1 min 30 s left',
    );
  });
});
