import { describe, expect, it, vi } from 'vitest';
import { formatReviewSummary } from '../../../../src/audit/formats/format-summary.ts';
import { summariseReviews } from '../../../../src/audit/remediation/review-summary.ts';
import type { Review } from '../../../../src/audit/remediation/reviews.ts';
import { summaryWords } from '../../../../src/editor/panel/summary/summary-words.ts';

vi.mock('vscode', () => ({
  env: { language: 'en' },
  l10n: {
    t: (text: string, ...args: unknown[]) => text.replace(/\{(\d)\}/g, (_, i: string) => String(args[Number(i)])),
  },
}));

const since = Date.UTC(2026, 0, 2, 12);
const at = (minutes: number): string => new Date(since + 60_000 * minutes).toISOString();
const review = (path: string, label: string, decision: Review['decision'], minutes: number, reviewer?: string) => ({
  ...{ path, label, decision, date: at(minutes) },
  ...(reviewer === undefined ? {} : { reviewer }),
});
const options = { since, suggestionOf: ({ path }: { path: string }) => (path === 'z' ? undefined : 'dog'), unsure: 2 };

const REVIEWS: Review[] = [
  review('a', 'dog', 'relabelled', 1, 'Ada | <b>'),
  review('b', 'fox', 'relabelled', 3, 'Ada | <b>'),
  review('c', 'cat', 'kept', 4, 'Ada | <b>'),
  review('d', 'cat', 'removed', 60, 'Ada | <b>'), // after a pause
  review('e', 'dog', 'relabelled', 2, 'Bo'), // at the same time as Ada
  review('f', 'dog', 'relabelled', 6, 'Bo'),
  review('before', 'dog', 'relabelled', -1, 'Bo'),
  review('z', 'dog', 'relabelled', 7, 'Bo'), // not of this audit
  { ...review('undated', 'dog', 'relabelled', 7), date: 'yesterday' },
];

describe('the summary of a review', () => {
  it('counts what was decided since the audit, by whom, and the time without pauses', () => {
    expect(summariseReviews(REVIEWS, options)).toEqual({
      ...{ decided: 6, agreed: 3, otherwise: 1, kept: 1, removed: 1, unsure: 2 },
      active: (3 + 4) * 60_000,
      reviewers: [
        ['Ada | <b>', 4],
        ['Bo', 2],
      ],
    });
  });

  it('is Markdown that shows the names of others as they are', () => {
    expect(formatReviewSummary('my_data', summariseReviews(REVIEWS, options), summaryWords())).toBe(
      [
        '### Label review of my\\_data',
        '',
        '| Decided | As suggested | Changed otherwise | Kept | Removed | Unsure |',
        '| ------: | -----------: | ----------------: | ---: | ------: | -----: |',
        '| 6 | 3 | 1 | 1 | 1 | 2 |',
        '',
        'About 7 minutes of activity, by Ada \\| \\<b\\> (4), Bo (2). Gaps of more than five minutes are pauses.',
        '',
      ].join('\n'),
    );
  });

  it('says so where nothing was decided, and names nobody where no name is noted', () => {
    const none = summariseReviews([], { ...options, unsure: 0 });
    expect(formatReviewSummary('data', none, summaryWords())).toBe(
      '### Label review of data\n\nNothing has been decided since the audit.\n',
    );
    const one = summariseReviews([review('a', 'dog', 'relabelled', 1)], options);
    expect(formatReviewSummary('data', one, summaryWords())).toContain('About 1 minute of activity. Gaps');
  });
});
