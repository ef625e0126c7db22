import type { Labels, LabelSets, PredProbs } from '../../core/index.ts';
import type { AuditReport } from './schema/report-schema.ts';

export type { AuditHooks, AuditProgress, AuditStage } from '../options/audit-hooks.ts';
export {
  SCHEMA_VERSION,
  SET_SCHEMA_VERSION,
  type AuditReport,
  type ClassHealth,
  type ClassOverlap,
  type LabelIssue,
  type RepeatedPicture,
} from './schema/report-schema.ts';

/** What `runAudit` returns: the report, and the arrays that it was made from. */
export interface Audit {
  readonly report: AuditReport;
  /** Row i belongs to `report.paths[i]`. */
  readonly predProbs: PredProbs;
  /** Of several labels a picture: a number for each different set; which classes it holds, `sets` says. */
  readonly labels: Labels;
  /** Given sets, where pictures have several labels each: N×K, in the order of the report's classes. */
  readonly sets?: LabelSets;
  /** Label quality of every audited picture, in [0, 1], by the report's `rankBy`. */
  readonly labelQuality: Float64Array;
  /** Class that is suggested for each audited picture, flagged or not; absent in one that was read from disk. */
  readonly suggested?: ArrayLike<number>;
  /** Scores of `report.checks`: one row for each of `report.paths`, one column for each check; NaN where none could be had. */
  readonly pictureScores?: Float32Array;
  /** What a map of the pictures is made from: row i belongs to `report.paths[i]`; absent where they are all the same. */
  readonly map?: { readonly data: Float32Array; readonly n: number; readonly k: number };
  /** Folder that the report was written to; absent when nothing was written. */
  readonly out?: string;
}
