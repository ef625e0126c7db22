import { isTestSplit } from '../../dataset/index.ts';
import { pictureKey } from '../report/picture-keys.ts';
import type { AuditReport, LabelIssue } from '../report/types.ts';
import { rowsOfAudited, type LabelledPicture, type PictureIndex } from './picture-index.ts';
import type { HeldBackReason, RemediationAction, RemediationOptions } from './plan.ts';
import type { Review } from './reviews.ts';

/** A picture that the plan looks at; `to` is what the model or a person wants. */
export interface Candidate {
  readonly path: string;
  readonly from: string;
  readonly to: string;
  /** Split of its rows now; where it has none left, the split that it was audited in. */
  readonly split: string | undefined;
  /** The rows that it stands in, all of the same split. */
  readonly rows: readonly LabelledPicture[];
  readonly labelQuality: number | undefined;
  readonly probability: number | undefined;
  /** For a person's decision: what speaks against it, if anything does. */
  readonly decided: { readonly objection: HeldBackReason | 'done' | undefined } | undefined;
}

/** Whether a picture of this split may be changed. */
export function splitFilter(splits: readonly string[] | undefined): SplitFilter {
  if (splits === undefined) return (split) => split === undefined || !isTestSplit(split);
  return (split) => split !== undefined && splits.includes(split);
}

type SplitFilter = (split: string | undefined) => boolean;

/** Every picture that the plan may look at: the flagged ones, worst first, or with `reviewed` those that people decided on. */
export function candidatesOf(
  report: Pick<AuditReport, 'issues' | 'paths' | 'repeated'>,
  index: PictureIndex,
  inPlan: SplitFilter,
  { by, action, reviews, only }: RemediationOptions,
): Candidate[] {
  const { issues, paths } = report;
  if (by === 'reviewed') {
    const flagged = new Map(issues.map((issue) => [pictureKey(issue.path, issue.split), issue]));
    const wrong = [...(reviews?.byRow.values() ?? [])].filter(({ decision }) => decision !== 'kept');
    return wrong.map((review) => decidedCandidate(review, index.rowsOf(review.path), inPlan, action, flagged));
  }
  const repeated = new Set((report.repeated ?? []).map((one) => paths[one.index]));
  // One literal: a slider waits for twenty thousand of these.
  const candidateOf = (issue: LabelIssue): Candidate => {
    const { path, givenLabel: from, suggestedLabel: to, labelQuality, suggestedProbability: probability } = issue;
    const rows = rowsOfAudited(index.rowsOf(path), issue.split, repeated.has(path));
    const split = rows.length === 0 ? issue.split : rows[0].split;
    return { path, split, from, to, rows, labelQuality, probability, decided: undefined };
  };
  if (only === undefined) return issues.map(candidateOf);
  return issues.flatMap((issue, place) => {
    if (!only.has(place)) return [];
    const candidate = candidateOf(issue);
    const to = only.get(place) ?? candidate.to;
    // What the model gives its own suggestion says nothing of another label.
    return [to === candidate.to ? candidate : { ...candidate, to, probability: undefined }];
  });
}

/**
 * What a person decided, on a label that was flagged or not. The decision is about one row; where it is unclear which
 * one of several that was, none is changed.
 *
 * @param all every row that names the picture now
 */
function decidedCandidate(
  { path, split: decidedIn, label: to, decision }: Review,
  all: readonly LabelledPicture[],
  inPlan: SplitFilter,
  action: RemediationAction,
  flagged: ReadonlyMap<string, LabelIssue>,
): Candidate {
  const inSplit = decidedIn === undefined ? all : all.filter((row) => row.split === decidedIn);
  // A review that removes holds the label that the row had, one that relabels the new label.
  const rows = decision === 'removed' ? inSplit.filter(({ label }) => label === to) : inSplit;
  const isThere = rows.length > 0;
  const split = isThere
    ? (rows.find((row) => inPlan(row.split)) ?? rows[0]).split
    : (inSplit.at(0)?.split ?? decidedIn);
  const issue = flagged.get(pictureKey(path, split));
  const objection = (): HeldBackReason | 'done' | undefined => {
    if (inSplit.length === 0) return 'done';
    if (!isThere) return 'label-changed';
    if (decision === 'relabelled') {
      const isOneSplit = rows.every((row) => row.split === rows[0].split);
      const isNew = (row: LabelledPicture): boolean => row.label === to;
      if (isOneSplit ? rows.some(isNew) : rows.every(isNew)) return 'done';
    }
    if (rows.length > 1) return 'which-row';
    return decision === 'removed' && action === 'relabel' ? 'to-be-removed' : undefined;
  };
  return {
    ...{ path, split, rows, to },
    from: decision === 'removed' || !isThere ? to : rows[0].label,
    labelQuality: issue?.labelQuality,
    probability: issue?.suggestedLabel === to ? issue.suggestedProbability : undefined,
    decided: { objection: objection() },
  };
}
