import { basename } from 'node:path';
import {
  headlineHealth,
  isTestSplit,
  splitRole,
  trainingCurve,
  trustSentences,
  weaknessSentences,
  wrongAmongFirst,
  type AuditReport,
} from '../../audit/light.ts';
import { plural } from '../../numbers/index.ts';
import type { AuditView, IssueRow, IssueUpdate } from '../../protocol/index.ts';
import type { AuditSession, IssueState } from '../session/types.ts';

/** E.g. "small-cnn, 5 folds, 20 epochs, wasm, seed 0". */
function modelText({ options, environment, crossValidation }: AuditReport): string {
  if (environment.backend === 'provided') return "your model's predictions";
  const epochs = crossValidation?.settings.epochs ?? options.epochs;
  return [
    String(crossValidation?.settings.model ?? options.model),
    plural(crossValidation?.folds.length ?? 0, 'fold'),
    ...(epochs === undefined ? [] : [`${epochs} epochs`]),
    environment.backend,
    `seed ${environment.seed}`,
  ].join(', ');
}

/** A share as precise as anyone can see: 20,000 rows are sent as text, and most of a float's digits are noise. */
function short(share: number): number {
  return Math.round(share * 1e6) / 1e6;
}

/** One picture as the panel shows it. */
export function issueRow({ id, issue, decision, current }: IssueState): IssueRow {
  const { path, split, givenLabel, suggestedLabel, labelQuality, givenProbability, suggestedProbability } = issue;
  return {
    id,
    path,
    ...(split === undefined ? {} : { split }),
    given: givenLabel,
    suggested: suggestedLabel,
    quality: short(labelQuality),
    givenProbability: short(givenProbability),
    suggestedProbability: short(suggestedProbability),
    decision,
    ...(current ? { current: current.label } : {}),
  };
}

/** What became of a picture. */
export function issueUpdate({ id, decision, current }: IssueState): IssueUpdate {
  return { id, decision, ...(current ? { current: current.label } : {}) };
}

/** What became of these flagged pictures. */
export function issueUpdates({ issues }: AuditSession, ids: readonly number[]): IssueUpdate[] {
  return ids.flatMap((id) => {
    const state = issues.at(id);
    return state === undefined ? [] : [issueUpdate(state)];
  });
}

/** The first flagged pictures of the ranking, with the numbers of them all where there are more. */
function issueRows({ issues }: AuditSession, limit: number): Partial<AuditView> & Pick<AuditView, 'issues'> {
  if (issues.length <= limit) return { issues: issues.map(issueRow) };
  const first = issues.slice(0, limit);
  const isReviewed = ({ decision }: IssueState): boolean => decision !== 'open' && decision !== 'gone';
  const reviewedBeyond = issues.slice(limit).filter(isReviewed).length;
  return { issues: first.map(issueRow), issueCount: issues.length, reviewedBeyond };
}

/** What planted errors say of the ranking, for a page that tells what is left to find. */
function trustEstimate({ trust, dataset, issues }: AuditReport): Pick<NonNullable<AuditView['trust']>, 'estimate'> {
  if (trust === undefined) return {};
  const ranks = [...trust.ranks.filter((rank) => rank > 0 && rank < issues.length), issues.length];
  const { stopAt } = trust;
  return {
    estimate: {
      wrong: short(trust.noise.estimate * dataset.audited),
      ...(stopAt > 0 && stopAt < dataset.audited ? { stopAt } : {}),
      curve: ranks.map((rank) => [rank, short(wrongAmongFirst(trust, rank).estimate)]),
    },
  };
}

function trustView(report: AuditReport): Pick<AuditView, 'trust'> {
  const weakness = weaknessSentences(report);
  if (report.trust === undefined && weakness.length === 0) return {};
  const health = headlineHealth(report);
  return {
    trust: {
      sentences: weakness.length === 0 ? trustSentences(report) : weakness,
      weak: weakness.length > 0,
      ...(health === undefined ? {} : { health }),
      ...(weakness.length > 0 ? {} : trustEstimate(report)),
    },
  };
}

/**
 * A session as the panel shows it.
 * @param limit of flagged pictures: no more rows than this are made
 */
export function auditView(session: AuditSession, limit = Infinity): AuditView {
  const { report, stale } = session;
  const { dataset, health, crossValidation } = report;
  return {
    name: basename(session.root.fsPath),
    kind: dataset.kind,
    createdAt: report.createdAt,
    audited: dataset.audited,
    classes: dataset.classes,
    splits: Object.keys(dataset.splits),
    testSplits: Object.keys(dataset.splits).filter(isTestSplit),
    validationSplits: Object.keys(dataset.splits).filter((name) => splitRole(name) === 'validation'),
    model: modelText(report),
    ...(crossValidation ? { accuracy: crossValidation.accuracy } : {}),
    ...(health.overallLabelHealthScore === null ? {} : { overallLabelHealthScore: health.overallLabelHealthScore }),
    ...trustView(report),
    ...issueRows(session, limit),
    classHealth: health.classes,
    overlaps: health.overlaps,
    confidentJoint: report.confidentJoint,
    folds: (crossValidation?.folds ?? []).map(({ fold, heldOutAccuracy, history }) => ({
      fold,
      // Of no picture at all there is none.
      ...(heldOutAccuracy === null ? {} : { heldOutAccuracy }),
      history: trainingCurve(history),
    })),
    warnings: report.warnings,
    problems: report.problems.map(({ path, row, message }) => ({
      path,
      ...(row === undefined ? {} : { row }),
      message,
    })),
    stale,
  };
}
