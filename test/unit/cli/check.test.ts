import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeDigits } from '../../../scripts/mnist.mjs';
import { readReport } from '../audit/read-report.ts';
import { labelAudit, type Run } from './label-audit.ts';
import { plantDigits, type PlantedDigits } from './planted-digits.ts';

const QUICK = ['--epochs', '3', '--batch-size', '16', '--image-size', '16', '--folds', '2', '--backend', 'wasm'];

let place: string;
/** Audited with probabilities that know better. */
let digits: PlantedDigits;
/** Audited by training. */
let trained: PlantedDigits;
const check = (...args: string[]): Promise<Run> => labelAudit('check', ...args);

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'label-audit-check-'));
  digits = await plantDigits(join(place, 'digits'), 60, [3, 14, 20]);
  trained = await plantDigits(join(place, 'trained'), 60, [3, 14, 20]);
  expect((await labelAudit('audit', digits.folder, '--pred-probs', digits.predProbs, '--quiet')).code).toBe(0);
  expect((await labelAudit('audit', trained.folder, ...QUICK, '--quiet')).code).toBe(0);
});
afterAll(() => rm(place, { recursive: true, force: true }));
beforeEach(async () => {
  await writeFile(digits.labelsFile, digits.text);
  await writeFile(trained.labelsFile, trained.text);
});

describe('label-audit check', () => {
  it('is red where there are more issues than allowed, and prints the rows', async () => {
    const { code, stdout, stderr } = await check(digits.folder);
    expect(code).toBe(1);
    expect(stderr).toBe('label-audit: the data set is worse than allowed: 3 label issues, of 0 allowed\n');
    // Three lines stand before the rows: the header, a comment and a blank line.
    expect(stdout).toContain(
      `labels.csv:${4 + 3}: ${digits.paths[3]}: "${digits.given[3]}" looks like "${digits.truth[3]}"`,
    );
    expect(stdout.match(/^labels\.csv:\d+: /gm)).toHaveLength(3);
    expect(stdout).toMatch(/^Checked +60 pictures with the last audit's probabilities$/m);
  });

  it('is green within the limits, and red below the least health', async () => {
    const report = await readReport(join(digits.folder, '.label-audit/report.json'));
    const health = report.health.overallLabelHealthScore!;
    expect((await check(digits.folder, '--max-issues', '3')).code).toBe(0);
    expect((await check(digits.folder, '--max-issues', '2')).code).toBe(1);
    expect((await check(digits.folder, '--min-health', String(health - 0.001))).code).toBe(0);
    const red = await check(digits.folder, '--min-health', String(health + 0.001));
    expect(red).toMatchObject({ code: 1 });
    expect(red.stderr).toMatch(/worse than allowed: label health 0\.\d{4}, below 0\.\d{4}\n$/);
  });

  it('becomes green when the labels are put right, without training', async () => {
    expect((await labelAudit('fix', digits.folder, '--relabel', '--all', '--split', 'train')).code).toBe(0);
    const { code, stdout } = await check(digits.folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Label issues +0$/m);
    expect(stdout).toContain("the last audit's probabilities");
    await rm(join(digits.folder, '.label-audit/reviews.csv'));
  });

  it('uses what was trained while pictures and settings are the same, whatever became of the rows', async () => {
    const report = join(trained.folder, '.label-audit/report.json');
    const before = await readFile(report, 'utf8');
    const lines = trained.text.split('\r\n');
    await writeFile(trained.labelsFile, [...lines.slice(0, 3), ...lines.slice(5).reverse()].join('\r\n'));
    const { stdout, code } = await check(trained.folder, '--max-issues', '60');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Checked +58 pictures with the last audit's probabilities$/m);
    expect(await readFile(report, 'utf8')).toBe(before);
  });

  it('trains anew when a setting or a picture has changed, and keeps the new report', async () => {
    const seed = await check(trained.folder, '--max-issues', '60', '--seed', '4');
    expect(seed.stdout).toContain('new probabilities, since other settings than in the last audit (seed)');
    const report = await readReport(join(trained.folder, '.label-audit/report.json'));
    // What was not said is as it was in the last audit.
    expect(report.options).toMatchObject({ seed: 4, epochs: 3, imageSize: 16, folds: 2 });
    const again = await check(trained.folder, '--max-issues', '60');
    expect(again.stdout).toContain("the last audit's probabilities");

    await writeDigits([{ pixels: Buffer.alloc(28 * 28, 99) }], join(place, 'other'));
    const picture = join(trained.folder, trained.paths[30]);
    await writeFile(picture, await readFile(join(place, 'other/images/00000.png')));
    const changed = await check(trained.folder, '--max-issues', '60');
    expect(changed.stdout).toContain(`new probabilities, since ${trained.paths[30]} has changed`);
  });

  it('writes SARIF and Markdown beside its verdict', async () => {
    const [sarif, markdown] = ['labels.sarif', 'labels.md'].map((name) => join(place, name));
    expect((await check(digits.folder, '--sarif', sarif, '--markdown', markdown)).code).toBe(1);
    const log = JSON.parse(await readFile(sarif, 'utf8')) as { runs: [{ results: unknown[] }] };
    expect(log.runs[0].results).toHaveLength(3);
    expect(await readFile(markdown, 'utf8')).toContain('### Label Audit: 3 label issues in 60 pictures');
  });

  it('audits where nobody did before', async () => {
    const out = join(place, 'fresh');
    const { code, stdout } = await check(trained.folder, ...QUICK, '--max-issues', '60', '--out', out);
    expect(code).toBe(0);
    expect(stdout).toContain('new probabilities, since there is no audit yet');
    expect((await stat(join(out, 'report.json'))).isFile()).toBe(true);
  });

  it('keeps to the splits of the last audit, which audits them alone', async () => {
    const out = join(place, 'split');
    const audit = await labelAudit('audit', trained.folder, ...QUICK, '--split', 'train', '--out', out, '--quiet');
    expect(audit.code).toBe(0);
    const { dataset } = await readReport(join(out, 'report.json'));
    expect(dataset).toMatchObject({ examples: 40, audited: 40, splits: { train: 40 } });
    const { stdout } = await check(trained.folder, '--max-issues', '60', '--out', out);
    expect(stdout).toMatch(/^Checked +40 pictures with the last audit's probabilities$/m);
    const unknown = await labelAudit('audit', trained.folder, '--split', 'val', '--out', out);
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.stderr).toMatch(/no split "val": its splits are train, test/);
  });

  it.each([
    [['--max-issues', '-1'], /--max-issues <n>.*whole number/],
    [['--min-health', '2'], /--min-health <h>.*from 0 to 1/],
  ])('%j ends with 2 and one line', async (args, message) => {
    const { code, stdout, stderr } = await check(digits.folder, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
