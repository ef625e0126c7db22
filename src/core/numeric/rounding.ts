import { lowestFirst } from './ordering.ts';
import { rowSum, type SparseMatrix } from './sparse-matrix.ts';
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

/** Memory for rounding rows of up to K values. */
interface Room {
  readonly places: Int32Array;
  readonly loss: Float64Array;
  readonly keys: Float64Array;
}

const newRoom = (k: number): Room => ({
  places: new Int32Array(k),
  loss: new Float64Array(k),
  keys: new Float64Array(k),
});

/**
 * Rounds every row of a K×K matrix, in place, to integers such that the row's sum stays what it was (rounded): the entries that
 * lost or gained most by rounding give way first; where two lost the same, the higher column goes up first and the
 * lower goes down first. Entries that are not finite (a division by a class of zero size) become 0.
 */
export function roundPreservingRowTotals({ data, k }: SquareMatrix): void {
  const room = newRoom(k);
  for (let row = 0; row < k; row++) roundRow(data, row * k, k, pairwiseSum(data, row * k, k), room);
}

/**
 * The same of what is not 0. A 0 loses nothing by rounding, and there are always enough entries that lose something: none loses
 * more than a half.
 */
export function roundSparseRows(matrix: SparseMatrix): void {
  const { k, starts, values } = matrix;
  const room = newRoom(k);
  for (let row = 0; row < k; row++)
    roundRow(values, starts[row], starts[row + 1] - starts[row], rowSum(matrix, row), room);
}

function roundRow(
  values: Float64Array,
  base: number,
  count: number,
  total: number,
  { places, loss, keys }: Room,
): void {
  const target = roundHalfEven(total);
  let intSum = 0;
  for (let j = 0; j < count; j++) {
    const value = values[base + j];
    loss[j] = 0;
    if (value === 0) continue;
    const rounded = roundHalfEven(value);
    values[base + j] = rounded;
    loss[j] = value - rounded;
    intSum += rounded;
  }
  while (Math.abs(intSum - target) > 0.5) {
    const missing = target - intSum;
    const step = missing < 0 ? -1 : 1;
    const changes = Math.min(Math.abs(missing), count);
    // Those that go up are counted from the far end, so that "lowest first" means them.
    for (let c = 0; c < count; c++) {
      places[c] = c;
      keys[c] = step > 0 ? -loss[count - 1 - c] : loss[c];
    }
    lowestFirst(keys, places, 0, count, changes);
    for (let c = 0; c < changes; c++) values[base + (step > 0 ? count - 1 - places[c] : places[c])] += step;
    intSum += step * changes;
  }
  if (!Number.isFinite(intSum))
    for (let j = 0; j < count; j++) if (!Number.isFinite(values[base + j])) values[base + j] = 0;
}
