import { checkArrays, checkShape, countLabels, warningsOf } from './inputs.ts';
import { perform, startPass, type Steps } from './passes.ts';
import { allocateFacts, DOUBTED, OFF_DIAGONAL, type RowFacts } from './rows.ts';
import { newScratch } from './select-pass.ts';
import { meanSelfConfidence, reachOf, thresholdsOf } from './class-thresholds.ts';
import type { SparseMatrix } from '../numeric/sparse-matrix.ts';
import type { ClassIndices, Labels, PredProbs } from '../types.ts';
import type { CoreWarning } from '../warnings.ts';

/** Allocates memory. */
export type Allocate = (bytes: number) => ArrayBufferLike;

/**
 * Labels and probabilities that were scanned: checked, with the facts of each example. The
 * probabilities themselves stay where they are; a step that needs them again asks for another pass.
 */
export interface Analysis {
  readonly facts: RowFacts;
  /** Number of classes. */
  readonly k: number;
  /** Number of examples that bear each label, length K. */
  readonly labelCounts: Float64Array;
  /** Rows that did not quite sum to 1 and are normalised wherever they are used; ascending. */
  readonly offRows: Int32Array;
  /** For the user: each a full sentence. */
  readonly warnings: readonly CoreWarning[];
  /** K thresholds. */
  readonly thresholds: Float64Array;
  readonly allocate: Allocate;
  /** About how many candidates to hold at once. */
  readonly atOnce: number;
  /** What was computed once and is asked for again. */
  readonly known: { isFlagged?: boolean; calibrated?: SparseMatrix };
}

export interface AnalysisMemory {
  /** Where the facts are kept: shared memory where threads are to work on them. Default: ordinary memory. */
  readonly allocate?: Allocate;
  /**
   * About how many candidates to hold at once, 12 bytes each: fewer take more passes over the rows. Default: 16,384, or
   * what takes a hundredth of the probabilities' memory where that is more.
   */
  readonly atOnce?: number;
}

const newMemory: Allocate = (bytes) => new ArrayBuffer(bytes);

/**
 * The first pass of everything: checks labels and probabilities and notes the facts of each example.
 *
 * @param labels N class indices in [0, K)
 * @param n number of rows of probabilities
 * @param k number of columns of probabilities
 * @throws {CoreInputError} as `checkInputs`
 */
export function* analyse(
  labels: ClassIndices,
  n: number,
  k: number,
  { allocate = newMemory, atOnce = Math.max(2 ** 14, (n * k) / 150) }: AnalysisMemory = {},
): Steps<Analysis> {
  checkShape(labels, n, k);
  const labelCounts = countLabels(labels, k);
  const facts = allocateFacts(labels, k, allocate);
  const { offRows } = yield* perform<'scan'>({ kind: 'scan', facts });
  const thresholds = thresholdsOf(meanSelfConfidence(labels, facts.own, labelCounts), labelCounts);
  const warnings = warningsOf(facts, labelCounts, offRows);
  return { facts, k, labelCounts, offRows, warnings, thresholds, allocate, atOnce, known: {} };
}

/** Drives steps over arrays in memory. */
export function inMemory<Result>(
  labels: Labels,
  predProbs: PredProbs,
  use: (analysis: Analysis) => Steps<Result>,
): Result {
  checkArrays(labels, predProbs);
  const { data, n, k } = predProbs;
  function* all(): Steps<Result> {
    return yield* use(yield* analyse(labels, n, k));
  }
  const steps = all();
  const scratch = newScratch();
  let step = steps.next();
  while (step.done !== true) {
    const run = startPass(step.value, k, scratch);
    run.consume({ data, start: 0, n, k });
    step = steps.next(run.finish());
  }
  return step.value;
}

/** What a scan of arrays in memory finds out. */
export function scanned(labels: Labels, predProbs: PredProbs): Analysis {
  // eslint-disable-next-line require-yield -- `inMemory` has done the scan: no further pass is wanted
  return inMemory(labels, predProbs, function* (analysis): Steps<Analysis> {
    return analysis;
  });
}

/** A K×K matrix of whole numbers, as it was counted. */
export interface Counts {
  readonly data: Uint32Array;
  readonly k: number;
}

/**
 * Counts the examples with given label i that are confidently of class j, before calibration, and flags those off the
 * diagonal. Every diagonal entry is at least 1.
 *
 * @param thresholds K numbers to use instead of the data's own
 */
export function* jointCounts(analysis: Analysis, thresholds?: ArrayLike<number>): Steps<Counts> {
  const { facts, k, offRows, known } = analysis;
  const reach = reachOf(thresholds ?? analysis.thresholds);
  const { counts } = yield* perform<'joint'>({ kind: 'joint', facts, reach, offRows });
  known.isFlagged = !thresholds;
  for (let j = 0; j < k; j++) counts[j * k + j] = Math.max(counts[j * k + j], 1);
  return { data: counts, k };
}

/** Flags the examples off the diagonal of the confident joint, where that is not done yet. */
export function* flagOffDiagonal(analysis: Analysis): Steps<void> {
  if (analysis.known.isFlagged !== true) yield* jointCounts(analysis);
}

/** The number of examples off the diagonal of the confident joint whose label is not the model's first choice anyway. */
export function* offDiagonalCount(analysis: Analysis): Steps<number> {
  yield* flagOffDiagonal(analysis);
  const { marks } = analysis.facts;
  const both = DOUBTED | OFF_DIAGONAL;
  let count = 0;
  for (let i = 0; i < marks.length; i++) if ((marks[i] & both) === both) count++;
  return count;
}
