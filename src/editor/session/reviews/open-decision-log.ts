import { createDecisionLog, type DecisionLog } from './decision-log.ts';
import type { LabelSession, ReviewPlace } from '../label-session.ts';

/** Milliseconds without a change of the labels before reviews.csv is brought in line. */
const DELAY = 100;

/** The log of a session, brought in line with each change of its labels, so that every undo counts. */
export function openDecisionLog(session: Omit<LabelSession, 'log'>): DecisionLog {
  const { reviews } = session;
  const log = createDecisionLog({
    labelsAt: (decision) => session.labelsAt(decision),
    reviewOf: (decision) => reviews.reviewOf(decision),
    write: (set, restore, remove) => reviews.write(set, restore, remove, (path) => session.placeOf(path)),
  });
  let timer: NodeJS.Timeout | undefined;
  session.onDidChangeLabels(() => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (session.isReadable) void log.sync();
    }, DELAY);
  });
  return log;
}

/** Whether a review has taken a picture out: here, or in reviews.csv. */
export function removedByReview({ log, reviews }: Pick<LabelSession, 'log' | 'reviews'>, place: ReviewPlace): boolean {
  return keysOf(place).some((one) => log.hasRemoved(one) || reviews.hasRemoved(one));
}

/** What a decision on a picture may be noted under: with its split, and without. */
function keysOf({ path, split }: ReviewPlace): ReviewPlace[] {
  return split === undefined ? [{ path }] : [{ path }, { path, split }];
}

/** Whether a review has relabelled a picture or taken it out: here, or in reviews.csv. */
export function changedByReview({ log, reviews }: Pick<LabelSession, 'log' | 'reviews'>, place: ReviewPlace): boolean {
  return keysOf(place).some((one) => {
    const review = reviews.reviewOf(one);
    return log.has(one) || reviews.hasRemoved(one) || (review !== undefined && review.decision !== 'kept');
  });
}
