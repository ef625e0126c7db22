import type { HostMessage } from '../src/protocol/index.ts';
import type { ErrorList } from './model/error-list.ts';
import type { ShownAudit } from './model/shown-audit.ts';
import type { ReviewCommands } from './review-commands.ts';

/** Messages about what is reviewed: labels, findings of checks, pictures that are not flagged, what was decided or refused. */
type ReviewMessage = Extract<
  HostMessage,
  {
    type:
      'issues' | 'checks' | 'check' | 'checked' | 'reviews' | 'history' | 'summary' | 'browsed' | 'blocked' | 'error';
  }
>;

interface ReviewState {
  readonly shown: ShownAudit;
  readonly review: ReviewCommands;
  readonly errors: ErrorList;
}

/** Takes what the host says about the review. */
export function receiveForReview(message: ReviewMessage, { shown, review, errors }: ReviewState): void {
  switch (message.type) {
    case 'issues':
      if (shown.checks.session === null) review.apply(message.changes);
      else shown.labels?.apply(message.changes);
      break;
    case 'checks':
      shown.checks.list(message.checks, shown.labels);
      review.wantDetails();
      break;
    case 'check':
      shown.checks.take(message.page);
      review.wantDetails();
      break;
    case 'checked':
      shown.checks.apply(message.name, message.changes, (changes) => {
        review.apply(changes);
      });
      break;
    case 'reviews':
      shown.labels?.record.take(message.reviews, message.check);
      break;
    case 'history':
      if (shown.labels) shown.labels.record.history = message.entries;
      // What is decided has changed, and it is in sight.
      if (review.dialog === 'session') review.askSummary();
      break;
    case 'summary':
      if (shown.labels) shown.labels.record.summary = message.text;
      break;
    case 'browsed':
      review.takeBrowsed(message.page);
      break;
    case 'blocked':
      // The error that said so, too, is gone with its cause.
      if (message.message === null) errors.drop(shown.blocked);
      shown.blocked = message.message;
      break;
    case 'error':
      errors.add(message.message);
      shown.labels?.fail();
      shown.checks.fail();
      break;
  }
}
