import { decisionOf, type AuditReport, type IssueFacts, type LabelIssue } from '../../audit/light.ts';
import type { Predictions } from './predictions.ts';
import type { CurrentLabel, IssueState } from './types.ts';

/**
 * Ids of audited pictures. Those that are flagged have their places in the report's issues; an id from there on counts the
 * audited pictures, flagged or not, in the order of the arrays.
 */
export function idOfExample({ issues }: Pick<AuditReport, 'issues'>, example: number): number {
  return issues.length + example;
}

const flaggedBy = new WeakMap<readonly LabelIssue[], ReadonlyMap<number, number>>();

/** The id of any audited picture, flagged or not, by its place among those that were audited. */
export function idOfPicture({ report }: { readonly report: Pick<AuditReport, 'issues'> }, example: number): number {
  const { issues } = report;
  let flagged = flaggedBy.get(issues);
  if (flagged === undefined) flaggedBy.set(issues, (flagged = new Map(issues.map(({ index }, id) => [index, id]))));
  return flagged.get(example) ?? idOfExample(report, example);
}

/** Place of an unflagged picture among those that were audited; undefined where the id is that of an issue, or of nothing. */
export function exampleOfId({ issues, paths }: Pick<AuditReport, 'issues' | 'paths'>, id: number): number | undefined {
  const example = id - issues.length;
  return example >= 0 && example < paths.length ? example : undefined;
}

/** Path and place of any audited picture by its id. The id must be one. */
export function pictureOfId(
  { issues, paths }: Pick<AuditReport, 'issues' | 'paths'>,
  id: number,
): Pick<LabelIssue, 'path' | 'index'> {
  return id < issues.length ? issues[id] : { path: paths[id - issues.length], index: id - issues.length };
}

/** What is true now of a picture that is not flagged. */
export interface UnflaggedFacts extends IssueFacts {
  readonly split?: string;
}

/** The pictures that an audit did not flag, as a review sees them. */
export interface UnflaggedPictures {
  /** As it stands now; undefined where the id is that of an issue, or of nothing. */
  stateOf(id: number): IssueState | undefined;
}

export interface UnflaggedOptions {
  readonly report: AuditReport;
  readonly predictions: Predictions;
  /** What stands in the labels now for an audited picture; undefined while the labels can't be seen. */
  readonly factsOf: (example: number) => UnflaggedFacts | undefined;
  readonly currentOf: (id: number, label: string) => CurrentLabel;
}

/** Their states are made when they are asked for: of a hundred thousand pictures a review looks at few. */
export function createUnflaggedPictures(options: UnflaggedOptions): UnflaggedPictures {
  const { report, predictions, factsOf, currentOf } = options;
  const { classes } = report.dataset;
  const flagged = new Set(report.issues.map(({ index }) => index));
  // What a review had confirmed before the audit was flagged all the same: its suggestion is known.
  const reviewed = new Map((report.reviewed ?? []).map((issue) => [issue.index, issue]));
  const splits = new Map((report.repeated ?? []).map(({ index, split }) => [index, split]));

  const issueOf = (index: number, split: string | undefined): LabelIssue => {
    const known = reviewed.get(index);
    if (known !== undefined) return known;
    const given = predictions.labels[index];
    const suggested = predictions.mostProbable(index);
    const inSplit = splits.get(index) ?? split;
    return {
      index,
      path: report.paths[index],
      ...(inSplit === undefined || inSplit === '' ? {} : { split: inSplit }),
      givenLabel: classes[given],
      suggestedLabel: classes[suggested],
      labelQuality: predictions.qualities()[index],
      givenProbability: predictions.probability(index, given),
      suggestedProbability: predictions.probability(index, suggested),
    };
  };

  return {
    stateOf(id) {
      const example = exampleOfId(report, id);
      if (example === undefined || flagged.has(example)) return undefined;
      const facts = factsOf(example);
      const issue = issueOf(example, facts?.split);
      const { label, kept } = facts ?? { label: issue.givenLabel, kept: false };
      const decision = decisionOf(issue, { ...facts, label, kept });
      return { id, issue, decision, ...(label === undefined ? {} : { current: currentOf(id, label) }) };
    },
  };
}
