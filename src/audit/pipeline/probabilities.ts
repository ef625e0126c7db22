import type { Labels, PredProbs } from '../../core/index.ts';
import type { DatasetProblem } from '../../dataset/index.ts';
import type { Pictures } from './similar-pictures.ts';
import type { AuditReport } from '../report/types.ts';

/** Out-of-sample probabilities of the pictures that could be judged, and where they came from. */
export interface Probabilities {
  readonly predProbs: PredProbs;
  /** Given label of each row. */
  readonly labels: Labels;
  /** For each row, the index of its example in the data set. */
  readonly exampleIndices: Int32Array;
  /** For each row, the SHA-256 of its picture's file; undefined where it can't be read. */
  readonly contentHashes: readonly (string | undefined)[];
  /** The decoded picture of each row; absent where none were decoded. */
  readonly pictures?: Pictures;
  /** What is wrong in the data set itself, all told. */
  readonly problems: readonly DatasetProblem[];
  readonly warnings: readonly string[];
  readonly backend: AuditReport['environment']['backend'];
  readonly jobs?: number;
  readonly crossValidation?: AuditReport['crossValidation'];
  /** To be called once the report is written: what was kept of the training for an audit that is resumed goes. */
  readonly forget?: () => Promise<void>;
}
