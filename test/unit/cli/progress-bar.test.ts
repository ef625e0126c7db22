import { describe, expect, it } from 'vitest';
import { progressWords } from '../../../src/cli/progress-bar.ts';
import { createProgressMeter } from '../../../src/training/folds/progress-meter.ts';

describe('progressWords', () => {
  it.each(['fold', 'run'])('counts each %s from 1 to the last', (unit) => {
    const words: string[] = [];
    const meter = createProgressMeter(
      2,
      1,
      (training) => words.push(progressWords({ stage: 'training', share: training.share, training }, unit)),
      () => 0,
    );
    for (const fold of [0, 1]) meter.epochDone(fold, { epoch: 1, loss: 0.25, accuracy: 0.5 });
    expect(words).toEqual([
      `${unit} 1/2, epoch 1/1, loss 0.250, accuracy 0.500, 0 s left`,
      `${unit} 2/2, epoch 1/1, loss 0.250, accuracy 0.500, 0 s left`,
    ]);
  });

  it('says which round of the training it is, and which time errors are planted', () => {
    const training = {
      ...{ fold: 1, folds: 2, round: 2, rounds: 2, epoch: 1, epochs: 4 },
      ...{ loss: 0.25, accuracy: 0.5, share: 0.6, secondsLeft: 9 },
    };
    const planting = { draw: 1, draws: 3 };
    const words = 'round 2/2, fold 1/2, epoch 1/4, loss 0.250, accuracy 0.500, 9 s left';
    expect(progressWords({ stage: 'training', share: 0.6, training }, 'fold')).toBe(words);
    expect(progressWords({ stage: 'training', share: 0.6, training, planting }, 'fold')).toBe(
      `planted errors 1/3, ${words}`,
    );
    expect(progressWords({ stage: 'training', share: 0.6, planting }, 'fold')).toBe('planted errors 1/3');
  });

  it('counts the pictures that are read', () => {
    expect(progressWords({ stage: 'decoding', share: 0.05, done: 3, total: 12 }, 'fold')).toBe('pictures 3/12');
    expect(progressWords({ stage: 'reading', share: 0 }, 'fold')).toBe('');
  });
});
