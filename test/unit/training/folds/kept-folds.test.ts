import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FoldOutcome } from '../../../../src/training/folds/fold-outcome.ts';
import { resolveSettings } from '../../../../src/training/presets.ts';
import { groundHash, openKeptFolds } from '../../../../src/training/folds/kept-folds.ts';
import type { FoldTask } from '../../../../src/training/folds/worker-protocol.ts';

const GROUND = 'ab'.repeat(32);
const task: FoldTask = {
  ...{ settings: resolveSettings('small-cnn'), seed: 3, fold: 1, round: 1 },
  labels: Int32Array.of(0, 1, 0, 1),
  train: Int32Array.of(0, 1),
  test: Int32Array.of(2, 3),
};
const outcome: FoldOutcome = {
  probabilities: Float32Array.of(0.1, 0.9, 1 / 3, 2 / 3),
  history: [{ epoch: 1, loss: 0.1 + 0.2, accuracy: 1 / 3 }],
  backend: 'wasm',
  seconds: 1.25,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'label-audit-kept-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const fileIn = (): string => join(folder, readdirSync(folder)[0]);

describe('kept folds', () => {
  it('come back bit by bit, to whoever asks with the same task, until they are forgotten', async () => {
    await openKeptFolds(folder, GROUND).save(task, outcome);
    const kept = openKeptFolds(folder, GROUND);
    expect(await kept.load({ ...task, labels: task.labels.slice() })).toEqual(outcome);
    await kept.save({ ...task, fold: 2 }, { ...outcome, bestEpoch: 4 });
    expect(await kept.load({ ...task, fold: 2 })).toEqual({ ...outcome, bestEpoch: 4 });
    expect(readdirSync(folder)).toHaveLength(2);
    await kept.forget();
    expect(readdirSync(folder)).toEqual([]);
    expect(await kept.load(task)).toBeUndefined();
  });

  it.each<[string, Partial<FoldTask>]>([
    ['seed', { seed: 4 }],
    ['fold', { fold: 0 }],
    ['round', { round: 2 }],
    ['label', { labels: Int32Array.of(0, 1, 1, 1) }],
    ['task of several labels a picture', { sets: Uint8Array.of(1, 0, 0, 1, 1, 0, 1, 1) }],
    ['training picture', { train: Int32Array.of(0, 3) }],
    ['held-out picture', { test: Int32Array.of(2) }],
    ['border between the two', { train: Int32Array.of(0, 1, 2), test: Int32Array.of(3) }],
    ['epoch', { settings: resolveSettings('small-cnn', { epochs: 7 }) }],
    ['way to stop', { earlyStopping: { validation: Int32Array.of(1), patience: 2 } }],
  ])('are not those of another %s', async (_, change) => {
    await openKeptFolds(folder, GROUND).save(task, outcome);
    expect(await openKeptFolds(folder, GROUND).load({ ...task, ...change })).toBeUndefined();
  });

  it('are not those of other pictures', async () => {
    await openKeptFolds(folder, GROUND).save(task, outcome);
    expect(await openKeptFolds(folder, 'cd'.repeat(32)).load(task)).toBeUndefined();
  });

  it('that are damaged or cut off anywhere are trained again', async () => {
    await openKeptFolds(folder, GROUND).save(task, outcome);
    const file = fileIn();
    const whole = readFileSync(file);
    for (let at = 0; at < whole.length; at += 7) {
      const damaged = Buffer.from(whole);
      damaged[at] ^= 1;
      for (const bytes of [damaged, whole.subarray(0, at)]) {
        writeFileSync(file, bytes);
        expect(await openKeptFolds(folder, GROUND).load(task)).toBeUndefined();
        expect(readdirSync(folder)).toEqual([]);
      }
    }
    writeFileSync(file, whole);
    expect(await openKeptFolds(folder, GROUND).load(task)).toEqual(outcome);
  });

  it('go after a month', async () => {
    const kept = openKeptFolds(folder, GROUND);
    await kept.save(task, outcome);
    const long = new Date(Date.now() - 40 * 24 * 3600 * 1000);
    utimesSync(fileIn(), long, long);
    await kept.save({ ...task, fold: 0 }, outcome);
    expect(readdirSync(folder)).toHaveLength(1);
    expect(await kept.load(task)).toBeUndefined();
  });

  it('that can not be written are no failure', async () => {
    writeFileSync(join(folder, 'file'), '');
    const kept = openKeptFolds(join(folder, 'file'), GROUND);
    await kept.save(task, outcome);
    expect(await kept.load(task)).toBeUndefined();
    await kept.forget();
  });
});

describe('groundHash', () => {
  it('knows the pictures, their shape, the backend and our code', async () => {
    const shape = { n: 4, height: 1, width: 1, channels: 1, k: 2 };
    const images = join(folder, 'images.bin');
    const worker = join(folder, 'worker.mjs');
    writeFileSync(images, 'abcd');
    writeFileSync(worker, 'code');
    writeFileSync(join(folder, 'kernel.wasm'), 'kernel');
    const hashes = [await groundHash([images], shape, 'wasm', worker)];
    expect(await groundHash([images], shape, 'wasm', worker)).toBe(hashes[0]);
    hashes.push(await groundHash([images, images], shape, 'wasm', worker));
    hashes.push(await groundHash([images], shape, 'native', worker));
    hashes.push(await groundHash([images], { ...shape, k: 3 }, 'wasm', worker));
    writeFileSync(images, 'abce');
    hashes.push(await groundHash([images], shape, 'wasm', worker));
    writeFileSync(worker, 'codes');
    hashes.push(await groundHash([images], shape, 'wasm', worker));
    writeFileSync(join(folder, 'kernel.wasm'), 'kernels');
    hashes.push(await groundHash([images], shape, 'wasm', worker));
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
