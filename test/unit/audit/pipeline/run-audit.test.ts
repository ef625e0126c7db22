import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../../../src/files/input-error.ts';
import { defaultAuditOptions } from '../../../../src/audit/options/audit-options.ts';
import { formatJson } from '../../../../src/audit/report/format-json.ts';
import { isInputError } from '../../../../src/audit/input-errors.ts';
import { parseReport } from '../../../../src/audit/report/read-report.ts';
import { openStoredReport } from '../../../../src/audit/report/stored-report.ts';
import { reviewContent, type Review } from '../../../../src/audit/remediation/reviews.ts';
import { runAudit } from '../../../../src/audit/pipeline/run-audit.ts';
import { sha256 } from '../../../../src/files/sha256.ts';
import { writeReviews } from '../../../../src/audit/remediation/reviews-file.ts';
import { type Audit } from '../../../../src/audit/report/types.ts';
import { writeNpy } from '../../../../src/arrays/write-npy.ts';

/** Six "pictures" of two classes (they need not be decodable here), the third surely labelled wrong. */
const ROWS = ['a.png,cat', 'b.png,cat', 'c.png,cat', 'd.png,dog', 'e.png,dog', 'f.png,dog'];
const CAT = [0.95, 0.9, 0.02, 0.05, 0.1, 0.08];

let folder: string;
let predProbsFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-run-'));
  predProbsFile = join(folder, 'mine.npy');
  await writeRows(ROWS);
  for (const name of 'abcdef') await writeFile(join(folder, `${name}.png`), `picture ${name}`);
  await writeProbabilities(
    CAT.map((p) => [p, 1 - p]),
    2,
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const writeRows = (rows: readonly string[]): Promise<void> =>
  writeFile(join(folder, 'labels.csv'), ['image,label', ...rows, ''].join('\n'));
const writeProbabilities = (rows: readonly (readonly number[])[], k: number): Promise<void> =>
  writeNpy(predProbsFile, {
    ...{ dtype: 'float64', shape: [rows.length, k], fortranOrder: false },
    data: Float64Array.from(rows.flat()),
  });
const audit = (options: object = {}, hooks: Parameters<typeof runAudit>[1] = {}): Promise<Audit> =>
  runAudit({ ...defaultAuditOptions(folder), predProbsFile, ...options }, hooks);

describe('runAudit with given probabilities', () => {
  it('finds the wrong label and suggests the right one', async () => {
    const { report, labels } = await audit();
    expect(Array.from(labels)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(report.issues).toEqual([
      {
        ...{ index: 2, path: 'c.png', row: 3, givenLabel: 'cat', suggestedLabel: 'dog' },
        ...{ labelQuality: 0.02, givenProbability: 0.02, suggestedProbability: 0.98 },
        similar: { given: ['b.png', 'a.png'], suggested: ['d.png', 'f.png'] },
      },
    ]);
    expect(report.health.classes.map(({ class: name, examples, flagged }) => [name, examples, flagged])).toEqual([
      ['cat', 3, 1],
      ['dog', 3, 0],
    ]);
    expect(report.confidentJoint.reduce((sum, [, , count]) => sum + count, 0)).toBe(6);
    expect(report.dataset.labelsFileHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('takes the columns in the order of --classes', async () => {
    await writeProbabilities(
      CAT.map((p) => [1 - p, p]),
      2,
    );
    const { report } = await audit({ classes: ['dog', 'cat'] });
    expect(report.dataset.classes).toEqual(['dog', 'cat']);
    expect(report.issues.map((issue) => issue.path)).toEqual(['c.png']);
  });

  it('names a class without pictures', async () => {
    await writeProbabilities(
      CAT.map((p) => [p, 1 - p, 0]),
      3,
    );
    const { report } = await audit({ classes: ['cat', 'dog', 'emu'] });
    expect(report.warnings.join(' ')).toMatch(/No example is labelled class "emu"/);
    expect(report.warnings.join(' ')).toMatch(/The model never predicts class "emu"/);
    // The same as facts, each at the place of its sentence.
    const at = (words: RegExp): number => report.warnings.findIndex((text) => words.test(text));
    expect(report.warningFacts).toEqual([
      { at: at(/No example/), kind: 'classes-without-labels', names: ['emu'], numbers: [0] },
      { at: at(/never predicts/), kind: 'classes-never-predicted', names: ['emu'], numbers: [0] },
    ]);
  });

  it('refuses labels that are all one class, by its name', async () => {
    await writeRows(ROWS.map((row) => row.replace('cat', 'dog')));
    await writeProbabilities(
      CAT.map((p) => [p, 1 - p]),
      2,
    );
    const error = await audit({ classes: ['cat', 'dog'] }).catch((reason: unknown) => reason);
    expect(isInputError(error)).toBe(true);
    expect((error as Error).message).toMatch(/^Every label is class "dog": at least two classes/);
  });

  it('refuses rows and columns that do not match, naming both numbers', async () => {
    await writeRows(ROWS.slice(1));
    const rows = await audit().catch((error: unknown) => error);
    expect(isInputError(rows)).toBe(true);
    expect((rows as Error).message).toMatch(/6 rows, but the data set has 5/);
    await writeRows([...ROWS.slice(1), 'a.png,emu']);
    const columns = await audit().catch((error: unknown) => error);
    expect(isInputError(columns)).toBe(true);
    expect((columns as Error).message).toMatch(
      /2 columns, but the data set has 3 classes \(cat, dog, emu\).*--classes/,
    );
  });

  it('refuses probabilities that are none, naming picture, class and value', async () => {
    await writeProbabilities([...CAT.slice(1).map((p) => [p, 1 - p]), [NaN, 0.5]], 2);
    const error = await audit().catch((reason: unknown) => reason);
    expect(isInputError(error)).toBe(true);
    expect((error as Error).message).toMatch(/row of "f\.png", class "cat": probability is NaN/);
  });

  it('lists pictures that are missing and pictures that are the same, before any work on them, and judges all', async () => {
    await rm(join(folder, 'b.png'));
    await writeFile(join(folder, 'd.png'), 'picture a');
    const order: string[] = [];
    const { report } = await audit(
      {},
      {
        onProblems: (problems) => order.push(problems.map(({ kind, path }) => `${kind} ${path}`).join(', ')),
        onProgress: ({ stage, share }) => share === 0 && order.push(stage),
      },
    );
    const found = 'missing-image b.png, conflicting-duplicates a.png, conflicting-duplicates d.png';
    expect(order).toEqual(['reading', found, 'cleaning', 'writing']);
    expect(report.dataset.audited).toBe(6);
    expect(report.problems.map((problem) => problem.row)).toEqual([2, 1, 4]);
  });
});

describe('runAudit with reviews', () => {
  const keep = (more: Partial<Review> = {}): Promise<void> =>
    writeReviews(folder, [{ path: 'c.png', label: 'cat', decision: 'kept', date: '2026-01-02T03:04:05Z', ...more }]);

  it('does not flag a label again that was kept, says so, and counts it nowhere', async () => {
    await keep({ content: reviewContent(sha256('picture c')) });
    const { report } = await audit();
    expect(report.issues).toEqual([]);
    expect(report.reviewed?.map(({ path }) => path)).toEqual(['c.png']);
    expect(report.health.classes.map(({ flagged }) => flagged)).toEqual([0, 0]);
    expect(report.warnings).toContain(
      '1 flagged label is not listed, since a review in .label-audit/reviews.csv says that it is right.',
    );
    expect(parseReport(formatJson(report), 'report.json')).toEqual(JSON.parse(formatJson(report)));
  });

  it.each<[string, Partial<Review>]>([
    ['its label is another now', { label: 'dog' }],
    ['its picture is another now', { content: '0123456789abcdef' }],
    ['it was not kept', { decision: 'removed' }],
  ])('flags it again when %s', async (_, more) => {
    await keep(more);
    const { report } = await audit();
    expect(report.issues.map(({ path }) => path)).toEqual(['c.png']);
    expect(report.reviewed).toBeUndefined();
  });

  it('warns of reviews that it can not read', async () => {
    await mkdir(join(folder, '.label-audit'));
    await writeFile(join(folder, '.label-audit', 'reviews.csv'), 'path,label,decision\nc.png,cat,perhaps\n');
    expect((await audit()).report.warnings.join()).toMatch(/reviews\.csv: line 2 hold/);
  });
});

describe('the report folder of an audit', () => {
  it('gives labels and probabilities as they were', async () => {
    await audit();
    const opened = await openStoredReport(folder);
    const { data, n, k } = await opened.predProbs();
    expect([n, k, ...data.subarray(4, 6)]).toEqual([6, 2, 0.02, 0.98]);
    expect([...(await opened.labels())]).toEqual([0, 0, 0, 1, 1, 1]);
  });

  it("refuses a file that is not the report's, and finds the right one later", async () => {
    await audit();
    const file = join(folder, '.label-audit', 'pred_probs.npy');
    const right = await readFile(file);
    const opened = await openStoredReport(folder);
    await writeNpy(file, { dtype: 'float32', shape: [1, 2], fortranOrder: false, data: Float32Array.of(1, 0) });
    await expect(opened.predProbs()).rejects.toThrow(/pred_probs\.npy was not written with the report beside it/);
    await rm(file);
    await expect(opened.predProbs()).rejects.toThrow(/not found/);
    await writeFile(file, right);
    expect((await opened.predProbs()).n).toBe(6);
  });
});

describe('what runAudit writes', () => {
  it('is nothing at all for out: null', async () => {
    const before = await readdir(folder);
    expect((await audit({ out: null })).out).toBeUndefined();
    expect(await readdir(folder)).toEqual(before);
  });

  it('leaves a .gitignore of the user as it is, and adds none to a folder that is not ours', async () => {
    const own = join(folder, '.label-audit');
    await mkdir(own);
    await writeFile(join(own, '.gitignore'), 'mine\n');
    await audit();
    expect(await readFile(join(own, '.gitignore'), 'utf8')).toBe('mine\n');
    const other = join(folder, 'other');
    await mkdir(other);
    await audit({ out: other });
    expect((await readdir(other)).sort()).toEqual([
      'labels.npy',
      'map.npy',
      'paths.csv',
      'pred_probs.npy',
      'report.json',
    ]);
  });

  it('never goes through a link that a data set brought along', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'label-audit-elsewhere-'));
    try {
      await symlink(elsewhere, join(folder, '.label-audit'));
      await expect(audit()).rejects.toThrow(InputError);
      expect(await readdir(elsewhere)).toEqual([]);
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });

  it('is nothing after a cancel', async () => {
    const reason = new Error('stop');
    await expect(audit({}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const onProgress = ({ stage }: { stage: string }): void => {
      if (stage === 'cleaning') controller.abort(reason);
    };
    await expect(audit({}, { signal: controller.signal, onProgress })).rejects.toBe(reason);
    expect(await readdir(folder)).not.toContain('.label-audit');
  });
});
