import type { AuditView, Decision } from '../../src/protocol/index.ts';
import type { ReviewSession } from './review-session.ts';

type Estimate = NonNullable<NonNullable<AuditView['trust']>['estimate']>;

/** So many of the last decisions tell how often looking still pays. */
export const LAST = 20;
/** The ranking is told of in so many parts of about the same size, none smaller than `LAST`. */
const PARTS = 5;
/** Where fewer than this share of the last ones were wrong, it is a good time to stop. */
export const STOP_BELOW = 0.2;

/** How many of some pictures that were looked at were really changed. */
export interface Found {
  readonly looked: number;
  readonly changed: number;
}

/** One part of the ranking. */
export interface RankingPart extends Found {
  /** Places from 1, both included. */
  readonly from: number;
  readonly to: number;
  /** How many of all of them are wrong, as planted errors estimate. */
  readonly expected?: number;
}

/** How far a review has come, and what is left for it to find. */
export interface Progress extends Found {
  /** Of the last decisions, at most `LAST` of them. */
  readonly last: Found;
  readonly parts: readonly RankingPart[];
  /** Wrong labels among the pictures that are not decided, as planted errors estimate; whole. */
  readonly left?: number;
}

/** One decision, as `progressOf` takes it. */
interface Decided {
  readonly id: number;
  readonly changed: boolean;
  /** Milliseconds; what was decided a moment ago has no time yet, and is the last. */
  readonly at: number;
}

const isDecided = (decision: Decision): boolean => decision !== 'open' && decision !== 'gone';
const isChange = (decision: Decision): boolean => decision === 'relabelled' || decision === 'removed';

function count(decided: readonly Decided[]): Found {
  return { looked: decided.length, changed: decided.filter(({ changed }) => changed).length };
}

/** How many of the first `rank` labels are wrong, as estimated: linear between the points of the curve. */
export function expectedAmong({ curve }: Pick<Estimate, 'curve'>, rank: number): number {
  let [fromRank, fromWrong] = [0, 0];
  for (const [toRank, toWrong] of curve) {
    if (rank <= toRank) return fromWrong + ((toWrong - fromWrong) * (rank - fromRank)) / Math.max(1, toRank - fromRank);
    [fromRank, fromWrong] = [toRank, toWrong];
  }
  return fromWrong;
}

/** Ends of the parts of a ranking of `total`, the last of them `total`. */
function partEnds(total: number): number[] {
  const parts = Math.max(1, Math.min(PARTS, Math.floor(total / LAST)));
  return Array.from({ length: parts }, (_, i) => Math.round((total * (i + 1)) / parts));
}

/**
 * How far a review has come. What is left is expected among the pictures that are not decided: a person's decision takes
 * the place of the estimate, and those that are not listed keep what the estimate says of them all.
 * @returns null while some of the flagged pictures are still to come
 */
export function progressOf(session: ReviewSession): Progress | null {
  if (session.isPartial) return null;
  const { audit, record, store, total } = session;
  const decided: Decided[] = [];
  const gone: number[] = [];
  for (const { id } of store.issues) {
    const decision = store.decisionOf(id);
    if (decision === 'gone') gone.push(id);
    if (!isDecided(decision)) continue;
    const { date } = record.of(id);
    const at = date === undefined || store.isPending(id) ? Number.POSITIVE_INFINITY : Date.parse(date);
    decided.push({ id, changed: isChange(decision), at: Number.isNaN(at) ? 0 : at });
  }
  const last = decided.toSorted((a, b) => (a.at === b.at ? b.id - a.id : b.at - a.at)).slice(0, LAST);
  const estimate = audit.trust?.estimate;
  const parts: RankingPart[] = [];
  let from = 0;
  for (const to of total === 0 ? [] : partEnds(total)) {
    const [begin, end] = [from, to];
    const own = decided.filter(({ id }) => id >= begin && id < end);
    const expected = estimate && expectedAmong(estimate, end) - expectedAmong(estimate, begin);
    parts.push({ from: begin + 1, to: end, ...count(own), ...(expected === undefined ? {} : { expected }) });
    from = to;
  }
  const done = [...decided.map(({ id }) => id), ...gone];
  const left = estimate && leftAmong(estimate, done, total, audit.audited);
  return { ...count(decided), last: count(last), parts, ...(left === undefined ? {} : { left }) };
}

function leftAmong(estimate: Estimate, done: readonly number[], total: number, audited: number): number {
  const listed = expectedAmong(estimate, total);
  const beyond = Math.max(0, estimate.wrong - listed);
  const eachBeyond = beyond / Math.max(1, audited - total);
  let left = listed + beyond;
  for (const id of done) {
    left -= id < total ? expectedAmong(estimate, id + 1) - expectedAmong(estimate, id) : eachBeyond;
  }
  return Math.max(0, Math.round(left));
}

/**
 * Where in what is shown the finish line stands: before this place. Null where there is none: no place to stop is known, or
 * the pictures are in another order than the ranking's.
 */
export function finishPlace({ audit, sort, total, visible }: ReviewSession): number | null {
  const stopAt = audit.trust?.estimate?.stopAt;
  if (stopAt === undefined || stopAt >= total || sort.key !== 'quality' || sort.descending) return null;
  const place = visible.findIndex((id) => id >= stopAt);
  return place <= 0 ? null : place;
}

/** Whether there is good reason to stop: all before the finish line is decided, or the last ones were hardly ever wrong. */
export function reasonToStop(session: ReviewSession, { last }: Progress): 'line' | 'last' | null {
  const stopAt = session.audit.trust?.estimate?.stopAt;
  if (stopAt !== undefined && stopAt < session.total) {
    let id = 0;
    while (id < stopAt && session.store.decisionOf(id) !== 'open') id += 1;
    if (id === stopAt) return 'line';
  }
  return last.looked === LAST && last.changed < STOP_BELOW * LAST ? 'last' : null;
}
