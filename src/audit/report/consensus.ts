import type { Dataset } from '../../dataset/index.ts';
import type { AnnotatorsReport } from './schema/annotators-schema.ts';

/** One picture with the label that its annotators come to. */
export interface ConsensusPicture {
  readonly path: string;
  readonly row?: number;
  /** Name of that labels file, where there are several. */
  readonly file?: string;
  readonly split?: string;
  readonly consensus: string;
  /** In [0, 1]: how probably it is right. */
  readonly quality: number;
  /** Share of its annotators who give it. */
  readonly agreement: number;
  /** Who said what: name and label of each annotator. */
  readonly said: readonly (readonly [annotator: string, label: string])[];
  /** It is of a test split: no consensus is written into its row. */
  readonly isTest?: true;
}

/** The consensus of a data set's annotators. */
export interface ConsensusResult {
  readonly dataset: Dataset;
  readonly annotators: AnnotatorsReport;
  /** In the data set's order. */
  readonly pictures: readonly ConsensusPicture[];
  readonly warnings: readonly string[];
}
