import { checkJoint } from '../confident/joint.ts';
import { sortedByScore } from '../numeric/ordering.ts';
import { roundHalfEven } from '../numeric/rounding.ts';
import type { SquareMatrix } from '../types.ts';

/** Two classes that are taken for each other. */
export interface OverlappingClasses {
  readonly classIndexA: number;
  readonly classIndexB: number;
  /** Estimated number of such examples. */
  readonly numOverlapping: number;
  /** Estimated share of all examples, in [0, 1]. */
  readonly jointProbability: number;
}

export interface OverlapOptions {
  /** Tell "A taken for B" from "B taken for A". Default false: each pair once, both added up. */
  readonly asymmetric?: boolean;
}

/**
 * Every pair of classes, the one that is mixed up most first. A thousand classes make half a million pairs, most of which
 * share nothing: rows are made when they are asked for.
 */
export interface OverlapTable extends Iterable<OverlappingClasses> {
  /** Number of pairs. */
  readonly length: number;
  /** The pairs that share anything, or the first of them; they come first. */
  readonly shared: (atMost?: number) => OverlappingClasses[];
}

/**
 * Every pair of classes, the one that is mixed up most first; equal ones in order of A, then B.
 *
 * Source: Northcutt et al. 2021, section 3.1; the reference's `find_overlapping_classes`.
 *
 * @param joint K×K from `estimateJoint`: row given label, column true class, summing to 1
 * @param numExamples N, at least 1
 * @throws {CoreInputError} `bad-matrix`, `bad-option`
 */
export function findOverlappingClasses(
  joint: SquareMatrix,
  numExamples: number,
  options: OverlapOptions = {},
): OverlappingClasses[] {
  return [...overlapTable(joint, numExamples, options)];
}

/** `findOverlappingClasses`, row by row. */
export function overlapTable(joint: SquareMatrix, numExamples: number, options: OverlapOptions = {}): OverlapTable {
  checkJoint(joint, numExamples);
  const { data, k } = joint;
  const { asymmetric = false } = options;
  const shareOf = (a: number, b: number): number => (asymmetric ? data[a * k + b] : data[a * k + b] + data[b * k + a]);
  const cells = sharedCells(joint, asymmetric, shareOf);
  const order = sortedByScore(
    Int32Array.from(cells.keys()),
    Float64Array.from(cells, (cell) => -shareOf(Math.floor(cell / k), cell % k)),
  );
  const pair = (a: number, b: number): OverlappingClasses => {
    const jointProbability = shareOf(a, b);
    const numOverlapping = roundHalfEven(jointProbability * numExamples);
    return { classIndexA: a, classIndexB: b, numOverlapping, jointProbability };
  };
  const shared = (atMost = Infinity): OverlappingClasses[] =>
    Array.from(order.subarray(0, atMost), (c) => pair(Math.floor(cells[c] / k), cells[c] % k));
  return {
    length: asymmetric ? k * (k - 1) : (k * (k - 1)) / 2,
    shared,
    *[Symbol.iterator]() {
      yield* shared();
      for (let a = 0; a < k; a++) {
        for (let b = asymmetric ? 0 : a + 1; b < k; b++) if (a !== b && !(shareOf(a, b) > 0)) yield pair(a, b);
      }
    },
  };
}

/** The pairs with anything in common, as a · K + b, in order of a, then b. */
function sharedCells(
  { data, k }: SquareMatrix,
  asymmetric: boolean,
  shareOf: (a: number, b: number) => number,
): Float64Array {
  // Along the rows, as the matrix lies in memory: few cells are not 0.
  const cells: number[] = [];
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < k; b++) {
      if (a === b || !(data[a * k + b] > 0)) continue;
      if (asymmetric || a < b) cells.push(a * k + b);
      else if (!(data[b * k + a] > 0)) cells.push(b * k + a);
    }
  }
  return Float64Array.from(cells.filter((cell) => shareOf(Math.floor(cell / k), cell % k) > 0)).sort();
}
