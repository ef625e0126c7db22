import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../../src/files/input-error.ts';
import { formatJson } from '../../../../src/audit/report/format-json.ts';
import { parseReport } from '../../../../src/audit/report/read-report.ts';
import { readReport } from '../read-report.ts';
import { exampleAudit } from '../example-audit.ts';

const good = (): Record<string, unknown> => JSON.parse(formatJson(exampleAudit().report)) as Record<string, unknown>;
const refusal = (content: string): string => {
  try {
    parseReport(content, 'report.json');
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  return 'accepted';
};

describe('a report that is none', () => {
  it.each([
    ['', /not JSON/],
    ['{"schemaVersion": 1', /not JSON/],
    ['[]', /no schemaVersion/],
    ['null', /no schemaVersion/],
    ['{"issues": []}', /no schemaVersion/],
  ])('%j is refused', (content, message) => {
    expect(refusal(content)).toMatch(message);
  });

  it('of another layout is refused with what to do', () => {
    expect(refusal(JSON.stringify({ ...good(), schemaVersion: 99 }))).toMatch(
      /layout 99.*layout 1, 2, 3.*Run the audit again/,
    );
  });

  it.each([
    [['paths'], undefined, /paths should be a list/],
    [['paths'], ['a', 3], /paths\[1\] should be a string/],
    [['dataset', 'classes'], 'cat', /dataset\.classes should be a list/],
    [['issues', 0, 'labelQuality'], 1.5, /issues\[0\]\.labelQuality should be a number from 0 to 1/],
    [['issues', 0, 'row'], -1, /issues\[0\]\.row should be a whole number/],
    [['health'], null, /health should be an object/],
    [['health', 'classes', 1, 'class'], 4, /health\.classes\[1\]\.class should be a string/],
    [['confidentJoint', 0], 7, /confidentJoint\[0\] should be a list/],
    [['crossValidation', 'accuracy'], 'high', /crossValidation\.accuracy should be a number/],
    [['crossValidation', 'folds', 0, 'history'], undefined, /crossValidation\.folds\[0\]\.history should be a list/],
    [['dataset', 'kind'], 'zip', /dataset\.kind should be one of csv, folders/],
    [['dataset', 'labelsFile'], '../labels.csv', /dataset\.labelsFile should be a path within/],
    [['dataset', 'classes', 1], 'cat', /dataset\.classes names a class twice/],
    [['options', 'model'], 'constructor', /options\.model should be one of auto, features, small-cnn/],
    [['options', 'folds'], 1e9, /options\.folds should be a whole number from/],
    [['paths', 0], '../../secret.png', /paths\[0\] should be a path within the data set's folder/],
    [['paths', 0], '/etc/passwd', /paths\[0\] should be a path within/],
    [['paths', 0], 'C:\\x.png', /paths\[0\] should be a path within/],
    [['paths', 0], '\\\\host\\share\\x.png', /paths\[0\] should be a path within/],
    [['paths', 0], 'a\0.png', /paths\[0\] should be a path within/],
    [['paths', 0], '\ud800.png', /paths\[0\] should be a path within/],
    [['paths', 0], 'd"e".png', /paths names a picture twice/],
    [['issues', 0, 'index'], 2, /issues\[0\]\.path is not the picture of issues\[0\]\.index/],
    [['issues', 0, 'suggestedLabel'], '', /issues\[0\]\.suggestedLabel is none of the classes/],
    [['issues', 0, 'similar'], { given: ['../x'], suggested: [] }, /issues\[0\]\.similar should be a path within/],
    [['issues', 0, 'nearest'], [['', 1]], /issues\[0\]\.nearest\[0\] is none of the classes/],
    [['issues', 0, 'neighbours'], [['x.png', 'bear']], /issues\[0\]\.neighbours\[0\] is of none of the classes/],
    [['issues', 0, 'neighbours'], [['../x.png', 'cat']], /issues\[0\]\.neighbours\[0\] should be a path within/],
    [['issues', 0, 'neighbours'], [['x.png']], /issues\[0\]\.neighbours\[0\]\[1\] should be a string/],
    [['confidentJoint', 1], [1, 0, 1, 1], /confidentJoint\[1\] should be a list of 3/],
    [['confidentJoint', 1], [1, -1, 1], /confidentJoint\[1\]\[1\] should be a whole number, but is -1/],
    [['confidentJoint', 1], [2, 0, 1], /confidentJoint\[1\] names a class that is none of the 2/],
    [['firstRound'], { rows: [1], classes: [] }, /firstRound\.rows and firstRound\.classes differ in length/],
    [['firstRound'], { rows: [3], classes: [0] }, /firstRound\.rows\[0\] is not the place of a picture/],
    [['firstRound'], { rows: [1, 1], classes: [0, 0] }, /firstRound\.rows\[1\] is not the place of a picture/],
    [['firstRound'], { rows: [1], classes: [2] }, /firstRound\.classes\[0\] is none of the 2 classes/],
    [['weak'], 'moody', /weak should be one of no-better-than-chance/],
    [['contents'], ['a'], /contents should be a list of 3/],
    [['files'], 'x', /files should be an object, but is "x"/],
    [['files'], { 'labels.npy': null }, /files\.labels\.npy should be a string, but is null/],
    [['files'], { 'pred_probs.npy': '' }, /files\.pred_probs\.npy should be a SHA-256/],
    [['counts'], { issues: 1 }, /counts\.reviewed should be a whole number, but is missing/],
    [['dataset', 'splits', 'constructor'], 'x', /dataset\.splits\.constructor should be a whole number, but is "x"/],
    [['timings'], ['x'], /timings should be an object, but is a list/],
    [
      ['crossValidation', 'settings', 'epochs'],
      null,
      /crossValidation\.settings\.epochs should be a string, or a number/,
    ],
    [['problems', 0, 'kind'], 'mood', /problems\[0\]\.kind should be one of missing-image/],
    [['problems', 0, 'message'], undefined, /problems\[0\]\.message should be a string/],
  ])('with %j = %j is refused by name', (place, value, message) => {
    const report = good();
    let owner = report as Record<string | number, unknown>;
    for (const step of place.slice(0, -1)) owner = owner[step] as Record<string | number, unknown>;
    owner[place[place.length - 1]] = value;
    expect(refusal(JSON.stringify(report))).toMatch(message);
  });
});

describe('what a report must not decide', () => {
  it('is dropped: programs that run, and folders that are written', () => {
    const report = good();
    report.options = {
      ...(report.options as object),
      workerFile: '/tmp/evil.mjs',
      out: '/tmp',
      cacheFolder: '/tmp',
      x: 1,
    };
    const { options } = parseReport(JSON.stringify(report), 'report.json');
    expect(options).toEqual(exampleAudit().report.options);
  });

  it.each([
    ['__proto__', '{"polluted": true}'],
    ['constructor', '{"prototype": {"polluted": true}}'],
  ])('%s among its fields changes no other object', (name, value) => {
    const content = JSON.stringify(good()).replace('{', `{${JSON.stringify(name)}: ${value},`);
    refusal(content);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('of more entries than memory may hold is not even parsed', () => {
    const content = JSON.stringify(good()).replace('"issues":[', `"issues":[${'{},'.repeat(4_000_001)}`);
    expect(refusal(content)).toMatch(/report\.json is not a report of Label Audit: it has more than 4000000 lists/);
  });

  it('of a layout that is a deep list is refused in a few words', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    expect(refusal(`{"schemaVersion": ${deep}}`)).toMatch(/has layout a list, but/);
    expect(refusal(deep)).toMatch(/no schemaVersion|not JSON/);
    expect(refusal(JSON.stringify({ schemaVersion: 'x'.repeat(1e6) })).length).toBeLessThan(300);
  });
});

describe('readReport', () => {
  it('reads a file, and names one that is not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'label-audit-report-'));
    try {
      const file = join(folder, 'report.json');
      await expect(readReport(file)).rejects.toThrow(`Cannot read the report ${file}`);
      await writeFile(file, formatJson(exampleAudit().report));
      expect(await readReport(file)).toEqual(exampleAudit().report);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('reads a file with a byte order mark, and refuses what is no file or too large', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'label-audit-report-'));
    try {
      const file = join(folder, 'report.json');
      await writeFile(file, `\ufeff${formatJson(exampleAudit().report)}`);
      expect(await readReport(file)).toEqual(exampleAudit().report);
      await truncate(file, 3e9);
      await expect(readReport(file)).rejects.toThrow(/report\.json: it has 3000000000 bytes, more than/);
      await expect(readReport(folder)).rejects.toThrow('it is no regular file');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('accepts an accuracy over no pictures, which JSON writes as null', () => {
    const { report } = exampleAudit();
    const folds = [{ ...report.crossValidation!.folds[0], heldOutAccuracy: Number.NaN }];
    const content = formatJson({ ...report, crossValidation: { ...report.crossValidation!, folds } });
    expect(refusal(content)).toBe('accepted');
  });
});

/** A report as version 0.1 wrote it: everything in one file, and the confident joint as nested rows. */
function layout1(): Record<string, unknown> {
  return {
    ...good(),
    schemaVersion: 1,
    arrays: { labels: 'a'.repeat(64), predProbs: 'b'.repeat(64) },
    confidentJoint: [
      [1, 1],
      [0, 1],
    ],
  };
}

describe('the nearest pictures', () => {
  const withIssue = (change: object): string => {
    const { report } = exampleAudit();
    return formatJson({ ...report, issues: report.issues.map((issue) => ({ ...issue, ...change })) });
  };

  it('are read with their labels, and a report from before there were any opens too', () => {
    const { classes } = exampleAudit().report.dataset;
    const nearest = [[classes[0], 1]] as const;
    const neighbours = [['b/near.png', classes[0]]] as const;
    expect(parseReport(withIssue({ nearest, neighbours }), 'report.json').issues[0]).toMatchObject({ neighbours });
    const old = parseReport(withIssue({ nearest, neighbours: undefined }), 'report.json').issues[0];
    expect(old).toMatchObject({ nearest });
    expect(old).not.toHaveProperty('neighbours');
  });
});

describe('a report of layout 1', () => {
  it('is read as this version would have written it', () => {
    const files = { 'labels.npy': 'a'.repeat(64), 'pred_probs.npy': 'b'.repeat(64) };
    expect(parseReport(JSON.stringify(layout1()), 'report.json')).toEqual({ ...exampleAudit().report, files });
  });

  it.each([
    ['arrays', 'x', /arrays should be an object, but is "x"/],
    ['arrays', {}, /arrays\.labels should be a string/],
    ['arrays', { labels: 'a'.repeat(64), predProbs: null }, /arrays\.predProbs should be a string, but is null/],
    ['arrays', { labels: 'a'.repeat(64), predProbs: '' }, /arrays\.predProbs should be a SHA-256/],
    ['confidentJoint', [[1, 1], [1]], /confidentJoint should be 2 rows of 2 numbers/],
    ['confidentJoint', [[1, 1], 7], /confidentJoint\[1\] should be a list/],
    ['paths', undefined, /paths should be a list, but is missing/],
  ])('with %s = %j is refused by name', (name, value, message) => {
    expect(refusal(JSON.stringify({ ...layout1(), [name]: value }))).toMatch(message);
  });
});
