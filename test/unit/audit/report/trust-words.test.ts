import { describe, expect, it } from 'vitest';
import { trustSentences } from '../../../../src/audit/report/words/trust-words.ts';
import type { AuditReport } from '../../../../src/audit/report/types.ts';
import { exampleAudit } from '../example-audit.ts';

/** A report of 1,000 labels, so many of them listed, and where the estimate says to stop. */
function reportOf(listed: number, stopAt: number): AuditReport {
  const { report } = exampleAudit();
  const [issue] = report.issues;
  return {
    ...report,
    dataset: { ...report.dataset, audited: 1000 },
    issues: Array.from({ length: listed }, (_, index) => ({ ...issue, index })),
    trust: {
      ...{ noise: { estimate: 0.1, low: 0.05, high: 0.2 }, planted: 400, auc: 0.9, stopAt },
      ...{ ranks: [0, 1000], wrong: [0, 100], wrongLow: [0, 50], wrongHigh: [0, 200], recall: [0, 1] },
    },
  };
}
const said = (listed: number, stopAt: number): string => trustSentences(reportOf(listed, stopAt)).join(' ');

describe('where to stop looking', () => {
  it('is a place in the list', () => {
    expect(said(257, 120)).toContain('A good place to stop is after 120: of the labels behind it');
  });

  it('is never behind the list: then the whole of it is worth a look', () => {
    for (const stopAt of [257, 282]) {
      expect(said(257, stopAt)).not.toMatch(/stop is after/);
      expect(said(257, stopAt)).toContain('It pays to look at the whole list');
    }
  });

  it('is not said of an empty list, nor where nothing says so', () => {
    for (const [listed, stopAt] of [
      [0, 30],
      [257, 0],
      [257, 1000],
    ]) {
      // prettier-ignore
      expect(said(listed, stopAt)).not.toMatch(/stop is after|whole list/);
    }
  });
});

describe('how many are wrong', () => {
  it('of a list is said of so many as it has, and of a short one, of the worst of all labels', () => {
    expect(said(257, 120)).toContain('Of the first 257 of the list about 26 are wrong (13 to 51)');
    expect(said(2, 120)).toContain(
      'Of the 200 labels that are ranked worst, of which the list has 2, about 20 are wrong (10 to 40)',
    );
    expect(said(2, 120)).not.toContain('of the list about');
  });
});

describe('how the errors differ', () => {
  it('is told where the worst labels are on less clear pictures than the planted errors', () => {
    const report = reportOf(257, 120);
    const unlike = trustSentences({ ...report, trust: { ...report.trust!, unlike: 2.6 } }).join(' ');
    expect(unlike).toContain('About 100 of 1,000 labels are wrong (50 to 200), as far as the model can tell.');
    expect(unlike).toContain('planted errors on unclear pictures count for more');
    expect(said(257, 120)).not.toContain('count for more');
    expect(said(257, 120)).toContain('wrong (50 to 200).');
  });
});
