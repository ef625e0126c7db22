import type { LabelledPicture } from './picture-index.ts';
import type { Reviews } from './reviews.ts';

/** Which labels a plan takes: every flagged one; the worst share of them; those of low quality; what people decided. */
export const REMEDIATION_CHOICES = ['all', 'worst', 'below', 'reviewed'] as const;
export type RemediationChoice = (typeof REMEDIATION_CHOICES)[number];

/** What a plan does with them: take the picture out, or give it the suggested label. */
export const REMEDIATION_ACTIONS = ['prune', 'relabel'] as const;
export type RemediationAction = (typeof REMEDIATION_ACTIONS)[number];

export interface RemediationOptions {
  readonly by: RemediationChoice;
  readonly action: RemediationAction;
  /** For `worst`: share of the flagged pictures of the plan's splits, in (0, 1]; rounded to whole pictures. */
  readonly share?: number;
  /** For `below`: label quality under which a flagged picture is taken, in [0, 1]. */
  readonly threshold?: number;
  /** For `relabel`: least probability of the suggestion, in [0, 1]; default 0.5. A person's decision needs none. */
  readonly minConfidence?: number;
  /** No class of the plan's splits is left with fewer pictures than this; default 1. */
  readonly minExamplesPerClass?: number;
  /** Splits that may be changed; default: all but test splits. Pictures without a split belong to the default. */
  readonly splits?: readonly string[];
  /**
   * Of the flagged labels these alone, by their places in the report's issues, each with the label that it is to get
   * (undefined: the suggested one). Not with `reviewed`.
   */
  readonly only?: ReadonlyMap<number, string | undefined>;
  /** The team's decisions. Labels that they keep are never changed; `reviewed` does what they say. */
  readonly reviews?: Reviews;
}

/** Another row that names the picture of a change. It stays as it is. */
export type OtherRow = Pick<LabelledPicture, 'row' | 'split' | 'label'>;

/** One change: the rows of a picture get another label, or (where `to` is absent) go. */
export interface RowChange {
  readonly path: string;
  /** All rows of a change are in the same split. */
  readonly split?: string;
  readonly from: string;
  readonly to?: string;
  /**
   * 1-based data rows of the labels file. Where several rows of a split say the same of the picture, a plan changes all of
   * them: otherwise the wrong label would stay in the next one. Absent for class folders.
   */
  readonly rows?: readonly number[];
  /** Name of the labels file that holds these rows, where there are several. */
  readonly file?: string;
  /** Where else the picture stands: rows of other splits, or with another label. Absent where there are none. */
  readonly elsewhere?: readonly OtherRow[];
  /** What the audit thought of the label, and of `to`; absent for a person's decision on a label that was not flagged. */
  readonly labelQuality?: number;
  readonly probability?: number;
}

/**
 * Why a picture that the plan would have taken is left alone: a review keeps its label; the suggestion is not probable
 * enough; its class would be too small; its label is another than when it was audited; it is no longer in the data set;
 * the model suggests the label that it has; a person decided to remove it, which relabelling can't do; a person decided
 * on one row of several, and the review does not say on which.
 */
export type HeldBackReason =
  | 'kept'
  | 'not-confident'
  | 'class-too-small'
  | 'label-changed'
  | 'gone'
  | 'no-other-label'
  | 'to-be-removed'
  | 'which-row';

export interface HeldBack {
  readonly path: string;
  readonly label: string;
  readonly reason: HeldBackReason;
}

export interface ClassCount {
  readonly class: string;
  readonly before: number;
  readonly after: number;
}

/** What a remediation would change, to be shown before it is done. Plain JSON. */
export interface RemediationPlan {
  readonly by: RemediationChoice;
  readonly action: RemediationAction;
  readonly share?: number;
  readonly threshold?: number;
  readonly minConfidence?: number;
  readonly minExamplesPerClass: number;
  /** Splits that may be changed; absent: all but test splits. */
  readonly splits?: readonly string[];
  /** Flagged (or reviewed) pictures in those splits, before the choice among them. */
  readonly considered: number;
  /** Worst first. */
  readonly changes: readonly RowChange[];
  readonly heldBack: readonly HeldBack[];
  /** Pictures of the plan's splits by class, in the report's order of classes; new ones last. */
  readonly classes: readonly ClassCount[];
}
