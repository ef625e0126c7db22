import type { ReviewSummary } from '../remediation/review-summary.ts';
import { printable } from '../wording/printable.ts';

/** Text of others as Markdown shows it: no link, no markup, no second line. */
function plain(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]()<>#|!~@&]/g, '\\$&');
}

/** The words of a summary, in one language. */
export interface SummaryWords {
  readonly title: (name: string) => string;
  readonly nothing: string;
  readonly putOff: (pictures: number) => string;
  /** Of decisions as suggested, changed otherwise, kept, removed, and of pictures that were put off, behind their sum. */
  readonly columns: readonly [string, string, string, string, string, string];
  readonly count: (value: number) => string;
  readonly notNamed: string;
  /** @param by who decided how many; empty where it is not known */
  readonly activity: (minutes: number, by: string) => string;
}

/**
 * A summary of what people decided, in Markdown, for a pull request.
 * @param name of the data set
 * @param words of its sentences, in the reader's language
 */
export function formatReviewSummary(name: string, summary: ReviewSummary, words: SummaryWords): string {
  const { decided, agreed, otherwise, kept, removed, unsure, active, reviewers } = summary;
  const lines = [`### ${words.title(plain(name))}`, ''];
  if (decided === 0) {
    const later = unsure === 0 ? '' : ` ${words.putOff(unsure)}`;
    return [...lines, `${words.nothing}${later}`, ''].join('\n');
  }
  lines.push(
    `| ${words.columns.join(' | ')} |`,
    `| ${words.columns.map((title) => `${'-'.repeat(Math.max(3, title.length) - 1)}:`).join(' | ')} |`,
    `| ${[decided, agreed, otherwise, kept, removed, unsure].map(words.count).join(' | ')} |`,
    '',
  );
  const minutes = Math.max(1, Math.round(active / 60_000));
  const named = reviewers.map(([who, n]) => `${who === '' ? words.notNamed : plain(who)} (${words.count(n)})`);
  const by = reviewers.length === 1 && reviewers[0][0] === '' ? '' : named.join(', ');
  lines.push(words.activity(minutes, by), '');
  return lines.join('\n');
}
