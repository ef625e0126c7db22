import type { DatasetProblem } from '../../dataset/index.ts';
import type { FoldOutcome, FoldTask, TrainingProgress } from '../../training/index.ts';

/** The parts of an audit, in their order. */
export type AuditStage = 'reading' | 'decoding' | 'training' | 'cleaning' | 'writing';

/** How far an audit is. */
export interface AuditProgress {
  readonly stage: AuditStage;
  /** Share of this stage that is done, in [0, 1]. */
  readonly share: number;
  /** While training. */
  readonly training?: TrainingProgress;
  /** While errors are planted to see what the audit finds: which time, from 1 to `draws`. */
  readonly planting?: { readonly draw: number; readonly draws: number };
  /** While decoding: pictures done and in all. */
  readonly done?: number;
  readonly total?: number;
}

/** What an audit calls while it runs. */
export interface AuditHooks {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: AuditProgress) => void;
  /** Called once, before any model is trained, with everything that is wrong in the data set itself. */
  readonly onProblems?: (problems: readonly DatasetProblem[]) => void;
  /** Told in a sentence what a user may want to know while it runs. */
  readonly onNote?: (note: string) => void;
  /** Gives the outcomes of trainings that were run elsewhere, such as on a cluster: then no network is trained here. */
  readonly elsewhere?: (task: FoldTask) => Promise<FoldOutcome>;
}
