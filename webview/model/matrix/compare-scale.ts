import type { Scale } from '../../compare/confusion-matrix.ts';
import type { ComparisonView, FoldCurve, IntervalView } from '../../../src/protocol/index.ts';
import { countMatrix } from './count-matrix.ts';
import { heatMatrix } from './heat-matrix.ts';

/** The classes to show of two confusion matrices, and the counts that are 100% of each colour, for both alike. */
export function sharedScale({ classes, baseline, cleaned }: ComparisonView, limit: number): Scale {
  const k = classes.length;
  const [given, fixed] = [baseline, cleaned].map(({ confusion }) => countMatrix(confusion, k));
  const greater = new Map<number, readonly [number, number, number]>();
  for (const [i, j] of [...given.cells, ...fixed.cells]) {
    greater.set(i * k + j, [i, j, Math.max(given.at(i, j), fixed.at(i, j))]);
  }
  return heatMatrix(countMatrix([...greater.values()], k), limit);
}

/** Shares of the width at which an interval and its mean stand, on an axis from `from` to `to`. */
export function placeOnAxis({ mean, low, high }: IntervalView, [from, to]: readonly [number, number]) {
  const place = (value: number): number => Math.min(1, Math.max(0, (value - from) / Math.max(1e-9, to - from)));
  return { low: place(low), mean: place(mean), high: place(high) };
}

/** An axis in whole 5% steps that holds both intervals and every repeat. */
export function accuracyAxis({ baseline, cleaned }: ComparisonView): readonly [number, number] {
  const values = [baseline, cleaned].flatMap(({ accuracy, runs }) => [accuracy.low, accuracy.high, ...runs]);
  const from = Math.floor(Math.min(...values) * 20) / 20;
  const to = Math.ceil(Math.max(...values) * 20) / 20;
  return [Math.max(0, from), Math.min(1, Math.max(to, from + 0.05))];
}

/** One axis for the learning curves of both sides, so that the eye can compare them: from the lowest accuracy to the highest. */
export function accuracyRange(curves: readonly FoldCurve[]): readonly [number, number] {
  const values = curves.flatMap(({ history }) => history.map(({ accuracy }) => accuracy));
  if (values.length === 0) return [0, 1];
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const room = Math.max(0.02, 0.05 * (high - low));
  return [Math.max(0, low - room), Math.min(1, high + room)];
}
