import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readComparison } from '../../../src/audit/compare/read-comparison.ts';
import { type Comparison } from '../../../src/audit/compare/comparison.ts';
import { labelAudit, type Run } from './label-audit.ts';
import { plantDigits, type PlantedDigits } from './planted-digits.ts';

/** Every second training label is wrong: what training on them does is plain to see even from few small pictures. */
const WRONG = Array.from({ length: 40 }, (_, i) => 2 * i);
const QUICK = ['--epochs', '4', '--batch-size', '16', '--image-size', '16', '--backend', 'wasm', '--repeats', '2'];

let place: string;
let digits: PlantedDigits;
let run: Run;
let comparison: Comparison;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'label-audit-compare-'));
  digits = await plantDigits(join(place, 'digits'), 120, WRONG);
  // A picture that stands on both sides, byte for byte.
  await copyFile(join(digits.folder, digits.paths[1]), join(digits.folder, digits.paths[100]));
  // Every wrong label is flagged by these probabilities, whatever the joint says of their number.
  const flags = ['--pred-probs', digits.predProbs, '--filter-by', 'predicted_neq_given', '--quiet'];
  expect((await labelAudit('audit', digits.folder, ...flags)).stderr).toBe('');
  const args = ['--test-split', 'test', '--relabel', '--all', ...QUICK, '--seed', '5'];
  run = await labelAudit('compare', digits.folder, ...args);
  comparison = (await readComparison(join(digits.folder, '.label-audit')))!;
});
afterAll(() => rm(place, { recursive: true, force: true }));

describe('label-audit compare', () => {
  it('finds that a model learns more from labels that were put right', () => {
    expect(run.code).toBe(0);
    expect(comparison.changes).toEqual({ removed: 0, relabelled: 40, added: 0 });
    expect(comparison.difference.mean).toBeGreaterThan(0);
    expect(comparison.cleaned.accuracy.mean - comparison.baseline.accuracy.mean).toBeCloseTo(
      comparison.difference.mean,
      12,
    );
    expect(comparison.difference.low).toBeLessThanOrEqual(comparison.difference.mean);
    expect(comparison.difference.high).toBeGreaterThanOrEqual(comparison.difference.mean);
  });

  it('tests on the pictures that nobody trained on, and leaves out the copy of one', () => {
    expect(comparison.test).toEqual({ scored: 39, alsoInTraining: 1 });
    for (const side of [comparison.baseline, comparison.cleaned]) {
      expect(side.trainPictures).toBe(80);
      expect(side.runs.map(({ seed }) => seed)).toEqual([5, 6]);
      expect(side.runs.map(({ history }) => history.length)).toEqual([4, 4]);
      const diagonal = side.confusion.reduce((sum, [given, predicted, n]) => sum + (given === predicted ? n : 0), 0);
      expect(side.confusion.reduce((sum, [, , n]) => sum + n, 0)).toBe(2 * 39);
      expect(diagonal / (2 * 39)).toBeCloseTo(side.accuracy.mean, 12);
    }
    expect(comparison.classes.map(({ testPictures }) => testPictures).reduce((a, b) => a + b)).toBe(39);
  });

  it('prints both numbers, the difference, each class and both confusion matrices', () => {
    expect(run.stdout).toMatch(/^Cleaned +relabel all flagged labels[^\n]+: 0 pictures removed, 40 relabelled$/m);
    expect(run.stdout).toMatch(/^Model +small-cnn, 4 epochs, 2 repeats, seeds from 5, backend wasm$/m);
    expect(run.stdout).toMatch(/^Tested on +39 pictures of the split test; 1 more stand in the training rows too/m);
    expect(run.stdout).toMatch(/^Baseline +\d+\.\d% \(95%: \d+\.\d% to \d+\.\d%; spread \d+\.\d%;/m);
    expect(run.stdout).toMatch(/^Difference +\+\d+\.\d points \(95%: [+-]\d+\.\d to [+-]\d+\.\d\): /m);
    expect(run.stdout).toMatch(/^Classes +\d of 3 better, \d worse$/m);
    expect(run.stdout.match(/counts over 2 repeats/g)).toHaveLength(2);
    expect(run.stdout).toContain('The audit that chose the labels has seen 40 of the test pictures too');
  });

  it('gives the same numbers for the same seed, from a file that says the same, in any number of processes', async () => {
    const cleaned = join(place, 'cleaned.csv');
    const fixed = await labelAudit('fix', digits.folder, '--relabel', '--all', '--split', 'train', '--out', cleaned);
    expect(fixed.code).toBe(0);
    const args = ['--test-split', 'test', '--against', cleaned, ...QUICK, '--seed', '5', '--jobs', '1'];
    const again = await labelAudit(
      'compare',
      digits.folder,
      ...args,
      '--format',
      'json',
      '--out',
      join(place, 'other'),
    );
    expect(again.code).toBe(0);
    const other = JSON.parse(again.stdout) as Comparison;
    expect(other.cleaning).toEqual({ kind: 'file', file: cleaned });
    const numbers = ({ difference, classes, changes }: Comparison) => ({ difference, classes, changes });
    expect(numbers(other)).toEqual(numbers(comparison));
    expect(other.cleaned.confusion).toEqual(comparison.cleaned.confusion);
  });

  it('stops early by a share of the training rows that is not trained on', async () => {
    const args = ['--test-split', 'test', '--prune', '--worst', '50%', ...QUICK, '--repeats', '1'];
    const early = ['--epochs', '30', '--early-stopping', '0.2', '--patience', '1', '--format', 'json', '--quiet'];
    const { code, stdout } = await labelAudit(
      'compare',
      digits.folder,
      ...args,
      ...early,
      '--out',
      join(place, 'early'),
    );
    expect(code).toBe(0);
    const { baseline, earlyStopping } = JSON.parse(stdout) as Comparison;
    expect(earlyStopping).toEqual({ share: 0.2, patience: 1 });
    const [{ history, bestEpoch }] = baseline.runs;
    const losses = history.map(({ validationLoss }) => validationLoss!);
    expect(bestEpoch).toBe(1 + losses.indexOf(Math.min(...losses)));
    if (history.length < 30) expect(history.length).toBe(bestEpoch! + 1);
  });

  it.each([
    [['--test-split', 'test'], /--against <file>, or a plan/],
    [['--test-split', 'val', '--prune', '--all'], /no split "val": its splits are train, test/],
    [
      ['--test-split', 'test', '--train-split', 'test', '--prune', '--all'],
      /can't be trained on and tested on at once/,
    ],
    [['--test-split', 'train', '--train-split', 'test', '--prune', '--all', '--split', 'train'], /must be untouched/],
    [['--test-split', 'test', '--prune', '--below', '0'], /nothing to compare/],
    [['--prune', '--all'], /--test-split <name>/],
  ])('%j ends with 2 and one line', async (args, message) => {
    const { code, stdout, stderr } = await labelAudit('compare', digits.folder, ...args, ...QUICK);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^label-audit: [^\n]+\n$/);
    expect(stderr).toMatch(message);
  });

  it('refuses a cleaned file that touches the test rows', async () => {
    const cleaned = join(place, 'touched.csv');
    const row = `${digits.paths[101]},${digits.given[101]}`;
    expect(digits.text).toContain(row);
    await writeFile(cleaned, digits.text.replace(row, `${digits.paths[101]},nonsense`));
    const { code, stderr } = await labelAudit('compare', digits.folder, '--test-split', 'test', '--against', cleaned);
    expect(code).toBe(2);
    expect(stderr).toContain(`test split "test" must be untouched`);
    expect(stderr).toContain(digits.paths[101]);
    expect(await readFile(digits.labelsFile, 'utf8')).toBe(digits.text);
  });
});
