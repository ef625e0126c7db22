import type { PredProbs } from '../types.ts';
import { sortedByScore } from '../numeric/ordering.ts';

/**
 * How clear each picture is to a model, among the others: its place in (0, 1) when they are ordered by the entropy of their
 * probabilities, the clearest last. What its label is plays no part.
 *
 * @param predProbs N×K out-of-sample probabilities
 */
export function pictureClearness({ data, n, k }: PredProbs): Float64Array {
  const order = Float64Array.from({ length: n }, (_, row) => {
    let sum = 0;
    for (let i = row * k; i < (row + 1) * k; i++) if (data[i] > 0) sum += data[i] * Math.log(data[i]);
    return sum;
  });
  const places = new Float64Array(n);
  sortedByScore(Int32Array.from(order.keys()), order).forEach((row, place) => (places[row] = (place + 0.5) / n));
  return places;
}
