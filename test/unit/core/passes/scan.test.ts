import { describe, expect, it } from 'vitest';
import { kernelRoom } from '../../../../src/core/passes/kernels.ts';
import { scanBlock } from '../../../../src/core/passes/scan-pass.ts';
import { allocateFacts, BEST, DOUBTED } from '../../../../src/core/passes/rows.ts';
import type { ClassIndices } from '../../../../src/core/types.ts';
import { createRandom, type Random } from '../../../../src/training/random.ts';

const FLOATS = { float32: Float32Array, float64: Float64Array } as const;

/** What the kernel is to find, said as plainly as can be. */
function expected(data: ArrayLike<number>, k: number, label: number, row: number): { own: number; mark: number } {
  const values = Array.from({ length: k }, (_, j) => data[row * k + j]);
  const most = Math.max(...values);
  const winner = values.indexOf(most);
  const helped = values[label] + 1e-6;
  const isDoubted = most > helped || (most === helped && winner < label);
  return { own: values[label], mark: (winner << BEST) | (isDoubted ? DOUBTED : 0) };
}

/** Rows that sum to 1, whose values are few, so that many are equal. */
function makeRows(type: keyof typeof FLOATS, n: number, k: number, random: Random): Float32Array | Float64Array {
  const data = new FLOATS[type](n * k);
  for (let r = 0; r < n; r++) {
    const weights = Array.from({ length: k }, () => random.below(4));
    if (!weights.some((weight) => weight > 0)) weights[random.below(k)] = 1;
    const sum = weights.reduce((total, weight) => total + weight, 0);
    weights.forEach((weight, j) => (data[r * k + j] = weight / sum));
  }
  return data;
}

describe('scanBlock', () => {
  const widths: readonly ((codes: number[]) => ClassIndices)[] = [
    (codes) => Uint8Array.from(codes),
    (codes) => Uint16Array.from(codes),
    (codes) => Int32Array.from(codes),
  ];
  for (const type of ['float32', 'float64'] as const) {
    it(`notes the label's own probability and the first of the most probable classes of ${type} rows`, () => {
      const random = createRandom(7, 0);
      for (const k of [2, 3, 4, 5, 7, 8, 10, 31, 33, 63, 64, 65, 67, 127, 128, 129, 260, 8200]) {
        const n = k > 1000 ? 5 : 300;
        const data = makeRows(type, n, k, random);
        for (const asWide of widths) {
          const labels = asWide(Array.from({ length: n }, () => random.below(Math.min(k, 256))));
          const facts = allocateFacts(labels, k);
          const offRows: number[] = [];
          scanBlock({ data, start: 0, n, k }, facts, offRows);
          expect(offRows).toEqual([]);
          for (let r = 0; r < n; r++) {
            const { own, mark } = expected(data, k, labels[r], r);
            expect([k, r, facts.own[r], facts.marks[r]]).toEqual([k, r, own, mark]);
          }
        }
      }
    });

    it(`normalises ${type} rows that do not quite sum to 1, wherever they stand, and takes strays below 1e-6`, () => {
      const [n, k] = [5000, 9];
      const random = createRandom(3, 0);
      const data = makeRows(type, n, k, random);
      const off = [0, 1, 2, 5, 1000, 1001, n - 1];
      for (const row of off) for (let j = 0; j < k; j++) data[row * k + j] *= 1.004;
      data.set([-5e-7, 1 + 5e-7, 0, 0, 0, 0, 0, 0, 0], 7 * k);
      const labels = Uint8Array.from({ length: n }, () => random.below(k));
      const facts = allocateFacts(labels, k);
      const offRows: number[] = [];
      // In two blocks, as they are read from a file; the second takes more than one room.
      const half = 700;
      scanBlock({ data: data.subarray(0, half * k), start: 0, n: half, k }, facts, offRows);
      scanBlock({ data: data.subarray(half * k), start: half, n: n - half, k }, facts, offRows);
      expect(offRows).toEqual(off);
      const wanted = data.slice();
      for (const row of off) {
        let sum = 0;
        for (let j = 0; j < k; j++) sum += data[row * k + j];
        for (let j = 0; j < k; j++) wanted[row * k + j] = data[row * k + j] / sum;
      }
      for (let r = 0; r < n; r++) {
        const { own, mark } = expected(wanted, k, labels[r], r);
        expect([r, facts.own[r], facts.marks[r]]).toEqual([r, own, mark]);
      }
    });

    it(`names the first bad value of ${type} rows, in any column`, () => {
      const [n, k] = [50, 11];
      for (const bad of [NaN, Infinity, -Infinity, -0.1, 1.2]) {
        for (let column = 0; column < k; column++) {
          const data = makeRows(type, n, k, createRandom(column, 0));
          data[31 * k + column] = bad;
          data[40 * k] = NaN;
          const facts = allocateFacts(new Uint8Array(n), k);
          expect(() => {
            scanBlock({ data, start: 0, n, k }, facts, []);
          }).toThrow(`Row 31, column ${column}: probability`);
        }
      }
    });
  }
});

describe('kernelRoom', () => {
  it('detaches no buffer where more room is needed: V8 would check every access to a typed array from then on', () => {
    const labels = new Int32Array(1);
    const first = kernelRoom(new Float64Array(8), labels, labels, 8, 1);
    const larger = kernelRoom(new Float64Array(1), labels, labels, 3_000_000, 1);
    expect(larger.data).toHaveLength(3_000_000);
    expect(first.data).toHaveLength(8);
  });
});
