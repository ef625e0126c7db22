import * as vscode from 'vscode';
import { MOST_SHARE, type CheckType } from '../../../audit/light.ts';
import type { CheckPage, CheckSet, CheckSummary, IssueRow, IssueUpdate } from '../../../protocol/index.ts';
import {
  countBelow,
  histogramOf,
  rankByScores,
  rankListed,
  rankSets,
  type CheckRanking,
} from '../../session/checks/check-ranking.ts';
import { findingDecision } from '../../session/checks/finding-states.ts';
import type { LiveSession } from '../../session/live-session.ts';
import type { IssueState } from '../../session/types.ts';
import { idOfPicture } from '../../session/unflagged-pictures.ts';
import { issueRow } from '../panel-view.ts';

/** The most rows that one message carries: more would make the page wait. */
const MOST = 2000;

/** The checks of a session's report, as a switch lists them. */
export function checkSummaries({ report }: LiveSession, chosen: ReadonlyMap<string, number>): CheckSummary[] {
  return (report.checks?.types ?? []).map((type) => {
    const { name, flagged, threshold, sets, setCount, score, findings } = type;
    const own = chosen.get(name);
    return {
      ...{ name, flagged, threshold },
      ...(own === undefined ? {} : { chosen: own }),
      ...(sets === undefined ? {} : { sets: setCount ?? sets.length }),
      ...(score === undefined ? {} : { whole: score }),
      ...(findings === undefined ? {} : { findings: findings.map(findingView) }),
    };
  });
}

type Findings = NonNullable<CheckSummary['findings']>;

function findingView({ class: ofClass, ...finding }: NonNullable<CheckType['findings']>[number]): Findings[number] {
  return { ...finding, ...(ofClass === undefined ? {} : { ofClass }) };
}

/** What one check of a session found, page by page, as a front end asks for it. */
export interface CheckPages {
  readonly type: CheckType;
  /** @param threshold null: the audit's */
  page(threshold: number | null, from: number): Promise<CheckPage>;
  /** What became of the pictures that were given, since this was last asked. */
  changes(): IssueUpdate[];
}

export function createCheckPages(session: LiveSession, type: CheckType): CheckPages {
  const { report } = session;
  const { name } = type;
  /** By id: what the front end was told last. */
  const given = new Map<number, string>();
  let ranking: Promise<CheckRanking> | undefined;

  const rank = async (): Promise<CheckRanking> => {
    if (type.sets !== undefined) return rankSets(type.sets);
    const scores = await session.pictureScores();
    if (scores === undefined) return rankListed(type);
    const { types = [] } = report.checks ?? {};
    return rankByScores(scores, types.indexOf(type), types.length);
  };
  /** Pictures of a set of which nothing else stands any more are decided: there is nothing left that shows the same. */
  const setOf = new Map<number, number>();
  for (const [place, { members }] of (type.sets ?? []).entries())
    for (const { index } of members) if (index !== undefined && !setOf.has(index)) setOf.set(index, place);
  const standsAlone = (example: number): boolean => {
    const set = setOf.get(example);
    if (set === undefined) return false;
    return type.sets![set].members.every(
      ({ index }) =>
        index === example ||
        (index !== undefined && session.stateOf(idOfPicture(session, index))?.current === undefined),
    );
  };
  const decisionOf = (state: IssueState): IssueRow['decision'] => {
    const decision = findingDecision(session, name, state);
    return decision === 'open' && standsAlone(state.issue.index) ? 'kept' : decision;
  };
  const rowOf = (example: number, score: number): IssueRow | undefined => {
    const state = session.stateOf(idOfPicture(session, example));
    if (state === undefined) return undefined;
    const row = { ...issueRow(state), quality: score, decision: decisionOf(state) };
    given.set(row.id, standing(row));
    return row;
  };
  const setViews = (): CheckSet[] | undefined =>
    type.sets?.map(({ members, by, score }) => ({
      ids: members.flatMap(({ index }) => (index === undefined ? [] : [idOfPicture(session, index)])),
      others: members
        .filter(({ index }) => index === undefined)
        .map(({ path, split, row }) => ({
          path,
          ...(split === undefined ? {} : { split }),
          ...(row === undefined ? {} : { row }),
        })),
      ...{ by, score },
    }));

  return {
    type,
    async page(wanted, from) {
      const threshold = wanted ?? type.threshold;
      const [{ order, scores, sets }, predictions] = await Promise.all([
        (ranking ??= rank()),
        session.predictions(),
        session.settled(),
      ]);
      const flagged = flaggedBy(type, { order, scores, sets }, threshold);
      const scored = order.length;
      const head = { createdAt: report.createdAt, name, threshold, flagged, scored, from };
      const many = sets === undefined && flagged > MOST_SHARE * Math.max(1, report.checks?.pictures ?? 0);
      if (predictions === undefined && flagged > 0) {
        const problem = vscode.l10n.t(
          'The pictures can’t be shown: the arrays beside the report, which tell of those whose labels are not flagged, are gone. Audit again to see them.',
        );
        return { ...head, many, rows: [], problem };
      }
      const rows: IssueRow[] = [];
      for (let i = from; !many && i < flagged && rows.length < MOST; i += 1) {
        const row = rowOf(order[i], scores[i]);
        if (row !== undefined) rows.push(row);
      }
      const views = from === 0 ? setViews() : undefined;
      const histogram = from === 0 ? histogramView(type, scores) : undefined;
      return { ...head, many, rows, ...(views ? { sets: views } : {}), ...(histogram ? { histogram } : {}) };
    },
    changes() {
      // Nothing can be told while the labels are read.
      if (given.size === 0 || !session.isReadable) return [];
      const changed: IssueUpdate[] = [];
      for (const [id, before] of given) {
        const state = session.stateOf(id);
        if (state === undefined) continue;
        const decision = decisionOf(state);
        const update = { id, decision, ...(state.current ? { current: state.current.label } : {}) };
        if (standing(update) === before) continue;
        given.set(id, standing(update));
        changed.push(update);
      }
      return changed;
    },
  };
}

const standing = ({ decision, current }: Pick<IssueRow, 'decision' | 'current'>): string =>
  JSON.stringify([decision, current]);

/** How many of a ranking a threshold flags. By the audit's own: as many as it flagged, in whatever precision it counted. */
function flaggedBy(type: CheckType, { order, scores, sets }: CheckRanking, threshold: number): number {
  if (sets !== undefined && threshold >= type.threshold) return order.length;
  if (sets === undefined && threshold === type.threshold) return Math.min(type.flagged, order.length);
  return countBelow(scores, threshold);
}

/** Scores of 0 and 1 alone, as of grey pictures, leave nothing to choose. */
function histogramView({ sets, threshold }: CheckType, scores: Float32Array): CheckPage['histogram'] {
  if (scores.length === 0 || scores.every((score) => score === 0 || score === 1)) return undefined;
  // Sets of less likeness than the audit asked for are not known.
  const [low, high] = [0, sets === undefined ? 1 : Math.max(threshold, scores[scores.length - 1])];
  return { bars: histogramOf(scores, low, high), range: [low, high] };
}
