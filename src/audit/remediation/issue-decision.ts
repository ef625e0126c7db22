import type { LabelIssue } from '../report/types.ts';

/** What became of a flagged label. */
export const ISSUE_DECISIONS = ['open', 'kept', 'relabelled', 'removed', 'gone'] as const;
export type IssueDecision = (typeof ISSUE_DECISIONS)[number];

/** What stands in the labels now for a flagged picture. */
export interface IssueFacts {
  /** Absent when the row or file is gone. */
  readonly label?: string;
  /** A review took it out, if it is gone. */
  readonly removed?: boolean;
  /** A reviewer has confirmed the label that the picture bears now. */
  readonly kept: boolean;
}

/** The decision that the labels and the reviews amount to. It is stored nowhere, so undo and redo can't get it wrong. */
export function decisionOf(
  issue: Pick<LabelIssue, 'givenLabel'>,
  { label, removed = false, kept }: IssueFacts,
): IssueDecision {
  if (label === undefined) return removed ? 'removed' : 'gone';
  if (kept) return 'kept';
  return label === issue.givenLabel ? 'open' : 'relabelled';
}
