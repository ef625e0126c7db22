import { count, plural } from '../../numbers/index.ts';
import type { ReviewSummary } from '../remediation/review-summary.ts';
import { printable } from '../wording/printable.ts';

/** Text of others as Markdown shows it: no link, no markup, no second line. */
function plain(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]()<>#|!~@&]/g, '\\$&');
}

/**
 * A summary of what people decided, in Markdown, for a pull request.
 * @param name of the data set
 */
export function formatReviewSummary(name: string, summary: ReviewSummary): string {
  const { decided, agreed, otherwise, kept, removed, unsure, active, reviewers } = summary;
  const lines = [`### Label review of ${plain(name)}`, ''];
  if (decided === 0) {
    const later = unsure === 0 ? '' : ` ${plural(unsure, 'picture')} put off as unsure.`;
    return [...lines, `Nothing has been decided since the audit.${later}`, ''].join('\n');
  }
  lines.push(
    '| Decided | As suggested | Changed otherwise | Kept | Removed | Unsure |',
    '| ------: | -----------: | ----------------: | ---: | ------: | -----: |',
    `| ${[decided, agreed, otherwise, kept, removed, unsure].map(count).join(' | ')} |`,
    '',
  );
  const minutes = Math.max(1, Math.round(active / 60_000));
  const named = reviewers.map(([who, n]) => `${who === '' ? 'not named' : plain(who)} (${count(n)})`);
  const by = reviewers.length === 1 && reviewers[0][0] === '' ? '' : `, by ${named.join(', ')}`;
  lines.push(`About ${plural(minutes, 'minute')} of activity${by}; gaps of more than five minutes are pauses.`, '');
  return lines.join('\n');
}
