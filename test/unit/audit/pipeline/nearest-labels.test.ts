import { describe, expect, it } from 'vitest';
import { nearestLabels } from '../../../../src/audit/pipeline/nearest-labels.ts';
import { createRandom } from '../../../../src/training/random.ts';

/** Points on a circle, so that neighbours are those of nearly the same angle. */
function circle(angles: readonly number[]) {
  const data = Float32Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));
  return { data, n: angles.length, k: 2 };
}

describe('nearestLabels', () => {
  it('counts the given labels of the five nearest, most first, and of equal counts the first class', async () => {
    const features = circle([0, 0.1, -0.11, 0.2, -0.21, 0.3, 1.5, 3]);
    const labels = Int32Array.of(0, 2, 1, 2, 1, 0, 3, 3);
    const contentHashes = Array.from(labels, (_, i) => `hash ${i}`);
    const [{ counts: first, rows }, { counts: last }] = await nearestLabels([0, 7], {
      features,
      labels,
      contentHashes,
    });
    expect(rows).toEqual([1, 2, 3, 4, 5]);
    expect(first).toEqual([[1, 2], [2, 2], [0, 1]]); // prettier-ignore
    expect(last.reduce((sum, [, pictures]) => sum + pictures, 0)).toBe(5);
  });

  it('is what a look at all pictures finds, for any labels', async () => {
    const random = createRandom(11, 0);
    const n = 150;
    const angles = Array.from({ length: n }, () => 6.28 * random.uniform());
    const labels = Int32Array.from(angles, () => Math.floor(4 * random.uniform()));
    const contentHashes = angles.map((_, i) => String(i));
    const rows = angles.map((_, i) => i);
    const found = await nearestLabels(rows, { features: circle(angles), labels, contentHashes });
    const counts = found.map((one) => one.counts);
    for (const row of rows) {
      const nearest = rows
        .filter((other) => other !== row)
        .sort((a, b) => Math.cos(angles[b] - angles[row]) - Math.cos(angles[a] - angles[row]))
        .slice(0, 5);
      for (const [label, pictures] of counts[row]) {
        expect(nearest.filter((other) => labels[other] === label).length).toBe(pictures);
      }
      expect(counts[row].reduce((sum, [, pictures]) => sum + pictures, 0)).toBe(5);
    }
  });

  it('takes copies of a picture for itself: their labels are no opinion of others', async () => {
    const features = circle([0, 0, 0, 0.4, 0.5, 0.6]);
    const labels = Int32Array.of(0, 0, 0, 1, 1, 1);
    const contentHashes = ['same', 'same', 'same', 'x', undefined, undefined];
    expect(await nearestLabels([0], { features, labels, contentHashes })).toEqual([
      { rows: [3, 4, 5], counts: [[1, 3]] },
    ]);
  });

  it('looks at some 2,000 pictures in no time, and can be stopped', async () => {
    const random = createRandom(2, 0);
    const [n, k] = [2000, 512];
    const data = Float32Array.from({ length: n * k }, (_, i) => (random.uniform() - 0.5) / (1 + (i % k) / 32));
    const labels = new Int32Array(n);
    const contentHashes = Array.from({ length: n }, (_, i) => String(i));
    const rows = Array.from({ length: 400 }, (_, i) => i * 5);
    const begun = performance.now();
    const counts = await nearestLabels(rows, { features: { data, n, k }, labels, contentHashes });
    expect(counts).toHaveLength(400);
    // Some 0.3 s on one free core.
    expect(performance.now() - begun).toBeLessThan(10_000);
    const stop = new AbortController();
    const all = nearestLabels(rows, { features: { data, n, k }, labels, contentHashes }, stop.signal);
    setTimeout(() => {
      stop.abort(new Error('enough'));
    }, 1);
    await expect(all).rejects.toThrow('enough');
  });
});
