import type { FilterBy, RankBy } from '../../core/index.ts';
import type { DatasetProblem } from '../../dataset/index.ts';
import type { BackendChoice, ModelName, PresetName, TrainingProgress } from '../../training/index.ts';

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
