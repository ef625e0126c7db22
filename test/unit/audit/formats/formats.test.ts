import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { formatCsv } from '../../../../src/audit/formats/format-csv.ts';
import { formatJson } from '../../../../src/audit/report/format-json.ts';
import { formatText } from '../../../../src/audit/formats/format-text.ts';
import { parseReport } from '../../../../src/audit/report/read-report.ts';
import { exampleAudit } from '../example-audit.ts';

describe('formatCsv', () => {
  it('gives every picture a line that a CSV reader reads back', () => {
    const rows: Record<string, string>[] = parse(formatCsv(exampleAudit()), { columns: true });
    expect(rows).toEqual([
      {
        ...{ image: 'a.png', given_label: 'cat', is_label_issue: 'false', label_quality: '0.75' },
        ...{ predicted_label: 'cat', predicted_probability: '0.75', why: '' },
      },
      {
        ...{ image: 'b, c.png', given_label: 'cat', is_label_issue: 'true', label_quality: '0.00001' },
        ...{ predicted_label: 'dog, "big"', predicted_probability: '0.99999' },
        why: 'The model gives "dog, "big"" >99%, "cat" <1%.',
      },
      {
        ...{ image: 'd"e".png', given_label: 'dog, "big"', is_label_issue: 'false', label_quality: '0.875' },
        ...{ predicted_label: 'dog, "big"', predicted_probability: '0.875', why: '' },
      },
    ]);
  });

  it('predicts of an issue what the other formats suggest, also where the last round would say another', () => {
    const audit = exampleAudit();
    const [issue] = audit.report.issues;
    const other = audit.report.dataset.classes.find((name) => name !== issue.suggestedLabel)!;
    const issues = [{ ...issue, suggestedLabel: other, suggestedProbability: 0.4 }];
    const rows: Record<string, string>[] = parse(formatCsv({ ...audit, report: { ...audit.report, issues } }), {
      columns: true,
    });
    expect(rows[issue.index]).toMatchObject({ predicted_label: other, predicted_probability: '0.4' });
  });

  it('suggests the first class on a tie, and quotes line breaks', () => {
    const audit = exampleAudit();
    audit.predProbs.data.fill(0.5);
    const paths = ['line\nbreak.png', 'b.png', 'c.png'];
    const rows: string[][] = parse(formatCsv({ ...audit, report: { ...audit.report, issues: [], paths } }));
    expect(rows[1][0]).toBe('line\nbreak.png');
    expect(rows.slice(1).map((row) => row[4])).toEqual(['cat', 'cat', 'cat']);
  });
});

describe('formatCsv and spreadsheets', () => {
  const hostile = ['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '=cmd|"/c calc"!A0', '-1', '+5.2e3'];
  const cells = (formulaGuard?: boolean): string[] => {
    const audit = exampleAudit();
    const { report } = audit;
    const n = hostile.length;
    const predProbs = { data: Float64Array.from({ length: 2 * n }, () => 0.5), n, k: 2 };
    const labels = new Int32Array(n);
    const text = formatCsv(
      { report: { ...report, paths: hostile }, predProbs, labels, labelQuality: new Float64Array(n).fill(-0.5) },
      formulaGuard === undefined ? {} : { formulaGuard },
    );
    const rows: string[][] = parse(text);
    expect(rows.slice(1).map((row) => row[3])).toEqual(hostile.map(() => '-0.5'));
    return rows.slice(1).map(([image]) => image);
  };

  it('puts an apostrophe before what they would run; numbers stay numbers', () => {
    expect(cells()).toEqual(hostile.map((name) => (/^[+-][\d.e]+$/.test(name) ? name : `'${name}`)));
  });

  it('gives every value as it is where a program asks for that', () => {
    expect(cells(false)).toEqual(hostile);
  });
});

describe('formatText', () => {
  it('says what was read and left out, how good the model is, and what is wrong', () => {
    const text = formatText(exampleAudit().report);
    expect(text).toBe(`Data set       /data/pets (labels file labels.csv)
Read           4 labelled pictures, 2 classes (train 3, val 1)
Audited        3, 1 left out

Problems in the data set: 1
  gone.png (row 4) does not exist.

Model          small-cnn, 1 fold, 20 epochs, seed 7, backend wasm
Accuracy       0.6667, cross-validated against the given labels

Label issues   1 of 3 (33.3%), by both
Label health   0.6667 overall (estimated share of labels that are right)

Health of each class, worst first
  class       pictures  flagged  label issues  missed  label noise  label quality
  cat                2        1             1       0       0.5000         0.5000
  dog, "big"         1        0             0       1       0.0000         1.0000

Overlapping classes (1 of 1)
  classes             examples in both  joint probability
  cat and dog, "big"                 1             0.3333

Worst labels (1 of 1)
  quality  given  suggested   probability  picture           why
  <0.0001  cat    dog, "big"      >0.9999  b, c.png (row 2)  The model gives "dog, "big"" >99%, "cat" <1%.

Warnings
  Something to know.
`);
  });

  it('lists no more than --top labels, and none for 0', () => {
    const { report } = exampleAudit();
    const issues = Array.from({ length: 30 }, (_, i) => ({ ...report.issues[0], path: `${i}.png` }));
    expect(formatText({ ...report, issues })).toContain('Worst labels (20 of 30)');
    expect(formatText({ ...report, issues }, { top: 3 })).toContain('Worst labels (3 of 30)');
    expect(formatText({ ...report, issues }, { top: 0 })).not.toContain('Worst labels');
  });

  it('names where given probabilities came from', () => {
    const { report } = exampleAudit();
    const options = { ...report.options, predProbsFile: 'mine.npy' };
    const text = formatText({ ...report, options, crossValidation: undefined });
    expect(text).toMatch(/^Probabilities +from mine\.npy$/m);
    expect(text).not.toContain('Accuracy');
  });

  it('lets no name in a data set write control codes to the terminal', () => {
    const { report } = exampleAudit();
    const issues = [{ ...report.issues[0], path: '\u001b[2Jgone\n0.0000  forged', givenLabel: 'c\u202eat' }];
    const text = formatText({ ...report, issues });
    expect(text).toContain('\\u001b[2Jgone\\u000a0.0000  forged');
    expect(text).toContain('c\\u202eat');
  });
});

describe('formatJson', () => {
  it('is what parseReport reads', () => {
    const { report } = exampleAudit();
    expect(parseReport(formatJson(report), 'report.json')).toEqual(report);
  });
});
