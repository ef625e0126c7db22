import type { AuditHooks } from '../options/audit-hooks.ts';
import type { AuditOptions } from '../options/audit-options.ts';
import type { IssueDecision } from '../remediation/issue-decision.ts';
import type { PictureIndex } from '../remediation/picture-index.ts';
import type { RemediationOptions, RemediationPlan } from '../remediation/plan.ts';
import type { Reviews } from '../remediation/reviews.ts';
import type { AuditReport } from '../report/types.ts';

/** An audited data set, with what has become of its labels since. */
export interface AuditedDataset {
  /** Absolute path of its folder. */
  readonly root: string;
  readonly report: AuditReport;
  /** How a flagged picture stands now, by its place in `report.issues`; `label` is absent where its row is gone. */
  stateOf(place: number): { readonly decision: IssueDecision; readonly label?: string };
  /** Where the file of a flagged picture lies now, relative to the root; undefined where it is gone. */
  pictureOf(place: number): string | undefined;
  /** All classes of an audited picture, most probable first; undefined where the arrays are gone. */
  probabilitiesOf(example: number): Promise<readonly ClassChance[] | undefined>;
  /** Every row as it is now, for a plan. */
  rows(): Promise<PictureIndex>;
  reviews(): Promise<Reviews>;
}

/** A class and how probable it is. */
export interface ClassChance {
  readonly class: string;
  readonly probability: number;
}

/** What a tool calls while it works. */
export interface ToolHooks {
  readonly signal: AbortSignal;
  readonly onProgress?: NonNullable<AuditHooks['onProgress']>;
}

/** What was made of a fix that a tool worked out. No tool writes labels by itself. */
export interface OfferedFix {
  /** In a sentence: where the user sees it, and what happens next. */
  readonly status: string;
  /** As a unified diff, where the host has one. */
  readonly diff?: string;
  /** The name by which it can be written, where the user has allowed that. */
  readonly fix?: string;
}

/** Options of an audit that a tool may choose. */
export type ToolAuditOptions = Partial<Pick<AuditOptions, 'model' | 'preset' | 'predProbsFile'>>;

/** The face that tools work for: the editor, or a server of the Model Context Protocol. */
export interface ToolHost {
  /** Absolute paths of the folders outside of which nothing is read. */
  readonly folders: readonly string[];
  /** Roots of the data sets that have been audited; the one that the user looks at alone, where there is one. */
  audited(): Promise<readonly string[]>;
  /** @param target absolute path of a folder or labels file within the folders */
  open(target: string): Promise<AuditedDataset>;
  /** Audits a data set; by default the only one that there is. */
  audit(target: string | undefined, options: ToolAuditOptions, hooks: ToolHooks): Promise<AuditedDataset>;
  /** A picture as WebP of at most so many pixels a side; undefined where it can't be read, or lies outside of the data set. */
  picture(root: string, path: string): Promise<Uint8Array | undefined>;
  /** Shows a fix to the user, or returns it as a diff; writes nothing. */
  offerFix(
    dataset: AuditedDataset,
    plan: RemediationPlan,
    options: RemediationOptions,
    hooks: ToolHooks,
  ): Promise<OfferedFix>;
}
