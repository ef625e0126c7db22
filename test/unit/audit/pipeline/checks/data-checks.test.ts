import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeNpy } from '../../../../../src/arrays/write-npy.ts';
import { neighbourGraph } from '../../../../../src/core/index.ts';
import { defaultAuditOptions, type AuditOptions } from '../../../../../src/audit/options/audit-options.ts';
import type { CheckedRows } from '../../../../../src/audit/pipeline/checks/checked-rows.ts';
import { checkData } from '../../../../../src/audit/pipeline/checks/data-checks.ts';
import { runAudit } from '../../../../../src/audit/pipeline/run-audit.ts';
import { openReportFolder } from '../../../../../src/audit/report/open-report.ts';
import type { CheckType } from '../../../../../src/audit/report/schema/checks-schema.ts';
import type { Audit } from '../../../../../src/audit/report/types.ts';
import { DATA_CHECKS } from '../../../../../src/audit/options/picture-checks.ts';
import { seededRandom } from '../../../seeded-random.ts';

const N = 240;
const K = 8;
const CLASSES = ['bee', 'cat', 'dog', 'yak'];
/** Rows that were made to be found. */
const OUTLIERS = [17, 101, 203];
const TWINS = [
  [30, 31],
  [60, 150, 151],
];
const RARE = [5, 99, 180];

const draw = seededRandom(11);
const random = (): number => draw() - 0.5;

const labels = Int32Array.from({ length: N }, (_, row) => (RARE.includes(row) ? 3 : Math.floor((random() + 0.5) * 3)));
const features = new Float32Array(N * K);
for (let row = 0; row < N; row++) {
  for (let column = 0; column < K; column++) {
    features[row * K + column] = (column === labels[row] ? 6 : 0) + 2 * random();
  }
}
// Far from all classes, and each in a direction of its own.
OUTLIERS.forEach((row, i) => {
  for (let column = 0; column < K; column++) features[row * K + column] = column === 4 + i ? -9 : random();
});
for (const [first, ...others] of TWINS) {
  for (const row of others) {
    labels[row] = labels[first];
    for (let column = 0; column < K; column++)
      features[row * K + column] = features[first * K + column] + 0.002 * random();
  }
}
const predProbs = {
  data: Float64Array.from({ length: N * 4 }, (_, at) => (at % 4 === labels[Math.floor(at / 4)] ? 0.7 : 0.1)),
  n: N,
  k: 4,
};
// The model fails on dogs, wholly.
labels.forEach((label, row) => {
  if (label === 2) predProbs.data.set([0.49, 0.49, 0.01, 0.01], row * 4);
});
const rows: CheckedRows = {
  labels,
  classes: CLASSES,
  predProbs,
  features: { data: features, n: N, k: K },
  isOrdered: true,
};

const typeOf = (types: readonly CheckType[] | undefined, name: string): CheckType => {
  const found = types?.find((type) => type.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};
const rowsOf = ({ pictures }: CheckType): number[] => pictures.map(({ index }) => index).sort((a, b) => a - b);

let folder: string;
let options: AuditOptions;
let audit: Audit;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-data-checks-'));
  await mkdir(join(folder, 'images'));
  const names = Array.from({ length: N }, (_, row) => `images/${row}.png`);
  await Promise.all(names.map((name) => writeFile(join(folder, name), `picture ${name}`)));
  const lines = names.map((name, row) => `${name},${CLASSES[labels[row]]}`);
  await writeFile(join(folder, 'labels.csv'), ['image,label', ...lines, ''].join('\n'));
  await writeFile(
    join(folder, 'features.npy'),
    encodeNpy({ dtype: 'float32', shape: [N, K], fortranOrder: false, data: features }),
  );
  await writeFile(join(folder, 'features.paths.txt'), `${names.join('\n')}\n`);
  options = { ...defaultAuditOptions(folder), featuresFile: join(folder, 'features.npy'), cacheFolder: null };
  audit = await runAudit(options);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the checks of the data set', () => {
  it('find what was planted', async () => {
    const shares: number[] = [];
    const { types, columns, notMade, near } = await checkData(DATA_CHECKS, rows, {
      near: true,
      onProgress: (share) => shares.push(share),
    });
    expect(rowsOf(typeOf(types, 'outlier'))).toEqual(expect.arrayContaining(OUTLIERS));
    expect(typeOf(types, 'outlier').flagged).toBeLessThan(N / 10);
    expect(near?.sets.map((set) => set.rows)).toEqual(TWINS);
    const imbalance = typeOf(types, 'class_imbalance');
    expect(rowsOf(imbalance)).toEqual(RARE);
    expect(imbalance.findings).toEqual([{ class: 'yak', score: 3 / N, pictures: 3 }]);
    const group = typeOf(types, 'underperforming_group');
    const dogs = Array.from(labels.keys()).filter((row) => labels[row] === 2 && !OUTLIERS.includes(row));
    expect(group.score).toBeLessThan(0.1);
    // A third of all: told as one.
    expect(group).toMatchObject({ flagged: dogs.length, pictures: [], findings: [{ pictures: dogs.length }] });
    expect(typeOf(types, 'non_iid')).toMatchObject({ flagged: 0, pictures: [] });
    expect(typeOf(types, 'non_iid').score).toBeGreaterThan(0.05);
    expect(typeOf(types, 'null_features')).toMatchObject({ flagged: 0 });
    expect(notMade).toEqual([{ name: 'spurious_correlations', reason: 'no-picture-scores' }]);
    expect(columns.map(({ length }) => length)).toEqual(types.map(() => N));
    // What is below the threshold is flagged.
    types.forEach(({ name, threshold, flagged }, at) => {
      if (name !== 'non_iid') expect(columns[at].filter((score) => score < threshold).length, name).toBe(flagged);
    });
  });

  it('see an order that means something, and a property that gives classes away', async () => {
    const order = Array.from(labels.keys()).sort((a, b) => labels[a] - labels[b]);
    const sorted = {
      ...rows,
      labels: Int32Array.from(order, (row) => labels[row]),
      features: {
        data: Float32Array.from(order.flatMap((row) => [...features.subarray(row * K, row * K + K)])),
        n: N,
        k: K,
      },
    };
    const looks = {
      names: ['dark', 'blurry'] as const,
      // Dogs are dark; sharpness says nothing.
      columns: [
        Float64Array.from(order, (row) => labels[row] / 3 + 0.05 * random()),
        Float64Array.from(order, () => 0.5 + random()),
      ],
    };
    const { types } = await checkData(['non_iid', 'spurious_correlations'], { ...sorted, looks });
    expect(typeOf(types, 'non_iid').score).toBeLessThan(1e-6);
    const { findings, score } = typeOf(types, 'spurious_correlations');
    expect(findings).toEqual([{ property: 'dark', score, pictures: N }]);
    expect(score).toBeLessThan(0.3);
    const folders = await checkData(['non_iid'], { ...sorted, isOrdered: false });
    expect(folders).toMatchObject({ types: [], notMade: [{ name: 'non_iid', reason: 'no-order' }] });
  });

  it('guess nothing without features, or with too few pictures', async () => {
    const bare = { ...rows, features: undefined };
    const { types, notMade, near } = await checkData(DATA_CHECKS, bare, { near: true });
    expect(types.map(({ name }) => name)).toEqual(['class_imbalance']);
    expect(near).toBeUndefined();
    expect(notMade.filter(({ reason }) => reason === 'no-features').map(({ name }) => name)).toEqual([
      ...['outlier', 'non_iid', 'underperforming_group', 'data_valuation', 'null_features'],
    ]);
    const few = {
      ...rows,
      labels: labels.subarray(0, 10),
      predProbs: { data: predProbs.data.subarray(0, 40), n: 10, k: 4 },
      features: { data: features.subarray(0, 10 * K), n: 10, k: K },
    };
    const small = await checkData(['outlier'], few);
    expect(small).toMatchObject({ types: [], notMade: [{ name: 'outlier', reason: 'too-few-pictures' }] });
  });

  it('stop when they are asked to', async () => {
    const stop = new AbortController();
    const many = 6000;
    const large = { data: Float32Array.from({ length: many * 64 }, random), n: many, k: 64 };
    const work = checkData(
      ['outlier'],
      {
        labels: new Int32Array(many),
        classes: ['a'],
        predProbs: { data: new Float64Array(many).fill(1), n: many, k: 1 },
        features: large,
        isOrdered: true,
      },
      {
        signal: stop.signal,
        onProgress: () => {
          stop.abort(new Error('enough'));
        },
      },
    );
    await expect(work).rejects.toThrow('enough');
  });
});

describe('an audit of own features', () => {
  it('checks the data set by the features as they are, and keeps what it found', async () => {
    const { checks } = audit.report;
    expect(checks?.types.map(({ name }) => name)).toEqual([
      'near_duplicates',
      ...DATA_CHECKS.filter((name) => name !== 'spurious_correlations' && name !== 'data_valuation'),
    ]);
    expect(checks?.notMade).toBeUndefined();
    const near = typeOf(checks?.types, 'near_duplicates');
    expect(near.sets?.map(({ members }) => members.map(({ index }) => index).sort((a = 0, b = 0) => a - b))).toEqual(
      expect.arrayContaining(TWINS),
    );
    expect(near).toMatchObject({ setCount: 2, flagged: 5 });
    const { path, label, row, index } = near.sets?.[0].members[0] ?? { path: '' };
    expect(path).toBe(`images/${index}.png`);
    expect(label).toBe(CLASSES[labels[index ?? -1]]);
    expect(row).toBe((index ?? -1) + 1);
    expect(near.sets?.every(({ by }) => by === 'features')).toBe(true);
    // Of the file's own numbers, not of their principal components.
    const steps = neighbourGraph({ data: features, n: N, k: K });
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    const worst = typeOf(checks?.types, 'outlier').pictures[0];
    const column = checks?.types.findIndex(({ name }) => name === 'outlier') ?? -1;
    const width = checks?.types.length ?? 0;
    expect(audit.pictureScores?.[worst.index * width + column]).toBeCloseTo(worst.score, 6);
    expect(OUTLIERS).toContain(worst.index);
    expect(step.value.n).toBe(N);
    const again = await openReportFolder(join(folder, '.label-audit'));
    expect(again.report.checks).toEqual(JSON.parse(JSON.stringify(checks)));
  });

  it('makes none where none are asked for, and says of each that it was asked for why it was not made', async () => {
    const none = await runAudit({ ...options, checks: ['none'], out: null });
    expect(none.report.checks).toBeUndefined();
    await writeFile(
      join(folder, 'probs.npy'),
      encodeNpy({ dtype: 'float64', shape: [N, 4], fortranOrder: false, data: predProbs.data }),
    );
    const without = { ...options, featuresFile: undefined };
    const given = { ...without, predProbsFile: join(folder, 'probs.npy'), out: null, force: true };
    expect((await runAudit(given)).report.checks).toBeUndefined();
    const asked = await runAudit({ ...given, checks: ['class_imbalance', 'outlier', 'near_duplicates'] });
    expect(asked.report.checks?.types.map(({ name }) => name)).toEqual(['near_duplicates', 'class_imbalance']);
    expect(asked.report.checks?.notMade).toEqual([{ name: 'outlier', reason: 'no-features' }]);
  });
});
