import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openReportFolder } from '../../../../src/audit/report/open-report.ts';
import { openStoredReport } from '../../../../src/audit/report/stored-report.ts';
import { sha256 } from '../../../../src/files/sha256.ts';
import { type AuditReport } from '../../../../src/audit/report/types.ts';
import { writeReport } from '../../../../src/audit/report/write-report.ts';
import { temporaryFolder } from '../../dataset/temporary-folder.ts';
import { exampleAudit } from '../example-audit.ts';
import { readReport } from '../read-report.ts';

const FILES = ['.gitignore', 'labels.npy', 'paths.csv', 'pred_probs.npy', 'report.json'];
const { report, ...arrays } = exampleAudit();
/** Another audit of the same pictures: its arrays differ, and nothing else that could give it away. */
const other = {
  report: { ...report, createdAt: 'later' },
  arrays: {
    ...arrays,
    labels: Int32Array.from(arrays.labels, (label) => 1 - label),
    predProbs: { ...arrays.predProbs, data: arrays.predProbs.data.map((p) => 1 - p) },
  },
};

let folder: string;
let file: string;
beforeEach(async () => {
  folder = join(await temporaryFolder(), '.label-audit');
  file = join(folder, 'report.json');
});

describe('writeReport', () => {
  it('notes which files are its own, and those of another audit are not used with it', async () => {
    const written = await writeReport(folder, report, arrays);
    expect((await readdir(folder)).sort()).toEqual(FILES);
    const opened = await openReportFolder(folder);
    const nothing = report.paths.map(() => null);
    expect(opened.report).toEqual({ ...(JSON.parse(JSON.stringify(written)) as object), contents: nothing });
    for (const [name, hash] of Object.entries(written.files ?? {})) {
      expect(hash, name).toBe(sha256(await readFile(join(folder, name))));
    }
    expect(Object.keys(written.files ?? {}).sort()).toEqual(['labels.npy', 'paths.csv', 'pred_probs.npy']);
    expect(await opened.labels()).toEqual(arrays.labels);
    expect((await opened.predProbs()).data).toEqual(arrays.predProbs.data);

    await writeReport(folder, other.report, other.arrays);
    await expect(opened.labels()).rejects.toThrow(/labels\.npy was not written with the report beside it/);
    await expect(opened.predProbs()).rejects.toThrow(/pred_probs\.npy was not written with/);
    const now = await openReportFolder(folder);
    expect(await now.labels()).toEqual(other.arrays.labels);
  });

  it('never mixes audits that end at the same moment', async () => {
    const audits = Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? { report, arrays } : other));
    const written = await Promise.all(audits.map((audit) => writeReport(folder, audit.report, audit.arrays)));
    const last = await openReportFolder(folder);
    expect(written.map(({ files }) => files)).toContainEqual(last.report.files);
    await last.labels();
    await last.predProbs();
    expect((await readdir(folder)).sort()).toEqual(FILES);
  });

  it('leaves the last good report and its arrays where one file can’t be written', async () => {
    const written = await writeReport(folder, report, arrays);
    await rm(join(folder, 'labels.npy'));
    await mkdir(join(folder, 'labels.npy'));
    await expect(writeReport(folder, other.report, other.arrays)).rejects.toThrow(/labels\.npy: this is a folder/);
    const opened = await openReportFolder(folder);
    expect(opened.report.files).toEqual(written.files);
    await opened.predProbs();
    expect((await readdir(folder)).sort()).toEqual(FILES);
  });

  it('brings an older .gitignore of ours up to date, and leaves others alone', async () => {
    await mkdir(folder);
    const ignore = join(folder, '.gitignore');
    const old = '# Written by Label Audit. reviews.csv is not listed: commit it.\nreport.json\n*.tmp\nmine\n';
    await writeFile(ignore, old);
    await writeReport(folder, report, arrays);
    const updated = `${old}paths.csv\nissues.jsonl\nreviewed.jsonl\nproblems.jsonl\npicture_scores.npy\nmap.npy\nmap_layout-*.npy\n`;
    expect(await readFile(ignore, 'utf8')).toBe(updated);
    await writeReport(folder, report, arrays);
    expect(await readFile(ignore, 'utf8')).toBe(updated);
    await writeFile(ignore, '*\n');
    await writeReport(folder, report, arrays);
    expect(await readFile(ignore, 'utf8')).toBe('*\n');
  });
});

describe('what stands beside a report', () => {
  const names = ['a,b.png', '"q".png', 'line\nbreak\r.png', '#hash.png', ' blank .png', 'ä/日本.png', 'x;y.png'];
  const many: AuditReport = {
    ...report,
    dataset: { ...report.dataset, kind: 'folders', labelsFile: undefined, audited: names.length },
    paths: names,
    contents: names.map((_, i) => (i === 2 ? null : `${i}`.repeat(16))),
    issues: [{ ...report.issues[0], path: names[1] }],
  };
  const written = (change: object = {}): Promise<AuditReport> => writeReport(folder, { ...many, ...change }, arrays);

  it('names pictures as they are named, whatever that is, and what they held', async () => {
    await written();
    const opened = await readReport(file);
    expect(opened.paths).toEqual(names);
    expect(opened.contents).toEqual(many.contents);
    expect(opened.repeated).toBeUndefined();
  });

  it('tells the rows of a picture apart that stands in several splits', async () => {
    const repeated = [
      { index: 0, row: 3, split: 'train' },
      { index: 3, row: 9, split: 'a, "b"' },
      { index: 6, row: 12 },
    ];
    const paths = names.map((name, i) => (i % 3 === 0 ? names[0] : name));
    await written({ paths, repeated });
    const opened = await readReport(file);
    expect(opened.paths).toEqual(paths);
    expect(opened.repeated).toEqual(repeated);
    await written({ paths, repeated: repeated.slice(1) });
    await readReport(file);
    await written({ paths, repeated: repeated.map((one) => ({ ...one, split: 'train' })) });
    await expect(readReport(file)).rejects.toThrow(/line 6 names a,b\.png a second time/);
  });

  it.each([
    ['a line too few', (text: string) => text.slice(0, text.lastIndexOf('x;y')), /line 9 is missing: there are 6 of/],
    ['a line too many', (text: string) => `${text}more.png,,,\n`, /line 10 is one picture more than the 7/],
    ['another header', (text: string) => text.replace('path', 'image'), /line 1 should be path,content,row,split/],
    ['a path outside', (text: string) => text.replace('x;y.png', '../x'), /line 9 can't be used.*within the data set/],
    ['a path twice', (text: string) => text.replace('x;y.png', 'ä/日本.png'), /line 9 names ä\/日本.png a second time/],
    ['an open quote', (text: string) => text.replace('x;y.png', '"x'), /line 10 is missing: there are 6 of/],
    ['three cells', (text: string) => text.replace('x;y.png', 'x,y'), /line 9 should have 4 cells/],
    [
      'a row that is none',
      (text: string) => text.replace(/,,\n$/, ',-1,\n'),
      /line 9 has the row -1, which is no number/,
    ],
    ['a split, but no row', (text: string) => text.replace(/,,\n$/, ',,val\n'), /line 9 has a split, but no row/],
    ['another content', (text: string) => text.replace('0000', '1111'), /was not written with the report beside it/],
    ['nothing in it', () => '', /line 1 is missing/],
  ])('is refused where paths.csv has %s', async (_name, change, message) => {
    await written();
    const paths = join(folder, 'paths.csv');
    await writeFile(paths, change(await readFile(paths, 'utf8')));
    await expect(readReport(file)).rejects.toThrow(message);
    await expect(readReport(file)).rejects.toThrow(/paths\.csv.*Run the audit again/);
  });

  it('is refused where paths.csv is gone, or a folder', async () => {
    await written();
    await rm(join(folder, 'paths.csv'));
    await expect(readReport(file)).rejects.toThrow(/Cannot read .*paths\.csv: no such file/);
    await mkdir(join(folder, 'paths.csv'));
    await expect(readReport(file)).rejects.toThrow(/paths\.csv: it is no regular file/);
    expect((await readdir(folder)).sort()).toEqual(FILES);
  });

  const problems = Array.from({ length: 20_001 }, (_, i) => ({
    ...{ kind: 'missing-image' as const, path: `${i}.png`, row: i + 1, message: `${i}.png\u2028 is not there.` },
  }));

  it('holds lists that are too long for the report, and goes with them', async () => {
    const all = await written({ problems });
    expect((await readdir(folder)).sort()).toEqual([...FILES, 'problems.jsonl'].sort());
    const listed = JSON.parse(await readFile(file, 'utf8')) as { counts: unknown; problems: unknown[] };
    expect(listed.counts).toEqual({ issues: 1, reviewed: 0, problems: 20_001 });
    expect(listed.problems).toHaveLength(20_000);
    expect((await readReport(file)).problems).toEqual(all.problems);
    await written({ problems: problems.slice(1) });
    expect((await readdir(folder)).sort()).toEqual(FILES);
  });

  it.each([
    [
      'a line that is no JSON',
      (text: string) => text.replace('{', ''),
      /line 1 is none of the report's problems: it is not JSON/,
    ],
    [
      'another type',
      (text: string) => text.replace('"row":2,', '"row":-2,'),
      /line 2 .*row should be a whole number, but is -2/,
    ],
    [
      'a line too few',
      (text: string) => text.slice(text.indexOf('\n') + 1),
      /was not written with the report beside it/,
    ],
    ['null', () => 'null\n', /line 1 .*the whole line should be an object, but is null/],
  ])('is refused where a list has %s', async (_name, change, message) => {
    await written({ problems });
    const list = join(folder, 'problems.jsonl');
    await writeFile(list, change(await readFile(list, 'utf8')));
    await expect(readReport(file)).rejects.toThrow(message);
  });

  it('is refused where the report lists fewer than it says', async () => {
    await written();
    await writeFile(file, (await readFile(file, 'utf8')).replace('"problems": 1', '"problems": 2'));
    await expect(readReport(file)).rejects.toThrow(/counts\.problems is 2, but there are 1/);
  });
});

describe('a damaged report', () => {
  const DAMAGES: Readonly<Record<string, (text: string) => string>> = {
    'cut off': (text) => text.slice(0, text.length / 2),
    empty: () => '',
    'full of zeros': (text) => '\0'.repeat(text.length),
    'of wrong types': (text) => text.replace(/"issues": \[/, '"issues": 7, "x": ['),
  };

  it.each(Object.keys(DAMAGES))('is set aside and said so by whoever reads it: %s', async (name) => {
    await writeReport(folder, report, arrays);
    const text = DAMAGES[name](await readFile(file, 'utf8'));
    await writeFile(file, text);
    const reading = openStoredReport(dirname(folder));
    await expect(reading).rejects.toThrow(
      /damaged: it was set aside as report\.damaged\.json\. Run the audit again\.$/,
    );
    expect(await readFile(join(folder, 'report.damaged.json'), 'utf8')).toBe(text);
    expect((await readdir(folder)).sort()).toEqual([...FILES.slice(0, 4), 'report.damaged.json']);
    await expect(openStoredReport(dirname(folder))).rejects.toThrow(/There is no report/);
  });

  it('is set aside and said so by the next audit', async () => {
    await mkdir(folder);
    await writeFile(file, '{"schemaVersion":');
    const written: AuditReport = await writeReport(folder, report, arrays);
    expect(written.warnings).toEqual([...report.warnings, expect.stringMatching(/report\.damaged\.json/)]);
    expect(await readReport(file)).toMatchObject({ warnings: written.warnings });
    expect(await readFile(join(folder, 'report.damaged.json'), 'utf8')).toBe('{"schemaVersion":');
  });

  it('is left where it is if another version wrote it, or the user named its place', async () => {
    await mkdir(folder);
    await writeFile(file, '{"schemaVersion": 99}');
    await expect(openStoredReport(dirname(folder))).rejects.toThrow(/layout 99/);
    await writeFile(file, '');
    await expect(openStoredReport(dirname(folder), folder)).rejects.toThrow(/not a report/);
    expect(await readdir(folder)).toEqual(['report.json']);
  });
});
