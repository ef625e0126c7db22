import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../../src/training/backends/backend.ts';
import { ensemble } from '../../../../src/training/fit/ensemble.ts';
import { resolveSettings } from '../../../../src/training/presets.ts';
import { picturesInMemory } from '../../../../src/training/fit/pixels-file.ts';
import { createRandom } from '../../../../src/training/random.ts';
import { trainFold, type FoldData, type FoldJob } from '../../../../src/training/fit/train-fold.ts';
import type { EpochHistory } from '../../../../src/training/types.ts';

const entry = (epoch: number, loss: number, more: Partial<EpochHistory> = {}): EpochHistory => ({
  epoch,
  loss,
  accuracy: 1 - loss,
  ...more,
});

describe('ensemble', () => {
  it('averages probabilities, and histories epoch by epoch', () => {
    const { probabilities, history, bestEpoch } = ensemble([
      { probabilities: Float32Array.of(1, 0, 0.5, 0.5), history: [entry(1, 0.5), entry(2, 0.25)] },
      { probabilities: Float32Array.of(0, 1, 0.25, 0.75), history: [entry(1, 0.25), entry(2, 0.75)] },
    ]);
    expect([...probabilities]).toEqual([0.5, 0.5, 0.375, 0.625]);
    expect(history).toEqual([entry(1, 0.375), entry(2, 0.5)]);
    expect(bestEpoch).toBeUndefined();
  });

  it('of members that stopped early at different epochs averages those that came so far', () => {
    const judged = { validationLoss: 0.5, validationAccuracy: 0.25 };
    const { history, bestEpoch } = ensemble([
      { probabilities: Float32Array.of(1), history: [entry(1, 0.5, judged)], bestEpoch: 1 },
      { probabilities: Float32Array.of(1), history: [entry(1, 1, judged), entry(2, 0.125, judged)], bestEpoch: 2 },
    ]);
    expect(history).toEqual([entry(1, 0.75, judged), entry(2, 0.125, judged)]);
    expect(bestEpoch).toBe(2);
  });

  it('of one member is that member', () => {
    const member = { probabilities: Float32Array.of(0.1, 0.9), history: [entry(1, 0.5)] };
    expect(ensemble([member])).toBe(member);
  });
});

describe('a fold with several members', () => {
  const side = 8;
  const n = 48;
  const random = createRandom(1, 0);
  const labels = Int32Array.from({ length: n }, (_, i) => i % 2);
  const images = Uint8Array.from({ length: n * side * side }, (_, i) => {
    const x = i % side;
    const bright = labels[Math.floor(i / (side * side))] === 0 ? x < 4 : x >= 4;
    return (bright ? 120 : 60) + random.below(80);
  });
  const pictures = picturesInMemory(images, side * side);
  const data: FoldData = { pictures, n, height: side, width: side, channels: 1, labels, k: 2 };
  const all = Int32Array.from({ length: n }, (_, i) => i);
  const settings = resolveSettings('small-cnn', { epochs: 2, batchSize: 8, imageSize: side });
  const job = (members: number, more: Partial<FoldJob> = {}): FoldJob => ({
    ...{ settings: { ...settings, members }, seed: 5, fold: 0, round: 1 },
    ...{ train: all.subarray(0, 32), test: all.subarray(32) },
    ...more,
  });

  beforeAll(async () => {
    await startBackend('wasm');
  });

  it('is the mean of differently begun networks, the first of which is the one that trains alone', async () => {
    const [one, two, again] = [
      await trainFold(data, job(1)),
      await trainFold(data, job(2)),
      await trainFold(data, job(2)),
    ];
    expect(again).toEqual(two);
    expect(two.history).toHaveLength(2);
    // What the second member must have said, for the mean to be what it is, is a distribution, and another one.
    const second = two.probabilities.map((value, i) => 2 * value - one.probabilities[i]);
    for (let i = 0; i < second.length; i += 2) {
      expect(second[i] + second[i + 1]).toBeCloseTo(1, 5);
      expect(Math.min(second[i], second[i + 1])).toBeGreaterThan(-1e-6);
    }
    expect(Math.max(...second.map((value, i) => Math.abs(value - one.probabilities[i])))).toBeGreaterThan(1e-3);
  });

  it('shows the last ones the pictures that are cropped, and the others the whole ones', async () => {
    const cropped = picturesInMemory(
      images.map((value) => 255 - value),
      side * side,
    );
    const both = { ...data, trimmed: cropped };
    const mixed = job(2, { settings: { ...settings, members: 2, trimmedMembers: 1 } });
    const [plain, mean] = [await trainFold(data, job(1)), await trainFold(both, mixed)];
    expect(await trainFold({ ...data, trimmed: pictures }, mixed)).toEqual(await trainFold(data, job(2)));
    expect(mean.probabilities).not.toEqual((await trainFold(data, job(2))).probabilities);
    const second = mean.probabilities.map((value, i) => 2 * value - plain.probabilities[i]);
    for (let i = 0; i < second.length; i += 2) expect(second[i] + second[i + 1]).toBeCloseTo(1, 5);
    await expect(trainFold(data, mixed)).rejects.toThrow(/cropped.*missing/);
  });

  it('begins with other weights in each round', async () => {
    const [first, second] = [await trainFold(data, job(1)), await trainFold(data, job(1, { round: 2 }))];
    expect(second.probabilities).not.toEqual(first.probabilities);
  });

  it('tells of the epochs of all members, counted through', async () => {
    const told: number[] = [];
    await trainFold(data, job(3, { onEpoch: ({ epoch }) => told.push(epoch) }));
    expect(told).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('stops between two steps where the step says so, in whichever member', async () => {
    let steps = 0;
    const stop = new Error('cancelled');
    const onStep = (): Promise<void> => (++steps > 12 ? Promise.reject(stop) : Promise.resolve());
    await expect(trainFold(data, job(4, { onStep }))).rejects.toBe(stop);
    expect(steps).toBe(13);
  });
});
