import { InputError } from '../../files/index.ts';
import { isTestSplit } from '../../dataset/index.ts';
import { isAllowed } from '../options/allowed-values.ts';
import { REMEDIATION_OPTIONS } from '../options/remediation-options.ts';
import { pictureKey } from '../report/picture-keys.ts';
import type { AuditReport, LabelIssue } from '../report/types.ts';
import {
  indexPictures,
  rowContentKey,
  rowsOfAudited,
  type LabelledPicture,
  type PictureIndex,
} from './picture-index.ts';
import { isKept, reviewOf, type Review, type Reviews } from './reviews.ts';

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

/** A picture that the plan looks at; `to` is what the model or a person wants. */
interface Candidate {
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

/**
 * Plans what to change in a data set, without changing anything: pure, and with an index quick enough for a slider. A
 * change is one of rows: those of another split than the picture was audited in are never among them.
 *
 * @param report the audit; its issues are taken worst first, in its order
 * @param pictures every row of the data set as it is now, or an index of them: pictures are found again by path and split,
 *   and those whose label has changed since the audit are left alone
 * @throws InputError for options that make no sense, or a test split among the splits
 */
export function planRemediation(
  report: Pick<AuditReport, 'issues' | 'dataset' | 'createdAt' | 'paths' | 'repeated'>,
  pictures: readonly LabelledPicture[] | PictureIndex,
  options: RemediationOptions,
): RemediationPlan {
  checkOptions(options);
  const { by, action, share, threshold, splits, reviews, minExamplesPerClass = 1 } = options;
  const minConfidence = options.minConfidence ?? 0.5;
  const inPlan = splitFilter(splits);
  const index = 'rowsOf' in pictures ? pictures : indexPictures(pictures);
  const considered = candidatesOf(report, index, inPlan, options).filter(({ split }) => inPlan(split));
  const chosen = choose(considered, by, share, threshold);

  const counts = new Map<string, number>(report.dataset.classes.map((name) => [name, 0]));
  for (const [split, labels] of index.counts) {
    if (inPlan(split)) for (const [label, count] of labels) counts.set(label, (counts.get(label) ?? 0) + count);
  }
  const before = new Map(counts);
  const changes: RowChange[] = [];
  const heldBack: HeldBack[] = [];
  for (const candidate of chosen) {
    const { path, split, from, to } = candidate;
    const kept = stillKept(reviews && reviewOf(reviews, path, split), candidate, report.createdAt);
    const reason = objection(candidate, { action, minConfidence, kept });
    const left = (counts.get(from) ?? 0) - 1;
    if (reason === 'done') continue;
    if (reason !== undefined || left < minExamplesPerClass) {
      heldBack.push({ path, label: from, reason: reason ?? 'class-too-small' });
      continue;
    }
    counts.set(from, left);
    if (action === 'relabel') counts.set(to, (counts.get(to) ?? 0) + 1);
    changes.push(changeOf(candidate, action, index));
  }
  return {
    ...{ by, action, minExamplesPerClass },
    ...(by === 'worst' ? { share } : by === 'below' ? { threshold } : {}),
    ...(action === 'relabel' && by !== 'reviewed' ? { minConfidence } : {}),
    ...(splits ? { splits } : {}),
    considered: considered.length,
    changes,
    heldBack,
    classes: Array.from(counts, ([name, after]) => ({ class: name, before: before.get(name) ?? 0, after })),
  };
}

/** The rows of a data set as they would be once a plan is carried out, in their own order. */
export function applyPlan<Picture extends LabelledPicture>(
  pictures: readonly Picture[],
  plan: RemediationPlan,
): Picture[] {
  const changes = new Map(
    plan.changes.map((change) => [rowContentKey(change.path, change.split, change.from), change]),
  );
  return pictures.flatMap((picture) => {
    const change = changes.get(rowContentKey(picture.path, picture.split, picture.label));
    if (change === undefined) return [picture];
    return change.to === undefined ? [] : [{ ...picture, label: change.to }];
  });
}

function checkOptions({
  by,
  share,
  threshold,
  minConfidence,
  minExamplesPerClass = 1,
  splits,
}: RemediationOptions): void {
  const { worst, below, minConfidence: least, keepPerClass } = REMEDIATION_OPTIONS;
  if (by === 'worst' && !isAllowed(worst.allowed, share)) {
    throw new InputError(`The share of the worst labels must be above 0% and at most 100%, not ${percentOf(share)}.`);
  }
  if (by === 'below' && !isAllowed(below.allowed, threshold)) {
    throw new InputError(`The label quality must be from 0 to 1, not ${threshold ?? 'missing'}.`);
  }
  if (minConfidence !== undefined && !isAllowed(least.allowed, minConfidence)) {
    throw new InputError(`The least probability of a suggestion must be from 0 to 1, not ${minConfidence}.`);
  }
  if (!isAllowed(keepPerClass.allowed, minExamplesPerClass)) {
    throw new InputError(`The least number of pictures of a class must be a whole number, not ${minExamplesPerClass}.`);
  }
  const test = splits?.find(isTestSplit);
  if (test !== undefined) {
    throw new InputError(
      `The split "${test}" is never changed: what a test set measures must not be chosen by a model.`,
    );
  }
}

function percentOf(share: number | undefined): string {
  return share === undefined ? 'missing' : `${100 * share}%`;
}

/** Whether a picture of this split may be changed. */
export function splitFilter(splits: readonly string[] | undefined): SplitFilter {
  if (splits === undefined) return (split) => split === undefined || !isTestSplit(split);
  return (split) => split !== undefined && splits.includes(split);
}

type SplitFilter = (split: string | undefined) => boolean;

function candidatesOf(
  report: Pick<AuditReport, 'issues' | 'paths' | 'repeated'>,
  index: PictureIndex,
  inPlan: SplitFilter,
  { by, action, reviews }: RemediationOptions,
): Candidate[] {
  const { issues, paths } = report;
  if (by === 'reviewed') {
    const flagged = new Map(issues.map((issue) => [pictureKey(issue.path, issue.split), issue]));
    const wrong = [...(reviews?.byRow.values() ?? [])].filter(({ decision }) => decision !== 'kept');
    return wrong.map((review) => decidedCandidate(review, index.rowsOf(review.path), inPlan, action, flagged));
  }
  const repeated = new Set((report.repeated ?? []).map((one) => paths[one.index]));
  // One literal: a slider waits for twenty thousand of these.
  return issues.map((issue): Candidate => {
    const { path, givenLabel: from, suggestedLabel: to, labelQuality, suggestedProbability: probability } = issue;
    const rows = rowsOfAudited(index.rowsOf(path), issue.split, repeated.has(path));
    const split = rows.length === 0 ? issue.split : rows[0].split;
    return { path, split, from, to, rows, labelQuality, probability, decided: undefined };
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

/** The candidates that the plan takes, before it looks at each. */
function choose(
  candidates: readonly Candidate[],
  by: RemediationChoice,
  share: number | undefined,
  threshold: number | undefined,
): readonly Candidate[] {
  if (by === 'worst') return candidates.slice(0, Math.max(1, Math.round((share ?? 0) * candidates.length)));
  if (by === 'below') return candidates.filter(({ labelQuality }) => (labelQuality ?? 1) < (threshold ?? 0));
  return candidates;
}

/**
 * Whether a review keeps this label. The audit left out what was kept when it ran, unless the picture's content had become
 * another; so an earlier decision that names its content has lapsed where its picture is flagged.
 */
function stillKept(review: Review | undefined, { path, from }: Candidate, auditedAt: string): boolean {
  if (review === undefined || !isKept(review, path, from)) return false;
  return review.content === undefined || !(Date.parse(review.date) < Date.parse(auditedAt));
}

/** What speaks against a change, if anything does; `done`: a person's decision that is carried out already. */
function objection(
  { from, to, rows, probability, decided }: Candidate,
  options: { readonly action: RemediationAction; readonly minConfidence: number; readonly kept: boolean },
): HeldBackReason | 'done' | undefined {
  const { action, minConfidence, kept } = options;
  if (decided !== undefined) return decided.objection;
  if (rows.length === 0) return 'gone';
  if (!rows.some(({ label }) => label === from)) return 'label-changed';
  if (kept) return 'kept';
  if (action === 'prune') return undefined;
  if (to === from) return 'no-other-label';
  return (probability ?? 0) < minConfidence ? 'not-confident' : undefined;
}

function changeOf(candidate: Candidate, action: RemediationAction, index: PictureIndex): RowChange {
  const { path, split, from, to, rows, labelQuality, probability } = candidate;
  // What is not known is not there; added one by one, since spreading takes several times as long.
  const change: { -readonly [Name in keyof RowChange]: RowChange[Name] } = { path, from };
  if (split !== undefined) change.split = split;
  if (action === 'relabel') change.to = to;
  const named = rows.filter(({ label }) => label === from);
  const changed = named.filter(({ file }) => file === named[0].file);
  if (changed[0]?.file !== undefined) change.file = changed[0].file;
  const numbers = changed.flatMap(({ row }) => (row === undefined ? [] : [row]));
  if (numbers.length > 0) change.rows = numbers;
  const all = index.rowsOf(path);
  if (all.length > changed.length) {
    change.elsewhere = all
      .filter((other) => !changed.includes(other))
      .map(({ row, split: own, label }) => ({
        ...(row === undefined ? {} : { row }),
        ...(own === undefined ? {} : { split: own }),
        label,
      }));
  }
  if (labelQuality !== undefined) change.labelQuality = labelQuality;
  if (probability !== undefined) change.probability = probability;
  return change;
}
