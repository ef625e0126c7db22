import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDigits, writeDigits } from '../../../scripts/mnist.mjs';
import { readReport } from '../audit/read-report.ts';
import { type AuditReport } from '../../../src/audit/report/types.ts';
import { toInt32Labels } from '../../../src/arrays/npy-labels.ts';
import { readNpy } from '../../../src/arrays/read-npy.ts';
import { labelAudit, start, type Run } from './label-audit.ts';

const DIGITS = 200;
const QUICK = ['--epochs', '5', '--batch-size', '16', '--folds', '3', '--backend', 'wasm'];

let folder: string;
/** 200 real digits with good labels. */
let clean: string;
/** The same with everything wrong that a data set can have and still be audited. */
let broken: string;
/** Row and label of each digit: digits 0 to 2 only, so that few epochs on few pictures teach something. */
let labels: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-e2e-'));
  clean = join(folder, 'clean');
  broken = join(folder, 'broken');
  const digits = (await readDigits(800, 7)).filter(({ label }) => label < 3).slice(0, DIGITS);
  expect(digits).toHaveLength(DIGITS);
  const paths = await writeDigits(digits, clean);
  labels = digits.map(({ label }) => ['zero', 'one', 'two, really'][label]);
  const rows = paths.map((path, i) => `${path},${labels[i].includes(',') ? `"${labels[i]}"` : labels[i]}`);
  await writeFile(join(clean, 'labels.csv'), ['image,label', ...rows, ''].join('\n'));

  await cp(clean, broken, { recursive: true });
  await truncate(join(broken, paths[1]), 100);
  await writeFile(join(broken, paths[2]), '');
  await rm(join(broken, paths[3]));
  await copyFile(join(broken, paths[10]), join(broken, 'images/twin.png'));
  await copyFile(join(broken, paths[11]), join(broken, 'images/alone.png'));
  // Another picture than its twin, so that only its class is strange.
  await writeDigits([{ pixels: Buffer.from(digits[11].pixels).reverse() }], join(folder, 'other'));
  await copyFile(join(folder, 'other/images/00000.png'), join(broken, 'images/alone.png'));
  const other = labels[10] === 'zero' ? 'one' : 'zero';
  const extra = [`images/twin.png,${other}`, 'images/alone.png,hapax', 'images/00020.png', `${paths[30]},`];
  await writeFile(join(broken, 'labels.csv'), ['image,label', ...rows, ...extra, ''].join('\n'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('an audit of real pictures', () => {
  let run: Run;
  let report: AuditReport;
  beforeAll(async () => {
    run = await labelAudit('audit', clean, '--seed', '3', ...QUICK);
    report = await readReport(join(clean, '.label-audit/report.json'));
  });

  it('succeeds and prints a report on stdout', () => {
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^Data set +\S+clean \(labels file labels\.csv\)$/m);
    expect(run.stdout).toMatch(/^Read +200 labelled pictures, 3 classes$/m);
    expect(run.stdout).toMatch(/^Model +small-cnn, preset balanced, 3 folds, 5 epochs, seed 3, backend wasm$/m);
    expect(run.stdout).toMatch(new RegExp(`^Label issues +${report.issues.length} of 200`, 'm'));
    expect(run.stderr).toBe(`label-audit: wrote ${report.dataset.root}/.label-audit\n`);
  });

  it('writes a report, its arrays, and a .gitignore that keeps them out but not the reviews', async () => {
    const out = join(clean, '.label-audit');
    expect((await readdir(out)).sort()).toEqual([
      '.gitignore',
      'labels.npy',
      'map.npy',
      'paths.csv',
      'pred_probs.npy',
      'report.json',
    ]);
    const ignored = (await readFile(join(out, '.gitignore'), 'utf8'))
      .split('\n')
      .filter((line) => !line.startsWith('#'));
    expect(ignored).toEqual(expect.arrayContaining(['report.json', 'pred_probs.npy', 'labels.npy']));
    expect(ignored.filter((line) => line.includes('reviews') || line === '*')).toEqual([]);
    const [given, predProbs] = await Promise.all([
      readNpy(join(out, 'labels.npy')),
      readNpy(join(out, 'pred_probs.npy')),
    ]);
    expect(predProbs.shape).toEqual([DIGITS, 3]);
    const indices = Array.from(toInt32Labels(given, 'labels.npy'));
    expect(indices.map((label) => report.dataset.classes[label])).toEqual(labels);
    for (let i = 0; i < DIGITS; i += 1) {
      const row = Array.from(predProbs.data.slice(3 * i, 3 * i + 3) as Float32Array);
      expect(row[0] + row[1] + row[2]).toBeCloseTo(1, 5);
    }
  });

  it('learns something, and says what it did', () => {
    expect(report.crossValidation?.accuracy).toBeGreaterThan(0.5);
    expect(report.crossValidation?.folds.map((fold) => fold.testSize).reduce((a, b) => a + b)).toBe(DIGITS);
    expect(report.environment).toMatchObject({ backend: 'wasm', seed: 3, node: process.version });
    expect(report.options).toMatchObject({ epochs: 5, folds: 3, seed: 3, filterBy: 'prune_by_noise_rate' });
    expect(report.dataset).toMatchObject({
      examples: DIGITS,
      audited: DIGITS,
      classes: ['one', 'two, really', 'zero'],
    });
    expect(report.problems).toEqual([]);
  });

  it('takes its own probabilities back and finds the same issues, as CSV with one line for every picture', async () => {
    const out = join(folder, 'again');
    const arrays = join(clean, '.label-audit/pred_probs.npy');
    const again = await labelAudit('audit', clean, '--pred-probs', arrays, '--format', 'csv', '--out', out, '--quiet');
    expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: '' });
    const rows: string[][] = parse(again.stdout);
    const header = 'image,given_label,is_label_issue,label_quality,predicted_label,predicted_probability,why';
    expect(rows[0].join(',')).toBe(header);
    expect(rows).toHaveLength(DIGITS + 1);
    expect(rows.slice(1).map((row) => row[1])).toEqual(labels);
    const flagged = rows.slice(1).filter((row) => row[2] === 'true');
    expect(flagged.map((row) => row[0]).sort()).toEqual(report.issues.map((issue) => issue.path).sort());
    const second = await readReport(join(out, 'report.json'));
    expect(second.issues).toEqual(report.issues);
    expect(second.health).toEqual(report.health);
    expect(second.environment.backend).toBe('provided');
    expect(second.crossValidation).toBeUndefined();
  });

  it('gives the same probabilities for the same seed, however many processes, and prints the report as JSON', async () => {
    const out = join(folder, 'one-job');
    const args = ['audit', clean, '--seed', '3', ...QUICK, '--jobs', '1', '--format', 'json', '--out', out, '--quiet'];
    const { code, stdout } = await labelAudit(...args);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(await readReport(join(out, 'report.json')));
    const files = [clean, join(folder, 'one-job')].map((place, i) => join(place, i === 0 ? '.label-audit' : ''));
    const [first, second] = await Promise.all(files.map((place) => readFile(join(place, 'pred_probs.npy'))));
    expect(second.equals(first)).toBe(true);
  });

  it.each([
    [['--classes', 'one,zero'], /"two, really"/],
    [['--batch-size', '1'], /batch-size <n>.*whole number from 2 to 4096/],
    [['--label-column', 'species'], /species/],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await labelAudit('audit', clean, ...args, '--quiet');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^label-audit: [^\n]+\n$/);
    expect(stderr).toMatch(message);
  });
});

describe('an audit of a data set with faults', () => {
  it('names each, leaves out what it must, and audits the rest', async () => {
    const { code, stdout, stderr } = await labelAudit('audit', broken, ...QUICK, '--format', 'json');
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as AuditReport;
    const kinds = (path: string): string[] =>
      report.problems.filter((problem) => problem.path === path).map((problem) => problem.kind);
    expect(kinds('images/00001.png')).toEqual(['unreadable-image']);
    expect(kinds('images/00002.png')).toEqual(['empty-image']);
    expect(kinds('images/00003.png')).toEqual(['missing-image']);
    expect(kinds('images/00020.png')).toEqual(['ragged-row']);
    expect(kinds('images/00030.png')).toEqual(['empty-label']);
    expect(kinds('images/00010.png')).toEqual(['conflicting-duplicates']);
    expect(kinds('images/twin.png')).toEqual(['conflicting-duplicates']);
    expect(report.dataset).toMatchObject({ examples: DIGITS + 2, audited: DIGITS - 1 });
    expect(report.paths).not.toContain('images/00001.png');
    for (const problem of report.problems) expect(stderr).toContain(`label-audit: ${problem.message}\n`);
    expect(report.warnings.filter((warning) => warning.includes('hapax')).length).toBeGreaterThan(0);
    expect(stderr.indexOf('images/twin.png')).toBeLessThan(stderr.indexOf('label-audit: wrote'));
  });

  it('refuses probabilities that do not fit, and says how many it wants', async () => {
    const arrays = join(clean, '.label-audit/pred_probs.npy');
    const ofOther = await labelAudit('audit', broken, '--pred-probs', arrays);
    expect(ofOther.code).toBe(2);
    expect(ofOther.stderr).toMatch(/has no column for the class "hapax"/);
    const copy = join(folder, 'copy.npy');
    await copyFile(arrays, copy);
    const { code, stderr } = await labelAudit('audit', broken, '--pred-probs', copy);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^label-audit: [^\n]*200 rows, but the data set has 202 labelled pictures[^\n]*\n$/);
    const columns = await labelAudit('audit', clean, '--pred-probs', arrays, '--classes', 'one,zero,two');
    expect(columns.code).toBe(2);
  });

  it('refuses a data set of which too little can be read', async () => {
    const place = join(folder, 'nothing');
    await writeDigits([], place);
    await writeFile(join(place, 'labels.csv'), 'image,label\na.png,x\nb.png,y\nc.png,x\n');
    const { code, stderr } = await labelAudit('audit', place);
    expect(code).toBe(2);
    expect(stderr).toMatch(/0 of 3 pictures can be read/);
  });
});

/** Ids of the processes that carry `marker` in their environment. */
async function carriers(marker: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const environment = await readFile(`/proc/${id}/environ`, 'utf8').catch(() => '');
      return environment.includes(marker) ? id : '';
    }),
  );
  return found.filter((id) => id !== '');
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((next) => setTimeout(next, 50));
}

describe.runIf(existsSync('/proc/self/environ'))('an interrupted audit', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends on %s with %i, one line, no report and no orphan', async (signal, expected) => {
    const marker = randomUUID();
    const out = join(folder, marker);
    const args = ['audit', clean, '--epochs', '5000', '--folds', '3', '--jobs', '2', '--backend', 'wasm', '--out', out];
    const { child, done } = start(args, { LABEL_AUDIT_TEST: marker });
    await until(async () => (await carriers(marker)).length === 3);
    child.kill(signal);
    const { code, stdout, stderr } = await done;
    expect({ code, stdout, stderr }).toEqual({ code: expected, stdout: '', stderr: 'label-audit: interrupted\n' });
    expect(await carriers(marker)).toEqual([]);
    expect(existsSync(join(out, 'report.json'))).toBe(false);
  });
});
