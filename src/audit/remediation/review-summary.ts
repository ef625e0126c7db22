import type { Review } from './reviews.ts';

/** A longer gap between two decisions is a pause, in milliseconds. */
const PAUSE = 5 * 60 * 1000;

/** What people decided since an audit. */
export interface ReviewSummary {
  readonly decided: number;
  /** Got the label that was suggested. */
  readonly agreed: number;
  /** Got another label than the suggested one. */
  readonly otherwise: number;
  readonly kept: number;
  readonly removed: number;
  /** Put off, so not among the decided. */
  readonly unsure: number;
  /** Milliseconds from decision to decision, pauses left out. */
  readonly active: number;
  /** Who decided how many, most first; those of whom it is not known are under ''. */
  readonly reviewers: readonly (readonly [name: string, decisions: number])[];
}

export interface SummaryOptions {
  /** Decisions from then on count, in milliseconds since 1970. */
  readonly since: number;
  /** The label that was suggested for a row; undefined where it was not audited, and then its review counts not. */
  readonly suggestionOf: (review: Pick<Review, 'path' | 'split'>) => string | undefined;
  readonly unsure: number;
}

export function summariseReviews(reviews: Iterable<Review>, options: SummaryOptions): ReviewSummary {
  const { since, suggestionOf, unsure } = options;
  const counts = { decided: 0, agreed: 0, otherwise: 0, kept: 0, removed: 0 };
  const timesOf = new Map<string, number[]>();
  for (const review of reviews) {
    const at = Date.parse(review.date);
    const suggested = suggestionOf(review);
    if (!(at >= since) || suggested === undefined) continue;
    counts.decided += 1;
    if (review.decision === 'kept') counts.kept += 1;
    else if (review.decision === 'removed') counts.removed += 1;
    else if (review.label === suggested) counts.agreed += 1;
    else counts.otherwise += 1;
    const name = review.reviewer ?? '';
    const times = timesOf.get(name);
    if (times) times.push(at);
    else timesOf.set(name, [at]);
  }
  const reviewers = Array.from(timesOf, ([name, times]) => [name, times.length] as const);
  reviewers.sort(([a, most], [b, many]) => many - most || (a < b ? -1 : 1));
  let active = 0;
  // Two people work at the same time: each has pauses of their own.
  for (const times of timesOf.values()) active += activeTime(times);
  return { ...counts, unsure, active, reviewers };
}

function activeTime(times: number[]): number {
  times.sort((a, b) => a - b);
  let sum = 0;
  for (let i = 1; i < times.length; i += 1) {
    const gap = times[i] - times[i - 1];
    if (gap <= PAUSE) sum += gap;
  }
  return sum;
}
