import { basename } from 'node:path';
import { formatReviewSummary, reviewKey, summariseReviews } from '../../../audit/light.ts';
import type { LiveSession } from '../../session/live-session.ts';
import { summaryWords } from './summary-words.ts';
import type { UnsureMarks } from '../unsure-marks.ts';

/** What was decided since the audit of a session, by whom and in which time, in Markdown. */
export async function summaryText(session: LiveSession, unsure: UnsureMarks): Promise<string> {
  // What was decided a moment ago is written first.
  await session.settled();
  await session.log.sync();
  const { report, reviews, root } = session;
  const suggestions = new Map<string, string>();
  // A review names the split only where the picture stands in several.
  for (const { path, split, suggestedLabel } of report.issues) {
    suggestions.set(path, suggestedLabel);
    if (split !== undefined) suggestions.set(reviewKey({ path, split }), suggestedLabel);
  }
  const audited = new Set(report.paths);
  const summary = summariseReviews(reviews.all(), {
    since: Date.parse(report.createdAt),
    // No label is suggested for a picture that is not flagged but its own.
    suggestionOf: (review) =>
      suggestions.get(reviewKey(review)) ??
      (audited.has(review.path) ? (suggestions.get(review.path) ?? '') : undefined),
    unsure: unsure.of(session).length,
  });
  return formatReviewSummary(basename(root.fsPath), summary, summaryWords());
}
