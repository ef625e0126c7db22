import { describe, expect, it } from 'vitest';
import { formatMarkdown } from '../../../../src/audit/formats/format-markdown.ts';
import { formatText } from '../../../../src/audit/formats/format-text.ts';
import { formatHtml } from '../../../../src/audit/formats/html/format-html.ts';
import { neverPredicted, reachedClasses, weaknessSentences } from '../../../../src/audit/report/words/weak-words.ts';
import type { AuditReport } from '../../../../src/audit/report/types.ts';
import { exampleAudit } from '../example-audit.ts';

type Weak = NonNullable<NonNullable<AuditReport['trust']>['weak']>;

/** A report with these classes: name, pictures, rightly predicted, predicted in all. */
function reportOf(rows: readonly (readonly [string, number, number, number])[], weak?: Weak): AuditReport {
  const { report } = exampleAudit();
  const [row] = report.health.classes;
  const classes = rows.map(([name, examples, right, predicted]) => ({
    ...row,
    class: name,
    examples,
    right,
    predicted,
  }));
  const trust = {
    ...{ noise: { estimate: 0.1, low: 0.05, high: 0.2 }, planted: 24, auc: 0.6, stopAt: 0 },
    ...{ ranks: [0, 3], wrong: [0, 1], wrongLow: [0, 0], wrongHigh: [0, 2], recall: [0, 1] },
    ...(weak === undefined ? {} : { weak }),
  };
  const dataset = { ...report.dataset, classes: rows.map(([name]) => name) };
  return { ...report, dataset, trust, health: { ...report.health, classes } };
}

const CLOTHES = [
  ['hat', 6, 0, 0],
  ['shoes', 11, 9, 14],
  ['skirt', 6, 1, 2],
  ['pants', 8, 5, 8],
  ['shirt', 10, 4, 6],
  ['dress', 5, 0, 3],
  ['shorts', 4, 2, 3],
] as const;

describe('what is said of a model that is too weak', () => {
  it('is nothing where it is not', () => {
    expect(weaknessSentences(reportOf(CLOTHES))).toEqual([]);
    expect(weaknessSentences(exampleAudit().report)).toEqual([]);
  });

  it('is why, what it reached and on which classes, which it never predicts, and what would help', () => {
    const [why, reached, never, help, ...more] = weaknessSentences(reportOf(CLOTHES, 'misses-planted-errors'));
    expect(why).toMatch(
      /^The model is too weak to judge these labels: it does not find errors that the audit planted\./,
    );
    expect(reached).toBe(
      'The model reaches 66.7% of the given labels on pictures that it has not seen: best "shoes" (9 of 11), "pants" (5 of 8), "shorts" (2 of 4); worst "dress" (0 of 5), "hat" (0 of 6), "skirt" (1 of 6).',
    );
    expect(never).toBe(`It never predicts "hat": what is listed of that class is the model's fault first.`);
    expect(help).toMatch(/more pictures .*smallest class has 4 pictures.*--features/);
    expect(more).toEqual([]);
  });

  it('is told of the classes that there are', () => {
    const two = weaknessSentences(reportOf([['a', 3, 1, 2], ['b', 2, 2, 3]], 'no-better-than-chance')); // prettier-ignore
    expect(two[1]).toMatch(/: "b" \(2 of 2\), "a" \(1 of 3\)\.$/);
    const many = reportOf(
      Array.from({ length: 30 }, (_, i) => [`c${i}`, 2, 0, i < 25 ? 0 : 2] as const),
      'too-few-pictures',
    );
    expect(weaknessSentences(many).join(' ')).toMatch(/never predicts "c0", "c1", "c2" and 22 more: .* these classes/);
    expect(weaknessSentences(many).at(-1)).toContain('fewer classes');
  });

  it('knows classes that no picture bears, and reports that do not say', () => {
    const report = reportOf([['a', 3, 1, 0], ['empty', 0, 0, 0]], 'too-few-pictures'); // prettier-ignore
    expect(neverPredicted(report)).toEqual(['a']);
    expect(reachedClasses(exampleAudit().report)).toEqual([]);
  });

  it('gives no number of how good the labels are, in any format, and does not call them wrong', () => {
    const report = reportOf(CLOTHES, 'too-few-pictures');
    const texts = {
      text: formatText(report),
      markdown: formatMarkdown(report),
      html: formatHtml(report, { thumbnails: new Map(), shown: 10 }),
    };
    for (const [format, text] of Object.entries(texts)) {
      expect(text, format).not.toMatch(/probably wrong|label quality<|Label issues|label issues|[Ll]abel health\s+0/);
      expect(text, format).toMatch(/too few pictures/);
      expect(text, format).toMatch(/never predicts/);
    }
    expect(texts.text).toMatch(/shoes +11 +9 +14/);
  });
});
