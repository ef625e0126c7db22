import type { ComparedRows, Labels, PredProbs } from '../../../core/index.ts';
import type { Dataset, Example } from '../../../dataset/index.ts';

/** What an audit knows when its checks are made. */
export interface CheckedAudit {
  readonly dataset: Dataset;
  /** The data set's examples in all splits: a leak shows only there. */
  readonly allExamples: readonly Example[];
  /** The audited pictures, as places in `dataset.examples`. */
  readonly exampleIndices: Int32Array;
  /** The class that each of them is taken for. */
  readonly suggested: ArrayLike<number>;
  readonly labels: Labels;
  readonly predProbs: PredProbs;
  /** What each picture's file held. */
  readonly contentHashes: readonly (string | undefined)[];
  /** What pictures are compared by, where the audit has it. */
  readonly compared?: ComparedRows;
}
