import type { ComparedRows, Labels, PredProbs, RankBy, Trust } from '../../core/index.ts';
import type { DatasetProblem } from '../../dataset/index.ts';
import type { Pictures } from './similar-pictures.ts';
import type { AuditReport } from '../report/types.ts';
import type { StageClock } from './stage-clock.ts';
import type { Warning } from '../wording/warnings.ts';

/** What `auto` chose, and the figures that it chose by. */
export interface ChosenModel {
  readonly model: 'features' | 'small-cnn';
  /** Mean log-loss of the given labels, out of fold: the lower one wins. */
  readonly logLoss: { readonly features: number; readonly network: number };
  /** Pictures that both were tried on. */
  readonly pictures: number;
  readonly seconds: number;
}

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
  /** What rows are compared by where they look alike: numbers of each picture. Absent: the pictures themselves. */
  readonly features?: { readonly data: Float32Array; readonly k: number };
  /** What the checks of the data set compare rows by: the user's own features as they are, else those above. */
  readonly compared?: ComparedRows;
  /** The class that is suggested for each row; absent: the most probable one. */
  readonly suggested?: Int32Array;
  /** How labels judged by these are best ranked where the user says nothing. Default `self_confidence`. */
  readonly rankBy?: RankBy;
  /** How far the ranking is to be trusted. */
  readonly trust?: Trust;
  /** The same, as the audit told that the probabilities were stored by. */
  readonly told?: AuditReport['trust'];
  /** Where the model was chosen between two. */
  readonly chosen?: ChosenModel;
  /** What is wrong in the data set itself, all told. */
  readonly problems: readonly DatasetProblem[];
  readonly warnings: readonly Warning[];
  /** Files of the user's own that they are made from. */
  readonly given?: AuditReport['given'];
  readonly backend: AuditReport['environment']['backend'];
  /** Of the audit that the probabilities were stored by: its graphics adapter. */
  readonly adapter?: string;
  readonly jobs?: number;
  readonly crossValidation?: AuditReport['crossValidation'];
  /** To be called once the report is written: what was kept of the training for an audit that is resumed goes. */
  readonly forget?: () => Promise<void>;
}

/** Probabilities of a model that can judge other labels of the same pictures, such as some with planted errors. */
export interface Rejudged extends Probabilities {
  /** Out-of-sample probabilities for such labels: all rounds anew, on the same folds. */
  readonly again: (labels: Int32Array, clock: StageClock) => Promise<PredProbs>;
}
