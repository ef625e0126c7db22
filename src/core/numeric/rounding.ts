import { lowestFirst } from './ordering.ts';
import { pairwiseSum } from './summation.ts';
import type { SquareMatrix } from '../types.ts';

/** The nearest integer; halves go to the even one, as IEEE 754 and numpy round. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const fraction = x - floor;
  if (fraction < 0.5) return floor;
  if (fraction > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * Rounds every row of a K×K matrix, in place, to integers such that the row's sum stays what it was (rounded): the entries that
 * lost or gained most by rounding give way first; where two lost the same, the higher column goes up first and the
 * lower goes down first. Entries that are not finite (a division by a class of zero size) become 0.
 */
export function roundPreservingRowTotals({ data, k }: SquareMatrix): void {
  const columns = new Int32Array(k);
  const loss = new Float64Array(k);
  const keys = new Float64Array(k);
  for (let row = 0; row < k; row++) {
    const base = row * k;
    const target = roundHalfEven(pairwiseSum(data, base, k));
    let intSum = 0;
    loss.fill(0);
    for (let j = 0; j < k; j++) {
      const value = data[base + j];
      if (value === 0) continue;
      const rounded = roundHalfEven(value);
      data[base + j] = rounded;
      loss[j] = value - rounded;
      intSum += rounded;
    }
    while (Math.abs(intSum - target) > 0.5) {
      const missing = target - intSum;
      const step = missing < 0 ? -1 : 1;
      const changes = Math.min(Math.abs(missing), k);
      // Those that go up are counted from the far end, so that "lowest first" means them.
      for (let c = 0; c < k; c++) {
        columns[c] = c;
        keys[c] = step > 0 ? -loss[k - 1 - c] : loss[c];
      }
      lowestFirst(keys, columns, 0, k, changes);
      for (let c = 0; c < changes; c++) data[base + (step > 0 ? k - 1 - columns[c] : columns[c])] += step;
      intSum += step * changes;
    }
    if (!Number.isFinite(intSum)) for (let j = 0; j < k; j++) if (!Number.isFinite(data[base + j])) data[base + j] = 0;
  }
}
