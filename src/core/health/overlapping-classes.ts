import { checkJoint } from '../confident/joint.ts';
import { sortedByScore } from '../numeric/ordering.ts';
import { roundHalfEven } from '../numeric/rounding.ts';
import { entryOf, sparseOf, type SparseMatrix } from '../numeric/sparse-matrix.ts';
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
  checkJoint(joint, numExamples);
  return [...overlapTable(sparseOf(joint), numExamples, options)];
}

/** `findOverlappingClasses` of a joint that is known to be one, row by row. */
export function overlapTable(joint: SparseMatrix, numExamples: number, options: OverlapOptions = {}): OverlapTable {
  const { k } = joint;
  const { asymmetric = false } = options;
  const shareOf = (a: number, b: number): number =>
    asymmetric ? entryOf(joint, a, b) : entryOf(joint, a, b) + entryOf(joint, b, a);
  const cells = sharedCells(joint, asymmetric);
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
function sharedCells(joint: SparseMatrix, asymmetric: boolean): Float64Array {
  const { k, starts, columns } = joint;
  const cells: number[] = [];
  for (let a = 0; a < k; a++) {
    for (let e = starts[a]; e < starts[a + 1]; e++) {
      const b = columns[e];
      if (a === b) continue;
      if (asymmetric || a < b) cells.push(a * k + b);
      else if (entryOf(joint, b, a) === 0) cells.push(b * k + a);
    }
  }
  return Float64Array.from(cells).sort();
}
