import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareFix } from '../../../../src/audit/remediation/fix-dataset.ts';
import { writeFix } from '../../../../src/audit/remediation/write-fix.ts';
import type { RemediationOptions } from '../../../../src/audit/remediation/plan.ts';
import { mergeReviews, parseReviews, reviewOf } from '../../../../src/audit/remediation/reviews.ts';
import type { AuditReport } from '../../../../src/audit/report/types.ts';
import { readDataset } from '../../../../src/dataset/read-dataset.ts';
import { temporaryFolder } from '../../dataset/temporary-folder.ts';
import { exampleAudit } from '../example-audit.ts';

/** The picture x stands in the test split, twice in the training split with one label, and once with another. */
const ROWS = ['x.png,b,test', 'x.png,b,train', 'y.png,a,train', 'x.png,b,train', 'x.png,a,train'];
const textOf = (rows: readonly string[]): string => `image,label,split\n${rows.join('\n')}\n`;

async function fixed(options: Partial<RemediationOptions>, reviews?: string, rows = ROWS): Promise<string> {
  const root = await temporaryFolder({ 'labels.csv': textOf(rows) });
  const example = exampleAudit().report;
  const issue = { index: 0, path: 'x.png', row: 2, split: 'train', givenLabel: 'b', suggestedLabel: 'a' };
  const report: AuditReport = {
    ...example,
    dataset: { ...example.dataset, root, labelsFile: 'labels.csv', classes: ['a', 'b'] },
    options: { ...example.options, imageColumn: undefined, labelColumn: undefined, splitColumn: undefined },
    paths: ['x.png', 'y.png'],
    repeated: [{ index: 0, row: 2, split: 'train' }],
    issues: [{ ...issue, labelQuality: 0.1, givenProbability: 0.1, suggestedProbability: 0.9 }],
  };
  const all = { by: 'all', action: 'prune', minExamplesPerClass: 0 } as const;
  const known = reviews === undefined ? {} : { reviews: parseReviews(reviews) };
  await writeFix(await prepareFix(root, report, { ...all, ...known, ...options }));
  return readFile(join(root, 'labels.csv'), 'utf8');
}

const decisions = (...lines: string[]): string => `path,label,decision,date,split\n${lines.join('\n')}\n`;

describe('a picture in several rows', () => {
  it('is an example in each split, and its other rows are known', async () => {
    const { examples, repeatedRows, problems } = await readDataset(
      await temporaryFolder({ 'labels.csv': textOf(ROWS) }),
    );
    expect(examples.map(({ path, split, place }) => [path, split, 'row' in place && place.row])).toEqual([
      ['x.png', 'test', 1],
      ['x.png', 'train', 2],
      ['y.png', 'train', 3],
    ]);
    expect(repeatedRows?.map(({ row, label }) => [row, label])).toEqual([
      [4, 'b'],
      [5, 'a'],
    ]);
    expect(problems[0].message).toContain('it stands in the split "train", and in the split "test" in row 1');
  });

  it('loses by a plan the rows of the audited split that bear the label, and no others', async () => {
    expect(await fixed({})).toBe(textOf([ROWS[0], ROWS[2], ROWS[4]]));
    const relabelled = ['x.png,b,test', 'x.png,a,train', 'y.png,a,train', 'x.png,a,train', 'x.png,a,train'];
    expect(await fixed({ action: 'relabel' })).toBe(textOf(relabelled));
  });

  it('is changed by a review in the one row that it is about', async () => {
    const two = ['x.png,b,test', 'x.png,b,train', 'y.png,a,train'];
    const options = { by: 'reviewed', action: 'relabel' } as const;
    const here = decisions('x.png,a,relabelled,2026-01-01,train');
    expect(await fixed(options, here, two)).toBe(textOf([two[0], 'x.png,a,train', two[2]]));
    // Nobody can tell which row these are about.
    expect(await fixed(options, decisions('x.png,a,relabelled,2026-01-01,'), two)).toBe(textOf(two));
    expect(await fixed({ by: 'reviewed' }, decisions('x.png,b,removed,2026-01-01,train'))).toBe(textOf(ROWS));
  });

  it('is not fixed where a row has become another since it was planned', async () => {
    const root = await temporaryFolder({ 'labels.csv': textOf(ROWS) });
    const example = exampleAudit().report;
    const report = { ...example, dataset: { ...example.dataset, classes: ['a', 'b'] }, paths: [], issues: [] };
    const reviews = parseReviews(decisions('y.png,b,relabelled,2026-01-01,'));
    const options = { by: 'reviewed', action: 'relabel', minExamplesPerClass: 0, reviews } as const;
    const plain = { ...report, options: { ...example.options, imageColumn: undefined, labelColumn: undefined } };
    const fix = await prepareFix(root, { ...plain, options: { ...plain.options, splitColumn: undefined } }, options);
    await writeFile(join(root, 'labels.csv'), textOf([...ROWS].reverse()));
    await expect(writeFix(fix)).rejects.toThrow('meanwhile');
  });
});

describe('reviews of a picture in several splits', () => {
  const OLD = 'path,label,decision,note,date,content\nx.png,b,kept,,2026-01-01,\n';

  it('get a column for the split when they need one, and what was there stays byte for byte', () => {
    const review = { path: 'x.png', split: 'train', label: 'a', decision: 'relabelled', date: '2026-02-01' } as const;
    const merged = mergeReviews(OLD, { set: [review] });
    expect(merged).toBe(
      'path,label,decision,note,date,content,split\nx.png,b,kept,,2026-01-01,\nx.png,a,relabelled,,2026-02-01,,train\n',
    );
    const reviews = parseReviews(merged);
    expect(reviewOf(reviews, 'x.png', 'train')).toEqual(review);
    expect(reviewOf(reviews, 'x.png', 'test')?.decision).toBe('kept');
    expect(mergeReviews(OLD, { set: [{ ...review, split: undefined }] })).not.toContain('split');
  });

  it('are those of an old file for every split', () => {
    for (const split of ['train', 'test', undefined])
      expect(reviewOf(parseReviews(OLD), 'x.png', split)?.label).toBe('b');
  });
});
