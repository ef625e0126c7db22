import { InputError } from '../../files/index.ts';
import { isKept, type Review, type Reviews } from './reviews.ts';
import { isTestSplit } from '../../dataset/index.ts';
import { isAllowed } from '../options/allowed-values.ts';
import { REMEDIATION_OPTIONS } from '../options/remediation-options.ts';
import type { AuditReport, LabelIssue } from '../report/types.ts';

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

/** A picture of the data set as it is now. */
export interface LabelledPicture {
  readonly path: string;
  readonly label: string;
  readonly split?: string;
}

/** The pictures of a data set, looked through once for any number of plans. */
export interface PictureIndex {
  readonly byPath: ReadonlyMap<string, LabelledPicture>;
  /** Pictures by split and label. */
  readonly counts: ReadonlyMap<string | undefined, ReadonlyMap<string, number>>;
}

/** An index to which pictures are added one by one, so that whoever must not be held up can pause in between. */
export interface GrowingPictureIndex extends PictureIndex {
  add(picture: LabelledPicture): void;
}

/** An index of no pictures. */
export function createPictureIndex(): GrowingPictureIndex {
  const byPath = new Map<string, LabelledPicture>();
  const counts = new Map<string | undefined, Map<string, number>>();
  return {
    byPath,
    counts,
    add(picture) {
      const { path, label, split } = picture;
      byPath.set(path, picture);
      const ofSplit = counts.get(split) ?? new Map<string, number>();
      counts.set(split, ofSplit);
      ofSplit.set(label, (ofSplit.get(label) ?? 0) + 1);
    },
  };
}

function indexOf(pictures: readonly LabelledPicture[]): PictureIndex {
  const index = createPictureIndex();
  for (const picture of pictures) index.add(picture);
  return index;
}

/** One change: the picture gets another label, or (where `to` is absent) goes. */
export interface RowChange {
  readonly path: string;
  readonly split?: string;
  readonly from: string;
  readonly to?: string;
  /** What the audit thought of the label, and of `to`; absent for a person's decision on a label that was not flagged. */
  readonly labelQuality?: number;
  readonly probability?: number;
}

/**
 * Why a picture that the plan would have taken is left alone: a review keeps its label; the suggestion is not probable
 * enough; its class would be too small; its label is another than when it was audited; it is no longer in the data set;
 * the model suggests the label that it has; a person decided to remove it, which relabelling can't do.
 */
export type HeldBackReason =
  'kept' | 'not-confident' | 'class-too-small' | 'label-changed' | 'gone' | 'no-other-label' | 'to-be-removed';

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
  readonly split?: string;
  readonly labelQuality?: number;
  readonly probability?: number;
  /** For a person's decision. */
  readonly decision?: 'relabelled' | 'removed';
}

/**
 * Plans what to change in a data set, without changing anything: pure, and with an index quick enough for a slider.
 *
 * @param report the audit; its issues are taken worst first, in its order
 * @param pictures the data set as it is now, or an index of it: pictures are found again by path, and those whose label has changed since
 *   the audit are left alone
 * @throws InputError for options that make no sense, or a test split among the splits
 */
export function planRemediation(
  report: Pick<AuditReport, 'issues' | 'dataset' | 'createdAt'>,
  pictures: readonly LabelledPicture[] | PictureIndex,
  options: RemediationOptions,
): RemediationPlan {
  checkOptions(options);
  const { by, action, share, threshold, splits, reviews, minExamplesPerClass = 1 } = options;
  const minConfidence = options.minConfidence ?? 0.5;
  const inPlan = splitFilter(splits);
  const { byPath: now, counts: inSplits } = 'byPath' in pictures ? pictures : indexOf(pictures);
  const considered = candidatesOf(report.issues, now, options).filter(({ path, split }) =>
    inPlan(now.get(path)?.split ?? split),
  );
  const chosen = choose(considered, by, share, threshold);

  const counts = new Map<string, number>(report.dataset.classes.map((name) => [name, 0]));
  for (const [split, labels] of inSplits) {
    if (inPlan(split)) for (const [label, count] of labels) counts.set(label, (counts.get(label) ?? 0) + count);
  }
  const before = new Map(counts);
  const changes: RowChange[] = [];
  const heldBack: HeldBack[] = [];
  for (const candidate of chosen) {
    const { path, from, to } = candidate;
    const kept = stillKept(reviews?.byPath.get(path), candidate, report.createdAt);
    const reason = objection(candidate, now.get(path), { action, minConfidence, kept });
    const left = (counts.get(from) ?? 0) - 1;
    if (reason === 'done') continue;
    if (reason !== undefined || left < minExamplesPerClass) {
      heldBack.push({ path, label: from, reason: reason ?? 'class-too-small' });
      continue;
    }
    counts.set(from, left);
    if (action === 'relabel') counts.set(to, (counts.get(to) ?? 0) + 1);
    changes.push(changeOf(candidate, action, now.get(path)?.split));
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

/** The data set as it would be once a plan is carried out, in its own order. */
export function applyPlan<Picture extends LabelledPicture>(
  pictures: readonly Picture[],
  plan: RemediationPlan,
): Picture[] {
  const changes = new Map(plan.changes.map((change) => [change.path, change]));
  return pictures.flatMap((picture) => {
    const change = changes.get(picture.path);
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
export function splitFilter(splits: readonly string[] | undefined): (split: string | undefined) => boolean {
  if (splits === undefined) return (split) => split === undefined || !isTestSplit(split);
  return (split) => split !== undefined && splits.includes(split);
}

function candidatesOf(
  issues: readonly LabelIssue[],
  now: ReadonlyMap<string, LabelledPicture>,
  { by, reviews }: RemediationOptions,
): Candidate[] {
  if (by !== 'reviewed') {
    // One literal: a slider waits for twenty thousand of these.
    return issues.map(({ path, split, givenLabel: from, suggestedLabel: to, labelQuality, suggestedProbability }) => {
      return { path, split, from, to, labelQuality, probability: suggestedProbability, decision: undefined };
    });
  }
  const flagged = new Map(issues.map((issue) => [issue.path, issue]));
  const candidates: Candidate[] = [];
  for (const { path, label, decision } of reviews?.byPath.values() ?? []) {
    if (decision === 'kept') continue;
    const issue = flagged.get(path);
    // A review that relabels holds the new label; the old one is what stands there now.
    const from = decision === 'removed' ? label : (now.get(path)?.label ?? issue?.givenLabel ?? label);
    const probability = issue?.suggestedLabel === label ? issue.suggestedProbability : undefined;
    const judged = { labelQuality: issue?.labelQuality, probability };
    candidates.push({ path, split: issue?.split, from, to: label, decision, ...judged });
  }
  return candidates;
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
  { from, to, probability, decision }: Candidate,
  picture: LabelledPicture | undefined,
  options: { action: RemediationAction; minConfidence: number; kept: boolean },
): HeldBackReason | 'done' | undefined {
  const { action, minConfidence, kept } = options;
  if (picture === undefined) return decision === undefined ? 'gone' : 'done';
  if (decision === 'relabelled') return picture.label === to ? 'done' : undefined;
  if (picture.label !== from) return 'label-changed';
  if (decision === 'removed') return action === 'relabel' ? 'to-be-removed' : undefined;
  if (kept) return 'kept';
  if (action === 'prune') return undefined;
  if (to === from) return 'no-other-label';
  return (probability ?? 0) < minConfidence ? 'not-confident' : undefined;
}

function changeOf(candidate: Candidate, action: RemediationAction, split = candidate.split): RowChange {
  const { path, from, to, labelQuality, probability } = candidate;
  // What is not known is not there; added one by one, since spreading takes several times as long.
  const change: { -readonly [Name in keyof RowChange]: RowChange[Name] } = { path, from };
  if (split !== undefined) change.split = split;
  if (action === 'relabel') change.to = to;
  if (labelQuality !== undefined) change.labelQuality = labelQuality;
  if (probability !== undefined) change.probability = probability;
  return change;
}
