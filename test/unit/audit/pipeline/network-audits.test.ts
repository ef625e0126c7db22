import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCompare } from '../../../../src/audit/compare/run-compare.ts';
import { defaultAuditOptions } from '../../../../src/audit/options/audit-options.ts';
import { runAudit } from '../../../../src/audit/pipeline/run-audit.ts';
import type { AuditHooks, AuditProgress } from '../../../../src/audit/report/types.ts';
import { createRandom } from '../../../../src/training/random.ts';

const SIDE = 16;
const COUNT = 80;
let folder: string;

/** Bright bars, upright or lying, on noise; one label in ten is wrong. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-calibrate-'));
  await mkdir(join(folder, 'images'));
  const random = createRandom(5, 0);
  const rows = ['image,label'];
  for (let i = 0; i < COUNT; i++) {
    const [offset, upright] = [5 + random.below(6), i % 2 === 0];
    const pixels = Uint8Array.from({ length: SIDE * SIDE }, (_, at) => {
      const place = upright ? at % SIDE : Math.floor(at / SIDE);
      return (place === offset ? 200 : 20) + random.below(50);
    });
    const path = `images/${i}.png`;
    await sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 1 } }).toFile(join(folder, path));
    rows.push(`${path},${upright !== (i % 10 === 3) ? 'upright' : 'lying'}`);
  }
  await writeFile(join(folder, 'labels.csv'), `${rows.join('\n')}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const audit = (more: object, hooks: AuditHooks = {}): ReturnType<typeof runAudit> =>
  runAudit(
    {
      ...defaultAuditOptions(join(folder, 'labels.csv')),
      ...{ model: 'small-cnn', epochs: 4, batchSize: 16, imageSize: SIDE, folds: 2, backend: 'wasm' },
      ...{ out: null, cacheFolder: null, ...more },
    },
    hooks,
  );

describe('--calibrate', () => {
  it('plants errors for a network, says beforehand what that costs, and how far to trust the list', async () => {
    const plain = await audit({});
    expect(plain.report.trust).toBeUndefined();
    const notes: string[] = [];
    const told: AuditProgress[] = [];
    const { report, predProbs } = await audit(
      { calibrate: true },
      { onNote: (note) => notes.push(note), onProgress: (progress) => told.push(progress) },
    );
    // What is judged does not depend on what is planted.
    expect(predProbs.data).toEqual(plain.predProbs.data);
    expect(report.trust?.planted).toBe(6 * 4);
    expect(report.trust!.auc).toBeGreaterThan(0.5);
    expect(notes).toEqual([
      expect.stringMatching(/trained 6 times more.*7 times as long/),
      expect.stringMatching(/about \d+ (s|min) to go/),
    ]);
    const training = told.filter(({ stage }) => stage === 'training');
    expect([...new Set(training.map(({ planting }) => planting?.draw))]).toEqual([undefined, 1, 2, 3, 4, 5, 6]);
    expect(training.every(({ share }, i) => i === 0 || share >= training[i - 1].share)).toBe(true);
    expect(training.at(-1)!.share).toBe(1);
  });

  it('is cancelled while it plants, and keeps what was trained for the next time', async () => {
    const stop = new AbortController();
    const cacheFolder = join(folder, 'cache');
    const running = audit(
      { calibrate: true, cacheFolder },
      {
        signal: stop.signal,
        onProgress: ({ planting, training }) => {
          if (planting?.draw === 2 && training !== undefined) stop.abort(new Error('enough'));
        },
      },
    );
    await expect(running).rejects.toThrow('enough');
    const kept = (await readdir(join(cacheFolder, 'folds'))).length;
    expect(kept).toBeGreaterThanOrEqual(4);
    const notes: string[] = [];
    await audit({ calibrate: true, cacheFolder }, { onNote: (note) => notes.push(note) });
    expect(notes.filter((note) => note.startsWith('2 of 2 folds were finished before'))).toHaveLength(2);
    expect(await readdir(join(cacheFolder, 'folds'))).toEqual([]);
  });
});

describe('the preset "thorough"', () => {
  const thorough = { preset: 'thorough', epochs: 3 } as const;

  it('trains networks on whole and on cropped pictures, in two rounds, and suggests by the first', async () => {
    const told: AuditProgress[] = [];
    const { report, suggested, labels } = await audit(thorough, { onProgress: (progress) => told.push(progress) });
    const { settings, folds, accuracy } = report.crossValidation!;
    expect(settings).toMatchObject({ members: 2, trimmedMembers: 1, rounds: 2, epochs: 3 });
    expect(report.options.rankBy).toBe('confidence_weighted_entropy');
    expect(told.filter(({ stage, share }) => stage === 'decoding' && share === 1)).toHaveLength(4);
    expect(new Set(told.flatMap(({ training }) => (training ? [training.round] : [])))).toEqual(new Set([1, 2]));
    // Accuracy and suggestions are the first round's.
    const right = labels.reduce((sum, label, i) => sum + Number(suggested![i] === label), 0);
    expect(accuracy).toBeCloseTo(right / COUNT, 10);
    expect(folds).toHaveLength(2);
  });

  it('ranks by a score that goes with --adjust', async () => {
    const { report } = await audit({ ...thorough, adjustPredProbs: true });
    expect(report.options.rankBy).toBe('self_confidence');
  });

  it('compares with networks of one round', async () => {
    const rows = (await readFile(join(folder, 'labels.csv'), 'utf8')).trim().split('\n');
    const split = rows.map((row, i) => `${row},${i === 0 ? 'split' : i % 4 === 0 ? 'val' : 'train'}`);
    const [given, cleaned] = ['given.csv', 'cleaned.csv'].map((name) => join(folder, name));
    await writeFile(given, split.join('\n'));
    await writeFile(cleaned, split.filter((_, i) => i % 10 !== 5).join('\n'));
    const { settings, test } = await runCompare({
      audit: {
        ...{ ...defaultAuditOptions(given), model: 'small-cnn', batchSize: 16, imageSize: SIDE, backend: 'wasm' },
        ...{ ...thorough, out: null, cacheFolder: null },
      },
      ...{ cleaning: { kind: 'file', file: cleaned }, testSplit: 'val', repeats: 1 },
    });
    expect(settings).toMatchObject({ members: 2, trimmedMembers: 1, rounds: 1 });
    expect(test.scored).toBe(20);
  });
});
