import type { ComparedRows, Labels, PredProbs } from '../../../core/index.ts';
import type { PictureCheck } from '../../options/picture-checks.ts';

/** What is known of the audited pictures, a row for each. */
export interface CheckedRows {
  readonly labels: Labels;
  readonly classes: readonly string[];
  readonly predProbs: PredProbs;
  /** What pictures are compared by. */
  readonly features?: ComparedRows;
  /** Scores by which the picture checks judge: one column for each of `names`, NaN where a picture could not be read. */
  readonly looks?: { readonly names: readonly PictureCheck[]; readonly columns: readonly Float64Array[] };
  /** Whether the order of the rows is one that somebody wrote down; that of class folders says nothing. */
  readonly isOrdered: boolean;
}
