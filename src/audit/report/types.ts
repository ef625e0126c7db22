import type { ArrayHashes } from './array-ownership.ts';
import type { FilterBy, Labels, PredProbs, RankBy } from '../../core/index.ts';
import type { DatasetProblem } from '../../dataset/index.ts';
import type {
  Backend,
  BackendChoice,
  FoldResult,
  ModelName,
  PresetName,
  TrainingProgress,
} from '../../training/index.ts';

/** Version of `report.json`'s layout; raised when a reader of the old one would misread the new. */
export const SCHEMA_VERSION = 1;

export interface AuditOptions {
  /** A folder, or a labels file. */
  readonly target: string;
  readonly imageColumn?: string;
  readonly labelColumn?: string;
  readonly splitColumn?: string;
  readonly classes?: readonly string[];
  /** Audit these splits alone, as if the others were not there; default: all. */
  readonly splits?: readonly string[];
  readonly model: ModelName;
  /** Where on the model's curve of quality over time its settings are taken from; default `balanced`. */
  readonly preset?: PresetName;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly imageSize?: number;
  readonly channels: 1 | 3 | 'auto';
  readonly trim: boolean;
  readonly folds: number;
  readonly seed: number;
  readonly backend: BackendChoice;
  readonly jobs?: number;
  readonly filterBy: FilterBy;
  readonly rankBy: RankBy;
  readonly adjustPredProbs: boolean;
  readonly fracNoise: number;
  readonly minExamplesPerClass: number;
  /** A `.npy` of out-of-sample probabilities, rows in the order of the data set; training is skipped. */
  readonly predProbsFile?: string;
  /** Folder for report.json and the arrays; default `.label-audit` beside the data. `null`: write nothing. */
  readonly out?: string | null;
  readonly cacheFolder?: string | null;
  readonly workerFile?: string;
}

export type AuditStage = 'reading' | 'decoding' | 'training' | 'cleaning' | 'writing';

export interface AuditProgress {
  readonly stage: AuditStage;
  /** Share of this stage that is done, in [0, 1]. */
  readonly share: number;
  /** While training. */
  readonly training?: TrainingProgress;
  /** While decoding: pictures done and in all. */
  readonly done?: number;
  readonly total?: number;
}

export interface AuditHooks {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: AuditProgress) => void;
  /** Called once, before any model is trained, with everything that is wrong in the data set itself. */
  readonly onProblems?: (problems: readonly DatasetProblem[]) => void;
  /** Told in a sentence what a user may want to know while it runs. */
  readonly onNote?: (note: string) => void;
}

/** A label that is probably wrong. */
export interface LabelIssue {
  /** Position among the audited pictures: row of pred_probs.npy and labels.npy, and place in `paths`. */
  readonly index: number;
  /** POSIX path relative to the data set's root. */
  readonly path: string;
  /** 1-based data row of the labels file, where there is one. */
  readonly row?: number;
  readonly split?: string;
  readonly givenLabel: string;
  /** The class that the model believes in. */
  readonly suggestedLabel: string;
  /** In [0, 1]; low is suspect. */
  readonly labelQuality: number;
  readonly givenProbability: number;
  readonly suggestedProbability: number;
  /**
   * Paths of up to three confidently labelled pictures of the given and of the suggested class that look most like it,
   * nearest first. Only for the first 2,000 issues.
   */
  readonly similar?: { readonly given: readonly string[]; readonly suggested: readonly string[] };
}

export interface ClassHealth {
  readonly class: string;
  /** Number of examples that bear this label. */
  readonly examples: number;
  /** Number of them in the issues of this report. */
  readonly flagged: number;
  /** From the joint: estimated number of examples given this label that belong elsewhere. */
  readonly labelIssues: number;
  /** From the joint: estimated number of examples of this class that were given another label. */
  readonly inverseLabelIssues: number;
  readonly labelNoise: number;
  readonly inverseLabelNoise: number;
  readonly labelQualityScore: number;
}

export interface ClassOverlap {
  readonly classA: string;
  readonly classB: string;
  readonly numOverlapping: number;
  readonly jointProbability: number;
}

/** Everything that one audit found; plain JSON, written so that a stranger can read it. */
export interface AuditReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly createdAt: string;
  readonly dataset: {
    readonly root: string;
    readonly kind: 'csv' | 'folders';
    /** Relative to the root. */
    readonly labelsFile?: string;
    /** SHA-256 of the labels file when it was read. */
    readonly labelsFileHash?: string;
    readonly classes: readonly string[];
    readonly examples: number;
    /** Examples that were audited; the others are among the problems. */
    readonly audited: number;
    readonly splits: Readonly<Record<string, number>>;
  };
  readonly options: Omit<AuditOptions, 'out' | 'cacheFolder' | 'workerFile'>;
  readonly environment: {
    readonly version: string;
    readonly node: string;
    readonly platform: string;
    /** `provided`: the probabilities came from the user's own model. */
    readonly backend: Backend | 'provided';
    readonly tfjs?: string;
    readonly seed: number;
    readonly jobs?: number;
  };
  readonly crossValidation?: {
    readonly accuracy: number;
    readonly folds: readonly FoldResult[];
    readonly settings: Readonly<Record<string, string | number>>;
  };
  /** Paths of the audited pictures: row i of pred_probs.npy and labels.npy is paths[i]. */
  readonly paths: readonly string[];
  /** For each of them what it held: first 16 digits of its file's SHA-256; null where it could not be read. */
  readonly contents?: readonly (string | null)[];
  /** SHA-256 of the arrays' files that were written with the report: those of another audit are not its own. */
  readonly arrays?: ArrayHashes;
  /** Ranked, worst first. */
  readonly issues: readonly LabelIssue[];
  /** Labels that were flagged again, but that a review says are right: not among the issues. */
  readonly reviewed?: readonly LabelIssue[];
  readonly health: {
    readonly overallLabelHealthScore: number;
    readonly numIssues: number;
    readonly classes: readonly ClassHealth[];
    /** Pairs with a joint probability above 0, the most mixed up first. */
    readonly overlaps: readonly ClassOverlap[];
  };
  /** K×K counts: rows given label, columns (estimated) true label. */
  readonly confidentJoint: readonly (readonly number[])[];
  readonly problems: readonly DatasetProblem[];
  readonly warnings: readonly string[];
  /** Seconds by stage. */
  readonly timings: Readonly<Partial<Record<AuditStage, number>>>;
}

/** What `runAudit` hands back: the report, and the arrays that it was made from. */
export interface Audit {
  readonly report: AuditReport;
  /** Row i belongs to `report.paths[i]`. */
  readonly predProbs: PredProbs;
  readonly labels: Labels;
  /** Label quality of every audited picture, in [0, 1], by the report's `rankBy`. */
  readonly labelQuality: Float64Array;
  /** Folder that the report was written to; absent when nothing was written. */
  readonly out?: string;
}
