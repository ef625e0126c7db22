import type { EpochHistory } from '../../training/index.ts';
import type { Interval } from './paired-bootstrap.ts';
import type { RemediationPlan } from '../remediation/plan-remediation.ts';
import type { AuditReport } from '../report/types.ts';

/** Version of `compare.json`'s layout; raised when a reader of the old one would misread the new. */
export const COMPARISON_SCHEMA_VERSION = 1;
/** Name of the file in the report folder that holds the last comparison. */
export const COMPARISON_FILE = 'compare.json';

export interface ComparedRun {
  readonly seed: number;
  /** On the scored test pictures. */
  readonly accuracy: number;
  readonly history: readonly EpochHistory[];
  /** With early stopping: the epoch whose model judged. */
  readonly bestEpoch?: number;
  readonly seconds: number;
}

/** What training on one side's rows gave. */
export interface ComparedSide {
  readonly trainPictures: number;
  /** Mean over the repeats, with its 95% interval. */
  readonly accuracy: Interval;
  /** Standard deviation over the repeats; 0 where there is one. */
  readonly spread: number;
  readonly runs: readonly ComparedRun[];
  /** K×K counts over all repeats: rows given label of the test pictures, columns predicted label. */
  readonly confusion: readonly (readonly number[])[];
}

export interface ComparedClass {
  readonly class: string;
  readonly testPictures: number;
  /** Mean accuracy over the repeats; null where the class has no test pictures. */
  readonly baseline: number | null;
  readonly cleaned: number | null;
}

/** The same model trained on the given and on the cleaned rows, and tested on the same untouched ones. Plain JSON. */
export interface Comparison {
  readonly schemaVersion: typeof COMPARISON_SCHEMA_VERSION;
  readonly createdAt: string;
  readonly dataset: { readonly root: string; readonly labelsFile?: string; readonly classes: readonly string[] };
  readonly split: {
    readonly test: string;
    /** Absent: every picture that is not in the test split. */
    readonly train?: string;
  };
  readonly test: {
    /** Pictures that were scored. */
    readonly scored: number;
    /** Test pictures that also stand in the training rows, byte for byte; not scored. */
    readonly alsoInTraining: number;
  };
  /** Where the cleaned rows come from. */
  readonly cleaning:
    { readonly kind: 'plan'; readonly plan: RemediationPlan } | { readonly kind: 'file'; readonly file: string };
  /** What is different between the two sides' training rows. */
  readonly changes: { readonly removed: number; readonly relabelled: number; readonly added: number };
  readonly settings: Readonly<Record<string, string | number>>;
  readonly repeats: number;
  readonly earlyStopping?: { readonly share: number; readonly patience: number };
  readonly environment: AuditReport['environment'];
  readonly baseline: ComparedSide;
  readonly cleaned: ComparedSide;
  /** Cleaned less baseline, with its 95% interval by a paired bootstrap over test pictures and repeats. */
  readonly difference: Interval;
  readonly resamples: number;
  /** In the order of the classes. */
  readonly classes: readonly ComparedClass[];
  readonly classesBetter: number;
  readonly classesWorse: number;
  readonly warnings: readonly string[];
  readonly seconds: number;
}
