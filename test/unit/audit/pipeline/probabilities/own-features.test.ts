import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeNpy } from '../../../../../src/arrays/write-npy.ts';
import { defaultAuditOptions, type AuditOptions } from '../../../../../src/audit/options/audit-options.ts';
import { runAudit } from '../../../../../src/audit/pipeline/run-audit.ts';
import { runCheck } from '../../../../../src/audit/pipeline/run-check.ts';
import { openReportFolder } from '../../../../../src/audit/report/open-report.ts';
import type { Audit } from '../../../../../src/audit/report/types.ts';
import { seededRandom } from '../../../seeded-random.ts';

// Probabilities and features of the user's own, given together; and features of which numbers are missing.

const N = 150;
const K = 6;
const CLASSES = ['bee', 'cat', 'dog'];
const OUTLIER = 40;
/** Rows of which a number is missing. */
const INCOMPLETE = [7, 90];

const random = seededRandom(5);
const labels = Int32Array.from({ length: N }, (_, row) => row % 3);
/** Labels that are written down wrong. */
const WRONG = [10, 55, 120];
const given = labels.map((label, row) => (WRONG.includes(row) ? (label + 1) % 3 : label));
const features = Float32Array.from({ length: N * K }, (_, at) => {
  const [row, column] = [Math.floor(at / K), at % K];
  if (row === OUTLIER) return column === 5 ? -30 : 1;
  return (column === labels[row] ? 6 : 0) + 2 * random();
});
const probabilities = Float64Array.from({ length: N * 3 }, (_, at) =>
  at % 3 === labels[Math.floor(at / 3)] ? 0.9 : 0.05,
);

let folder: string;
let options: AuditOptions;

async function write(name: string, data: Float32Array | Float64Array, k: number): Promise<string> {
  const file = join(folder, name);
  const dtype = data instanceof Float32Array ? 'float32' : 'float64';
  await writeFile(file, encodeNpy({ dtype, shape: [data.length / k, k], fortranOrder: false, data }));
  return file;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-own-features-'));
  await mkdir(join(folder, 'images'));
  for (let i = 0; i < N; i++) await writeFile(join(folder, 'images', `${i}.png`), `picture ${i}`);
  const lines = Array.from(given, (label, i) => `images/${i}.png,${CLASSES[label]}`);
  await writeFile(join(folder, 'labels.csv'), `image,label\n${lines.join('\n')}\n`);
  const holed = features.slice();
  holed[INCOMPLETE[0] * K + 2] = Number.NaN;
  holed[INCOMPLETE[1] * K] = Number.POSITIVE_INFINITY;
  options = {
    ...defaultAuditOptions(join(folder, 'labels.csv')),
    ...{ cacheFolder: null, seed: 0, preset: 'fast' },
    predProbsFile: await write('p.npy', probabilities, 3),
    featuresFile: await write('f.npy', features, K),
  };
  await write('holed.npy', holed, K);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const scoresOf = ({ report, pictureScores }: Audit, name: string): number[] => {
  const types = report.checks?.types ?? [];
  const column = types.findIndex((type) => type.name === name);
  expect(column, name).toBeGreaterThanOrEqual(0);
  return Array.from({ length: N }, (_, row) => pictureScores![row * types.length + column]);
};

describe('probabilities with features', () => {
  it('judge labels by the probabilities, to the bit, and what is alike by the features', async () => {
    const both = await runAudit({ ...options, out: null });
    const alone = await runAudit({ ...options, featuresFile: undefined, out: null });
    expect(both.labelQuality).toEqual(alone.labelQuality);
    expect(both.report.issues.map(({ index }) => index).sort((a, b) => a - b)).toEqual(WRONG);
    expect(alone.report.checks).toBeUndefined();
    const types = both.report.checks?.types ?? [];
    expect(types.map(({ name }) => name)).toContain('outlier');
    expect(types.find(({ name }) => name === 'outlier')?.pictures[0].index).toBe(OUTLIER);
    expect(scoresOf(both, 'null_features').every((score) => score === 1)).toBe(true);
    // Neighbours are those of the features, where the wrong label's picture stands among its true class.
    for (const { nearest = [], index } of both.report.issues) expect(nearest[0]).toEqual([CLASSES[labels[index]], 5]);
    expect(alone.report.issues.every(({ nearest }) => nearest === undefined)).toBe(true);
    expect(both.report.given?.map(({ role }) => role)).toEqual(['predProbs', 'features']);
  });

  it('make the map of the features', async () => {
    const out = join(folder, 'report');
    await runAudit({ ...options, out });
    expect((await openReportFolder(out)).report.map?.of).toBe('features');
  });

  it('judge pictures without features all the same, and name each once', async () => {
    const notes: string[] = [];
    const told: (readonly { readonly path: string }[])[] = [];
    const holed = await runAudit(
      { ...options, featuresFile: join(folder, 'holed.npy'), out: null },
      { onNote: (note) => notes.push(note), onProblems: (problems) => told.push(problems) },
    );
    expect(holed.report.dataset.audited).toBe(N);
    expect(holed.report.issues.map(({ index }) => index).sort((a, b) => a - b)).toEqual(WRONG);
    expect(holed.report.problems.map(({ path, row, message }) => ({ path, row, message }))).toEqual([
      {
        path: 'images/7.png',
        row: 8,
        message:
          'images/7.png has no usable row in holed.npy: row 7, column 2 (counted from 0 as in numpy), NaN, is not finite; its label was judged by the given probabilities alone.',
      },
      {
        path: 'images/90.png',
        row: 91,
        message:
          'images/90.png has no usable row in holed.npy: row 90, column 0 (counted from 0 as in numpy), Infinity, is not finite; its label was judged by the given probabilities alone.',
      },
    ]);
    expect(told).toHaveLength(1);
    expect(told[0].map(({ path }) => path)).toEqual(['images/7.png', 'images/90.png']);
    expect(notes.filter((note) => note.startsWith('2 pictures have no features'))).toHaveLength(1);
    // Checks by features say nothing of them, and the same of all others as without them.
    const isLeftOut = (row: number): boolean => INCOMPLETE.includes(row);
    for (const name of ['outlier', 'near_duplicates', 'underperforming_group']) {
      const scores = scoresOf(holed, name);
      expect(
        scores.map((score) => Number.isNaN(score)),
        name,
      ).toEqual(scores.map((_, row) => isLeftOut(row)));
    }
    expect(scoresOf(holed, 'null_features')).toEqual(Array.from({ length: N }, (_, row) => (isLeftOut(row) ? 0 : 1)));
    const nulls = holed.report.checks?.types.find(({ name }) => name === 'null_features');
    expect(nulls?.pictures.map(({ index }) => index)).toEqual(INCOMPLETE);
    expect(scoresOf(holed, 'class_imbalance').every((score) => !Number.isNaN(score))).toBe(true);
    expect(holed.report.checks?.types.find(({ name }) => name === 'outlier')?.pictures[0].index).toBe(OUTLIER);
  });

  it('are checked against limits by the features, also with the stored probabilities', async () => {
    const out = join(folder, 'stored');
    await runAudit({ ...options, out });
    const result = await runCheck({
      audit: { ...options, out },
      last: await openReportFolder(out),
      maxIssues: N,
      limits: { maxOutlier: 0 },
    });
    expect(result.retrained).toBeUndefined();
    expect(result.failures).toEqual([expect.stringMatching(/^outliers: \d+, of 0 allowed$/)]);
  });
});

describe('features alone', () => {
  it('leave out pictures whose rows are not all numbers, and audit the rest', async () => {
    const audit = await runAudit({
      ...{ ...options, predProbsFile: undefined, out: null },
      featuresFile: join(folder, 'holed.npy'),
    });
    expect(audit.report.dataset.audited).toBe(N - INCOMPLETE.length);
    expect(audit.report.problems.map(({ path, message }) => [path, message.endsWith('it was not audited.')])).toEqual([
      ['images/7.png', true],
      ['images/90.png', true],
    ]);
    expect(audit.report.issues.map(({ path }) => path)).toEqual(
      expect.arrayContaining(WRONG.map((row) => `images/${row}.png`)),
    );
  });

  it('are refused where no row is all numbers', async () => {
    const featuresFile = await write('none.npy', new Float32Array(N * K).fill(Number.NaN), K);
    await expect(runAudit({ ...options, predProbsFile: undefined, featuresFile, out: null })).rejects.toThrow(
      /none\.npy: every row holds what is no finite number: of images\/0\.png row 0, column 0 .*Give finite numbers/,
    );
  });
});
