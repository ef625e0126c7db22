import { basename } from 'node:path';
import {
  headlineHealth,
  isTestSplit,
  splitRole,
  trainingCurve,
  trustFacts,
  weakFacts,
  wrongAmongFirst,
  type AuditReport,
} from '../../audit/light.ts';
import type { AuditView, IssueRow, IssueUpdate } from '../../protocol/index.ts';
import type { AuditSession, IssueState } from '../session/types.ts';
import { problemText } from '../host/problem-text.ts';
import { warningTexts } from '../host/warning-text.ts';

/** What made the predictions; nothing where that is the user's own model. */
function modelView({ options, environment, crossValidation }: AuditReport): Pick<AuditView, 'model'> {
  const { backend, seed } = environment;
  if (backend === 'provided') return {};
  const epochs = crossValidation?.settings.epochs ?? options.epochs;
  return {
    model: {
      name: String(crossValidation?.settings.model ?? options.model),
      folds: crossValidation?.folds.length ?? 0,
      ...(epochs === undefined ? {} : { epochs: Number(epochs) }),
      ...{ backend, seed },
    },
  };
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
  const weak = weakFacts(report);
  if (weak !== undefined) return { trust: { facts: { kind: 'weak', ...weak }, weak: true } };
  const trusted = trustFacts(report);
  if (trusted === undefined) return {};
  const health = headlineHealth(report);
  return {
    trust: {
      facts: { kind: 'trust', ...trusted },
      weak: false,
      ...(health === undefined ? {} : { health }),
      ...trustEstimate(report),
    },
  };
}

/** The annotators, where there are any. */
function annotatorsView({ annotators }: AuditReport): Pick<AuditView, 'annotators'> {
  if (annotators === undefined) return {};
  const { pictures, several, disputed, other, consensusQuality, table } = annotators;
  return {
    annotators: {
      ...{ pictures, several, disputed, other, consensusQuality },
      table: table.map(({ quality, ...row }) => ({ ...row, ...(quality === null ? {} : { quality }) })),
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
    ...(dataset.multiLabel === undefined ? {} : { separator: dataset.multiLabel.separator }),
    splits: Object.keys(dataset.splits),
    testSplits: Object.keys(dataset.splits).filter(isTestSplit),
    validationSplits: Object.keys(dataset.splits).filter((name) => splitRole(name) === 'validation'),
    ...modelView(report),
    ...(crossValidation ? { accuracy: crossValidation.accuracy } : {}),
    ...(health.overallLabelHealthScore === null ? {} : { overallLabelHealthScore: health.overallLabelHealthScore }),
    ...trustView(report),
    ...issueRows(session, limit),
    classHealth: health.classes,
    overlaps: health.overlaps,
    ...annotatorsView(report),
    confidentJoint: report.confidentJoint,
    folds: (crossValidation?.folds ?? []).map(({ fold, heldOutAccuracy, history }) => ({
      fold,
      // Of no picture at all there is none.
      ...(heldOutAccuracy === null ? {} : { heldOutAccuracy }),
      history: trainingCurve(history),
    })),
    warnings: warningTexts(report),
    problems: report.problems.map((problem) => ({
      path: problem.path,
      ...(problem.row === undefined ? {} : { row: problem.row }),
      message: problemText(problem),
    })),
    stale,
  };
}
