import { applyPatch, parsePatch } from 'diff';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseReviews } from '../../../src/audit/remediation/reviews.ts';
import { readDataset } from '../../../src/dataset/read-dataset.ts';
import { labelAudit } from './label-audit.ts';
import { plantDigits, type PlantedDigits } from './planted-digits.ts';

const WRONG = [3, 14, 20, 7, 35, 28, 55];

let place: string;
let digits: PlantedDigits;
const reviewsFile = (): string => join(digits.folder, '.label-audit/reviews.csv');
const labels = (): Promise<string> => readFile(digits.labelsFile, 'utf8');
/** The labels file with some of its lines changed; `undefined` takes a line out. */
const withRows = (change: (line: string, i: number) => string | undefined): string =>
  digits.text
    .split('\r\n')
    .map((line, at) => (at < 3 ? line : change(line, at - 3)))
    .filter((line) => line !== undefined)
    .join('\r\n');
const without = (...rows: number[]): string => withRows((line, i) => (rows.includes(i) ? undefined : line));
const corrected = (...rows: number[]): string =>
  withRows((line, i) => (rows.includes(i) ? line.replace(digits.given[i], digits.truth[i]) : line));

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'label-audit-fix-'));
  digits = await plantDigits(join(place, 'digits'), 60, WRONG);
  const { code, stderr } = await labelAudit('audit', digits.folder, '--pred-probs', digits.predProbs, '--quiet');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
afterAll(() => rm(place, { recursive: true, force: true }));
beforeEach(async () => {
  await writeFile(digits.labelsFile, digits.text);
  await rm(reviewsFile(), { force: true });
});

describe('label-audit fix', () => {
  it('shows a dry run as a unified diff that applies, and changes nothing', async () => {
    const { code, stdout, stderr } = await labelAudit('fix', digits.folder, '--prune', '--all', '--dry-run');
    expect(code).toBe(0);
    expect(await labels()).toBe(digits.text);
    expect(await readdir(join(digits.folder, '.label-audit'))).not.toContain('reviews.csv');
    const [patch] = parsePatch(stdout);
    expect(patch).toMatchObject({ oldFileName: 'a/labels.csv', newFileName: 'b/labels.csv' });
    expect(applyPatch(digits.text, patch, { autoConvertLineEndings: false })).toBe(without(3, 14, 20, 7, 35, 28));
    expect(stderr).toMatch(/^Plan +prune all flagged labels$/m);
    expect(stderr).toMatch(/^Changes +6 pictures of 6 considered$/m);
  });

  it('refuses splits that are not there, since a slip in a name must not look like clean labels', async () => {
    const { code, stderr } = await labelAudit('fix', digits.folder, '--prune', '--all', '--split', 'trian');
    expect(code).toBe(2);
    expect(stderr).toMatch(/has no split "trian": its splits are train, test\.\n$/);
    expect(await labels()).toBe(digits.text);
  });

  it('takes out the rows named and leaves every other byte', async () => {
    const { code, stdout } = await labelAudit('fix', digits.labelsFile, '--prune', '--worst', '50%');
    expect(code).toBe(0);
    expect(await labels()).toBe(without(3, 14, 20));
    expect(stdout).toMatch(/^ +?class +before +after +change$/m);
    const { byRow } = parseReviews(await readFile(reviewsFile(), 'utf8'));
    expect([...byRow.keys()]).toEqual([3, 14, 20].map((i) => digits.paths[i]));
    expect(byRow.get(digits.paths[3])).toMatchObject({
      decision: 'removed',
      label: digits.given[3],
      note: 'label-audit fix: prune the worst 50.0% of the flagged labels',
    });
  });

  it('relabels label cells alone, quotes kept, and nothing twice', async () => {
    const args = ['fix', digits.folder, '--relabel', '--all', '--min-confidence', '0.89'];
    const { code } = await labelAudit(...args);
    expect(code).toBe(0);
    expect(await labels()).toBe(corrected(3, 14, 20, 7, 35));
    const again = await labelAudit(...args);
    expect(again.stdout).toMatch(/^Left alone +5: the label has changed since the audit/m);
    expect(again.stderr).toMatch(/nothing to change/);
    expect(await labels()).toBe(corrected(3, 14, 20, 7, 35));
  });

  it('finds rows again by path after they were sorted, and leaves alone what has another label now', async () => {
    const lines = digits.text.split('\r\n');
    const moved = [...lines.slice(0, 3), ...lines.slice(3).reverse()].join('\r\n');
    const edited = moved.replace(`${digits.paths[20]},${digits.given[20]}`, `${digits.paths[20]},${digits.truth[20]}`);
    // Row 20 is quoted, since 20 is a multiple of 5.
    const changed = edited.replace(
      `"${digits.paths[20]}",${digits.given[20]}`,
      `"${digits.paths[20]}",${digits.truth[20]}`,
    );
    expect(changed).not.toBe(moved);
    await writeFile(digits.labelsFile, changed);
    const { stdout } = await labelAudit('fix', digits.folder, '--prune', '--all');
    expect(stdout).toContain(`1: the label has changed since the audit (${digits.paths[20]})`);
    const expected = changed
      .split('\r\n')
      .filter((line) => ![3, 14, 7, 35, 28].some((i) => line.includes(digits.paths[i])));
    expect(await labels()).toBe(expected.join('\r\n'));
  });

  it('writes another file where asked, and never over one that is there', async () => {
    const out = join(place, 'cleaned.csv');
    const args = ['fix', digits.folder, '--prune', '--below', '0.021', '--out', out];
    expect((await labelAudit(...args)).code).toBe(0);
    expect(await readFile(out, 'utf8')).toBe(without(3, 14));
    expect(await labels()).toBe(digits.text);
    const again = await labelAudit(...args);
    expect(again).toMatchObject({ code: 2, stdout: '' });
    expect(again.stderr).toMatch(/^label-audit: [^\n]+cleaned\.csv is there already[^\n]+\n$/);
  });

  it('does what the reviews say', async () => {
    const rows = [
      `${digits.paths[3]},${digits.truth[3]},relabelled`,
      `${digits.paths[40]},${digits.given[40]},removed`,
    ];
    await writeFile(reviewsFile(), ['path,label,decision', ...rows, `${digits.paths[14]},x,kept`, ''].join('\n'));
    expect((await labelAudit('fix', digits.folder, '--relabel', '--reviewed')).code).toBe(0);
    expect(await labels()).toBe(corrected(3));
    // Picture 40 is a test picture.
    await labelAudit('fix', digits.folder, '--prune', '--reviewed');
    expect(await labels()).toBe(corrected(3));
  });

  it('writes a labels file for class folders', async () => {
    const folders = join(place, 'folders');
    for (const [i, path] of digits.paths.entries()) {
      const target = join(folders, digits.given[i], `${i}.png`);
      await mkdir(dirname(target), { recursive: true });
      await copyFile(join(digits.folder, path), target);
    }
    const { examples, classes } = await readDataset(folders);
    // The same model, row by row in the order in which ImageFolder lists the pictures.
    const paths = examples.map(({ path }) => path).sort();
    const order = paths.map((path) => Number(/(\d+)\.png$/.exec(path)![1]));
    const npy = await readFile(digits.predProbs);
    const header = npy.length - 60 * 3 * 8;
    const rows = order.map((i) => npy.subarray(header + 24 * i, header + 24 * (i + 1)));
    const arrays = join(place, 'folders.npy');
    await writeFile(arrays, Buffer.concat([npy.subarray(0, header), ...rows]));
    expect((await labelAudit('audit', folders, '--pred-probs', arrays, '--quiet')).code).toBe(0);
    const dry = await labelAudit('fix', folders, '--relabel', '--all', '--dry-run');
    expect(dry.stdout).toMatch(/^--- class folders\n\+\+\+ labels\.csv\n/);
    expect(dry.stdout.match(/^\+[^+]/gm)).toHaveLength(7);
    expect((await labelAudit('fix', folders, '--relabel', '--all')).code).toBe(0);
    const now = await readDataset(folders);
    expect(now.labelsFile?.file).toMatch(/labels\.csv$/);
    expect(now.classes).toEqual(classes);
    const truth = now.examples.map(({ path }) => digits.truth[Number(/(\d+)\.png$/.exec(path)![1])]);
    expect(now.examples.map(({ label }) => now.classes[label])).toEqual(truth);
  });

  it.each([
    [['--prune'], /--all, --worst/],
    [['--all'], /either --prune or --relabel/],
    [['--prune', '--relabel', '--all'], /either --prune or --relabel/],
    [['--prune', '--all', '--reviewed'], /Say one of/],
    [['--prune', '--worst', 'ten'], /--worst <share>.*share above 0%/],
    [['--prune', '--below', '2'], /--below <quality>.*from 0 to 1/],
    [['--prune', '--all', '--min-confidence', '0.9'], /--min-confidence goes with --relabel/],
    [['--prune', '--all', '--split', 'test'], /"test" is never changed/],
    [['--prune', '--all', '--report', '/does/not/exist'], /no report of an audit at .*Run: label-audit audit/],
  ])('%j ends with 2 and one line, and changes nothing', async (args, message) => {
    const { code, stdout, stderr } = await labelAudit('fix', digits.folder, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^label-audit: [^\n]+\n$/);
    expect(stderr).toMatch(message);
    expect(await labels()).toBe(digits.text);
  });
});
