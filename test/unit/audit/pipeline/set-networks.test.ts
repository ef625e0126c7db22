import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStoredReport, runAudit, runCheck, type Audit } from '../../../../src/audit/index.ts';
import { defaultAuditOptions, type AuditOptions } from '../../../../src/audit/options/audit-options.ts';
import { findSetIssues } from '../../../../src/core/index.ts';
import { createRandom } from '../../../../src/training/random.ts';

const [N, SIDE] = [180, 16];
const CLASSES = ['bottom left', 'bottom right', 'top left', 'top right'];
/** Which half of the picture, across and down, each class lights. */
const PLACES = [
  [0, 1],
  [1, 1],
  [0, 0],
  [1, 0],
];

let root: string;
let truth: string[][];
let given: string[][];
const isPlanted = (i: number): boolean => i % 15 === 7;

/** Noise in which each class lights a quarter; every fifteenth set has a class too many or too few. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'label-audit-set-networks-'));
  const random = createRandom(5, 1);
  truth = [];
  given = [];
  for (let i = 0; i < N; i++) {
    const set = CLASSES.filter(() => random.uniform() < 0.5);
    if (set.length === 0) set.push(CLASSES[random.below(CLASSES.length)]);
    const pixels = Uint8Array.from({ length: SIDE * SIDE }, (_, at) => {
      const [across, down] = [at % SIDE, Math.floor(at / SIDE)].map((place) => Math.floor((2 * place) / SIDE));
      const isLit = set.some((name) => {
        const [x, y] = PLACES[CLASSES.indexOf(name)];
        return x === across && y === down;
      });
      return (isLit ? 150 : 20) + random.below(80);
    });
    await sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 1 } })
      .png()
      .toFile(join(root, `p${i}.png`));
    const missing = CLASSES.filter((name) => !set.includes(name));
    const wrong = missing.length > 0 && i % 2 === 0 ? [...set, missing[0]].sort() : set.slice(1);
    truth.push(set);
    given.push(isPlanted(i) && wrong.length > 0 ? wrong : set);
  }
  const rows = given.map((set, i) => `p${i}.png,${set.join('|')}`);
  await writeFile(join(root, 'labels.csv'), `image,labels\n${rows.join('\n')}\n`);
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

const optionsOf = (more: Partial<AuditOptions> = {}): AuditOptions => ({
  ...defaultAuditOptions(root),
  ...{ model: 'small-cnn', imageSize: SIDE, epochs: 12, folds: 3, jobs: 2, backend: 'wasm', cacheFolder: null },
  ...{ checks: ['none'] },
  ...more,
});

describe('several labels a picture, judged by a network', () => {
  let audit: Audit;

  beforeAll(async () => {
    audit = await runAudit(optionsOf());
  }, 240_000);

  it('end in sigmoids, and find what was planted', () => {
    const { report, predProbs } = audit;
    expect(report.crossValidation!.settings).toMatchObject({ model: 'small-cnn', outputs: 'sigmoid', rounds: 1 });
    expect(report.crossValidation!.accuracy).toBeGreaterThan(0.85);
    const sizes = report.crossValidation!.folds.map(({ testSize }) => testSize);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(N);
    expect(Math.min(...sizes)).toBeGreaterThan(N / 4);
    const all = Float64Array.from(predProbs.data);
    const sums = given.map((_, i) => all.subarray(4 * i, 4 * i + 4).reduce((sum, p) => sum + p));
    expect(Math.max(...sums), 'probabilities of classes by themselves').toBeGreaterThan(1.5);
    const planted = [...truth.keys()].filter((i) => truth[i].join() !== given[i].join());
    expect(planted.length).toBeGreaterThan(8);
    const found = report.issues.filter(({ index }) => planted.includes(index));
    expect(found.length).toBeGreaterThan(0.8 * planted.length);
    const right = found.filter(({ index, suggestedLabel }) => suggestedLabel === truth[index].join('|'));
    expect(right.length).toBeGreaterThan(0.8 * found.length);
  });

  it('are what core makes of the probabilities that were kept', async () => {
    const opened = await openStoredReport(root);
    const { indices } = findSetIssues(await opened.labelSets(), await opened.predProbs());
    expect(audit.report.issues.map(({ index }) => index)).toEqual([...indices]);
  });

  it('come to the same again, from the same seed, and are not trained again by a check', async () => {
    const last = await openStoredReport(root);
    const { retrained, report } = await runCheck({
      audit: { ...optionsOf(), ...last.report.options },
      last,
      maxIssues: N,
    });
    expect(retrained).toBeUndefined();
    expect(report.issues).toEqual(audit.report.issues);
    const again = await runAudit(optionsOf({ out: null, jobs: 1 }));
    expect(again.predProbs).toEqual(audit.predProbs);
  }, 240_000);

  it('are told of options that need one label', async () => {
    await expect(runAudit(optionsOf({ calibrate: true }))).rejects.toThrow(
      /--calibrate can't be had of several labels/,
    );
  });
});
