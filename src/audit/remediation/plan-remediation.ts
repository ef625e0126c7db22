import { InputError } from '../../files/index.ts';
import { isTestSplit, splitSet } from '../../dataset/index.ts';
import { isAllowed } from '../options/allowed-values.ts';
import { REMEDIATION_OPTIONS } from '../options/remediation-options.ts';
import type { AuditReport } from '../report/types.ts';
import { indexPictures, rowContentKey, type LabelledPicture, type PictureIndex } from './picture-index.ts';
import { candidatesOf, splitFilter, type Candidate } from './plan-candidates.ts';
import type {
  HeldBack,
  HeldBackReason,
  RemediationAction,
  RemediationChoice,
  RemediationOptions,
  RemediationPlan,
  RowChange,
} from './plan.ts';
import { isKept, reviewOf, type Review } from './reviews.ts';

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

  const classesIn = classesOf(report.dataset);
  const counts = new Map<string, number>(report.dataset.classes.map((name) => [name, 0]));
  for (const [split, labels] of index.counts) {
    if (!inPlan(split)) continue;
    for (const [label, count] of labels) {
      for (const name of classesIn(label)) counts.set(name, (counts.get(name) ?? 0) + count);
    }
  }
  const atFirst = new Map(counts);
  const changes: RowChange[] = [];
  const heldBack: HeldBack[] = [];
  for (const candidate of chosen) {
    const { path, split, from, to } = candidate;
    const kept = stillKept(reviews && reviewOf(reviews, path, split), candidate, report.createdAt);
    const reason = objection(candidate, { action, minConfidence, kept });
    if (reason === 'done') continue;
    const after = new Set(action === 'relabel' ? classesIn(to) : []);
    const leaving = classesIn(from).filter((name) => !after.has(name));
    const isTooSmall = leaving.some((name) => (counts.get(name) ?? 0) - 1 < minExamplesPerClass);
    if (reason !== undefined || isTooSmall) {
      heldBack.push({ path, label: from, reason: reason ?? 'class-too-small' });
      continue;
    }
    const before = new Set(classesIn(from));
    for (const name of leaving) counts.set(name, (counts.get(name) ?? 0) - 1);
    for (const name of after) if (!before.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
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
    classes: Array.from(counts, ([name, after]) => ({ class: name, before: atFirst.get(name) ?? 0, after })),
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

/** The classes that a label names: itself, or where pictures have several labels, each of them. */
function classesOf({ multiLabel }: Pick<AuditReport['dataset'], 'multiLabel'>): (label: string) => readonly string[] {
  if (multiLabel === undefined) return (label) => [label];
  return (label) => splitSet(label, multiLabel.separator);
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
