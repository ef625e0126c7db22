import { describe, expect, it } from 'vitest';
import { pickDiverse } from '../../../../src/core/active/pick-diverse.ts';
import { seededRandom } from '../../seeded-random.ts';

/** 60 rows in six heaps of ten near copies, each heap in a direction of its own. */
function heaps() {
  const random = seededRandom(3);
  const data = new Float32Array(60 * 6);
  for (let i = 0; i < 60; i++) {
    for (let j = 0; j < 6; j++) data[i * 6 + j] = 0.01 * random();
    data[i * 6 + Math.floor(i / 10)] = 1 + i;
  }
  return { data, n: 60, k: 6 };
}

describe('pickDiverse', () => {
  it('takes one of each heap before a second of any, though one heap has all the lowest scores', () => {
    const scores = Float64Array.from({ length: 60 }, (_, i) => (i < 10 ? 0.1 : 0.5) + i / 1e4);
    const picked = Array.from(pickDiverse(scores, heaps(), { count: 6 }));
    expect(picked[0]).toBe(0);
    // The last heap, whose scores are the highest, has next to no worth: others come before it again.
    expect(new Set(picked.map((row) => Math.floor(row / 10))).size).toBeGreaterThanOrEqual(5);
    expect(pickDiverse(scores, heaps(), { count: 6 })).toEqual(Int32Array.from(picked));
  });

  it('picks each row once, and all where fewer are there', () => {
    const picked = pickDiverse(new Float64Array(60).fill(0.5), heaps(), { count: 100 });
    expect(new Set(picked).size).toBe(60);
    expect(new Set(Array.from(picked.subarray(0, 6), (row) => Math.floor(row / 10))).size).toBe(6);
  });

  it('refuses nonsense by name', () => {
    const rows = heaps();
    expect(() => pickDiverse(new Float64Array(59), rows, { count: 1 })).toThrow('There are 59 scores but 60 rows');
    expect(() => pickDiverse(new Float64Array(60), rows, { count: 0 })).toThrow('count is 0');
    rows.data[7] = NaN;
    expect(() => pickDiverse(new Float64Array(60), rows, { count: 1 })).toThrow('Row 1 of the features is not finite.');
  });
});
