import { expect, it } from 'vitest';
import { averagePrecision } from '../../scripts/average-precision.mjs';

it.each([
  // The example in scikit-learn's documentation of average_precision_score.
  [[0.1, 0.4, 0.35, 0.8], [false, false, true, true], 0.8333333333333333],
  // By hand: found at places 1 and 3: (1/1 + 2/3) / 2.
  [[3, 2, 1, 0], [true, false, true, false], 5 / 6],
  // All scores equal: one place, precision 2/4.
  [[1, 1, 1, 1], [true, false, true, false], 0.5],
  [[1, 2, 3], [true, true, true], 1],
])('average precision of %j, relevant %j, is %d', (scores, relevant, expected) => {
  expect(averagePrecision(scores, relevant)).toBeCloseTo(expected, 12);
});
