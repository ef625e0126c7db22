import { describe, expect, it } from 'vitest';
import { formatMarkdown } from '../../../../src/audit/formats/format-markdown.ts';
import { formatSarif } from '../../../../src/audit/formats/format-sarif.ts';
import { formatText } from '../../../../src/audit/formats/format-text.ts';
import { formatHtml } from '../../../../src/audit/formats/html/format-html.ts';
import { describeTrust, weakAsGiven, weakByAccuracy } from '../../../../src/audit/pipeline/trust/describe-trust.ts';
import { headlineHealth } from '../../../../src/audit/report/words/trust-words.ts';
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
      'The model reaches 66.7% of the given labels on pictures that it has not seen (the most common class alone: 22.0%): best "shoes" (9 of 11), "pants" (5 of 8), "shorts" (2 of 4); none right of "hat", "dress".',
    );
    expect(never).toBe(`It never predicts "hat": what is listed of that class is the model's fault first.`);
    expect(help).toMatch(/more pictures .*smallest class has 4 pictures.*--features/);
    expect(more).toEqual([]);
  });

  it('is told of a network by its accuracy, where no errors were planted', () => {
    const labels = Int32Array.from({ length: 600 }, (_, i) => (i < 158 ? 0 : 1 + (i % 9)));
    expect(weakByAccuracy(0.217, labels)).toBe('no-better-than-chance');
    expect(weakByAccuracy(0.41, labels)).toBe('disagrees-with-most');
    expect(weakByAccuracy(0.555, labels)).toBe('disagrees-with-most');
    expect(weakByAccuracy(0.6, labels)).toBeUndefined();
    const many = Int32Array.from({ length: 2000 }, (_, i) => i % 100);
    expect(weakByAccuracy(0.379, many)).toBe('disagrees-with-most');
    expect(weakByAccuracy(0.746, many)).toBeUndefined();
    const two = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i % 2);
    expect(weakByAccuracy(0.7, two(60))).toBe('no-better-than-chance');
    for (const few of [4, 40]) expect(weakByAccuracy(1, two(few))).toBe('too-few-pictures');
    expect(weakByAccuracy(1, two(41))).toBeUndefined();
    const report: AuditReport = { ...reportOf(CLOTHES), trust: undefined, weak: 'disagrees-with-most' };
    const sentences = weaknessSentences(report);
    expect(sentences[0]).toMatch(/disagrees with so many of them, and nothing tells who is right/);
    expect(sentences.at(-1)).toMatch(/--model features.*--calibrate/);
    expect(headlineHealth(report)).toBeUndefined();
    expect(formatText(report)).toMatch(/^Disagreements .*\nLabel health +not known$/m);
  });

  it('is told of given probabilities that know no more than the most common class', () => {
    const labels = Int32Array.from({ length: 1000 }, (_, i) => i % 10);
    const shuffled = labels.map((_, i) => (i * 7919 + Math.floor(i / 10)) % 10);
    expect(weakAsGiven(labels, shuffled)).toBe('no-better-than-chance');
    expect(weakAsGiven(labels, new Int32Array(1000))).toBe('no-better-than-chance');
    const third = labels.map((label, i) => (i % 3 === 0 ? label : (label + 1) % 10));
    expect(weakAsGiven(labels, third)).toBeUndefined();
    expect(weakAsGiven(labels, labels)).toBeUndefined();
    expect(weakAsGiven(Int32Array.of(0, 1, 2), Int32Array.of(1, 2, 0))).toBeUndefined();
  });

  it('is told by planted errors that are ranked hardly before right labels', () => {
    const labels = Int32Array.from({ length: 1600 }, (_, i) => i % 10);
    const judged = (auc: number, noise: number, accuracy: number): string | undefined => {
      const curve = Float64Array.of(0, noise * 1600);
      const trust = {
        ...{ n: 1600, planted: 640, auc, unlike: 0, noise: { estimate: noise, low: noise, high: noise } },
        ...{
          ranks: Int32Array.of(0, 1600),
          wrong: curve,
          wrongLow: curve,
          wrongHigh: curve,
          recall: Float64Array.of(0, 1),
        },
      };
      return describeTrust(trust, accuracy, labels)?.weak;
    };
    // Measured: photographs by small-cnn and by features, Roman numerals by small-cnn.
    expect(judged(0.836, 0.096, 0.555)).toBe('misses-planted-errors');
    expect(judged(0.928, 0.101, 0.755)).toBeUndefined();
    expect(judged(0.956, 0.083, 0.836)).toBeUndefined();
  });

  it('calls a class best or worst only where it is', () => {
    const reached = (...rows: (readonly [right: number, examples: number])[]): string =>
      weaknessSentences(
        reportOf(
          rows.map(([right, examples], i) => [`c${i}`, examples, right, 1] as const),
          'no-better-than-chance',
        ),
      )[1].replace(/^.* not seen(?: \(the most common class alone: [\d.]+%\))?/, '');
    const none = [0, 4] as const;
    expect(reached(none, none, none, none, none, none, none)).toBe(', and as many of each class.');
    expect(reached([3, 4], none, none, none, none, none, none, none)).toBe(
      ': best "c0" (3 of 4); none right of "c1", "c2", "c3" and 4 more.',
    );
    const half = [2, 4] as const;
    expect(reached(half, half, half, half, half, half, [1, 4])).toBe(
      ': best "c0" (2 of 4), "c1" (2 of 4), "c2" (2 of 4) and 3 more alike; worst "c6" (1 of 4).',
    );
    expect(reached([3, 4], [4, 4], half, half, half, half, half)).toMatch(
      /^: best "c1" \(4 of 4\), "c0" \(3 of 4\); worst /,
    );
    expect(reached([3, 4])).toBe('.');
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
    expect(neverPredicted(report).map((row) => row.class)).toEqual(['a']);
    expect(reachedClasses(exampleAudit().report)).toEqual([]);
  });

  it.each([
    ['where errors were planted', reportOf(CLOTHES, 'too-few-pictures')],
    ['where none were', { ...reportOf(CLOTHES), trust: undefined, weak: 'too-few-pictures' } satisfies AuditReport],
  ])('gives no number of how good the labels are, in any format, and does not call them wrong, %s', (_, report) => {
    const texts = {
      text: formatText(report),
      markdown: formatMarkdown(report),
      html: formatHtml(report, { thumbnails: new Map(), shown: 10 }),
      sarif: formatSarif(report, { base: '/data' }),
    };
    for (const [format, text] of Object.entries(texts)) {
      expect(text, format).not.toMatch(
        /[Pp]robably wrong|looks like|label quality<|Label issues|label issues|[Ll]abel health\s+0/,
      );
      expect(text, format).toMatch(/too few pictures/);
      expect(text, format).toMatch(/never predicts/);
    }
    expect(texts.text).toMatch(/shoes +11 +9 +14/);
    expect(texts.sarif).not.toMatch(/"level": "error"/);
    const { runs } = JSON.parse(texts.sarif) as { runs: [{ results: { level: string }[] }] };
    expect(runs[0].results.map(({ level }) => level)).toEqual(report.issues.map(() => 'note'));
  });
});
