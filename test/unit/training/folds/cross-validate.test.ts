import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BackendError, TrainingError, WorkerCrashError } from '../../../../src/training/errors.ts';
import { resolveSettings } from '../../../../src/training/presets.ts';
import { trainCrossValidated } from '../../../../src/training/folds/cross-validate.ts';
import type { CrossValidateOptions } from '../../../../src/training/folds/run-options.ts';
import type { TrainingData, TrainingProgress } from '../../../../src/training/types.ts';
import { createRandom } from '../../../../src/training/random.ts';

/** Pictures that a model learns in seconds: a bright bar, upright (0), lying (1) or slanting (2), on noise. */
function bars(n: number, channels: 1 | 3 = 1): TrainingData {
  const side = 16;
  const random = createRandom(3, 0);
  const images = new Uint8Array(n * side * side * channels);
  const labels = Int32Array.from({ length: n }, (_, i) => i % 3);
  for (let i = 0; i < n; i++) {
    const offset = 5 + random.below(6);
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const on = [x === offset, y === offset, (x + y) % side === offset][labels[i]];
        const at = ((i * side + y) * side + x) * channels;
        images.fill((on ? 200 : 20) + random.below(50), at, at + channels);
      }
    }
  }
  const groups = Int32Array.from({ length: n }, (_, i) => i);
  return { images, n, height: side, width: side, channels, labels, k: 3, groups };
}

const options = (more: Partial<CrossValidateOptions> = {}): CrossValidateOptions => ({
  settings: resolveSettings('small-cnn', { epochs: 6, batchSize: 16, imageSize: 16 }),
  folds: 3,
  seed: 0,
  backend: 'wasm',
  classNames: ['upright', 'lying', 'slanting'],
  cacheFolder: null,
  ...more,
});

/** Processes that run this worker file now, and training files left behind. */
const leftBehind = (): string[] =>
  execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(folder));

let folder: string;
let previousTmp: string | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'label-audit-test-'));
  previousTmp = process.env.TMPDIR;
  process.env.TMPDIR = folder;
});

afterEach(() => {
  process.env.TMPDIR = previousTmp;
  if (previousTmp === undefined) delete process.env.TMPDIR;
  rmSync(folder, { recursive: true });
});

/** A stand-in for the worker's script: what a crash looks like from outside. */
function workerThat(does: string): string {
  const file = join(folder, 'worker.mjs');
  writeFileSync(file, `process.on('disconnect', () => process.exit(0));\nprocess.once('message', () => {${does}});\n`);
  return file;
}

describe('trainCrossValidated', () => {
  it('learns, and gives the same probabilities whatever the number of processes', async () => {
    const data = bars(150);
    const progress: TrainingProgress[] = [];
    const two = await trainCrossValidated(data, options({ jobs: 2, onProgress: (p) => progress.push(p) }));
    const one = await trainCrossValidated(data, options({ jobs: 1 }));
    expect(one.predProbs.data).toEqual(two.predProbs.data);
    expect(two.accuracy).toBeGreaterThan(0.9);
    expect(two.backend).toBe('wasm');
    expect(two.folds.map((fold) => fold.testSize)).toEqual([50, 50, 50]);
    for (let i = 0; i < data.n; i++) {
      const row = two.predProbs.data.subarray(i * 3, i * 3 + 3);
      expect(row[0] + row[1] + row[2]).toBeCloseTo(1, 5);
    }
    const file = join(folder, 'mine.bin');
    writeFileSync(file, data.images as Uint8Array);
    const fromFile = await trainCrossValidated({ ...data, images: { file } }, options({ jobs: 3 }));
    expect(fromFile.predProbs.data).toEqual(two.predProbs.data);
    rmSync(file);
    expect(progress).toHaveLength(18);
    expect(progress.at(-1)!.share).toBe(1);
    expect(progress.every((p, i) => i === 0 || p.share > progress[i - 1].share)).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('trains ResNet50 up to conv2 on grey pictures', async () => {
    const settings = resolveSettings('resnet50-conv2', { epochs: 3, batchSize: 16, imageSize: 16 });
    const result = await trainCrossValidated(bars(60), options({ settings, folds: 2 }));
    expect(result.folds[0].history.at(-1)!.loss).toBeLessThan(result.folds[0].history[0].loss);
  });

  it('another seed gives other probabilities', async () => {
    const data = bars(60);
    const a = await trainCrossValidated(data, options({ folds: 2 }));
    const b = await trainCrossValidated(data, options({ folds: 2, seed: 1 }));
    expect(a.predProbs.data).not.toEqual(b.predProbs.data);
  });

  it('stops within a second of an abort and leaves nothing behind', async () => {
    const controller = new AbortController();
    const settings = resolveSettings('small-cnn', { epochs: 10_000, imageSize: 16 });
    let aborted = 0;
    const running = trainCrossValidated(
      bars(150),
      options({
        settings,
        signal: controller.signal,
        onProgress: () => {
          aborted ||= performance.now();
          controller.abort(new Error('enough'));
        },
      }),
    );
    await expect(running).rejects.toThrow('enough');
    expect(performance.now() - aborted).toBeLessThan(1000);
    expect(readdirSync(folder)).toEqual([]);
    expect(leftBehind()).toEqual([]);
  });

  it('reuses the folds that a stopped run had finished, bit by bit, until they are forgotten', async () => {
    const data = bars(60);
    const whole = await trainCrossValidated(data, options());
    const cacheFolder = join(folder, 'cache');
    const stop = new AbortController();
    const stopped = trainCrossValidated(
      data,
      options({
        ...{ jobs: 1, cacheFolder, signal: stop.signal },
        onProgress: ({ fold, epoch }) => {
          if (fold === 2 && epoch === 3) stop.abort(new Error('enough'));
        },
      }),
    );
    await expect(stopped).rejects.toThrow('enough');
    expect(readdirSync(join(cacheFolder, 'folds'))).toHaveLength(1);
    const reused: (number | undefined)[][] = [];
    const progress: TrainingProgress[] = [];
    const resumed = await trainCrossValidated(
      data,
      options({
        cacheFolder,
        onReused: (...counts) => reused.push(counts),
        onProgress: (now) => progress.push(now),
      }),
    );
    expect(reused).toEqual([[1, 3]]);
    expect(progress).toHaveLength(12);
    expect(progress.every(({ kept }) => kept === 1)).toBe(true);
    expect(progress[0].share).toBeCloseTo(7 / 18);
    expect(resumed.predProbs.data).toEqual(whole.predProbs.data);
    expect(resumed.folds.map(({ history }) => history)).toEqual(whole.folds.map(({ history }) => history));
    expect(readdirSync(join(cacheFolder, 'folds'))).toHaveLength(3);
    const other = await trainCrossValidated(data, options({ cacheFolder, seed: 1, onReused: () => reused.push([]) }));
    expect(other.predProbs.data).not.toEqual(whole.predProbs.data);
    expect(reused).toHaveLength(1);
    await other.forget();
    await resumed.forget();
    expect(readdirSync(join(cacheFolder, 'folds'))).toEqual([]);
  });

  describe('in two rounds', () => {
    const settings = {
      ...resolveSettings('small-cnn', { epochs: 6, batchSize: 16, imageSize: 16 }),
      rounds: 2,
    } as const;
    /** Bars, some of which have another's label. */
    const mislabelled = (): TrainingData => {
      const data = bars(150);
      return { ...data, labels: data.labels.map((label, i) => (i % 10 === 0 ? (label + 1) % 3 : label)) };
    };

    it('leaves out what the first speaks against, judges all, and reports accuracy and folds of the first', async () => {
      const data = mislabelled();
      const one = await trainCrossValidated(data, options());
      const progress: TrainingProgress[] = [];
      const two = await trainCrossValidated(data, options({ settings, onProgress: (now) => progress.push(now) }));
      expect(two.firstRound).toEqual(one.predProbs);
      expect(two.accuracy).toBe(one.accuracy);
      expect(two.folds.map(({ history }) => history)).toEqual(one.folds.map(({ history }) => history));
      expect(two.folds.map(({ testSize }) => testSize)).toEqual([50, 50, 50]);
      // A wrong label is believed less by those that never learnt from wrong ones.
      const believed = ({ predProbs }: typeof two): number =>
        data.labels.reduce((sum, label, i) => sum + (i % 10 === 0 ? predProbs.data[i * 3 + label] : 0), 0);
      expect(believed(two)).toBeLessThan(believed(one));
      expect(progress.map(({ round }) => round)).toEqual(Array.from({ length: 36 }, (_, i) => (i < 18 ? 1 : 2)));
      expect(progress.every(({ rounds }) => rounds === 2)).toBe(true);
      expect(progress.at(-1)!.share).toBe(1);
      expect(progress.every((p, i) => i === 0 || p.share > progress[i - 1].share)).toBe(true);
    });

    it('goes on in the round in which it was stopped, bit by bit, and forgets both', async () => {
      const data = mislabelled();
      const whole = await trainCrossValidated(data, options({ settings }));
      const cacheFolder = join(folder, 'cache');
      const stop = new AbortController();
      const stopped = trainCrossValidated(
        data,
        options({
          ...{ settings, jobs: 1, cacheFolder, signal: stop.signal },
          onProgress: ({ round, fold, epoch }) => {
            if (round === 2 && fold === 2 && epoch === 3) stop.abort(new Error('enough'));
          },
        }),
      );
      await expect(stopped).rejects.toThrow('enough');
      expect(readdirSync(join(cacheFolder, 'folds'))).toHaveLength(4);
      const reused: (number | undefined)[][] = [];
      const resumed = await trainCrossValidated(
        data,
        options({ settings, cacheFolder, onReused: (...counts) => reused.push(counts) }),
      );
      expect(reused).toEqual([
        [3, 3, 1],
        [1, 3, 2],
      ]);
      expect(resumed.predProbs.data).toEqual(whole.predProbs.data);
      await resumed.forget();
      expect(readdirSync(join(cacheFolder, 'folds'))).toEqual([]);
    });

    it('keeps to folds that it is given, whatever the labels', async () => {
      const data = mislabelled();
      const { foldOf } = await trainCrossValidated(data, options({ settings }));
      const others = data.labels.map((label, i) => (i % 7 === 0 ? (label + 1) % 3 : label));
      const again = await trainCrossValidated({ ...data, labels: others }, options({ settings, foldOf }));
      expect(again.foldOf).toEqual(foldOf);
    });
  });

  it('says that a process could not be started for want of memory', async () => {
    const workerFile = workerThat(
      "console.error('Assertion failed: (0) == (uv_thread_create(t.get(), start_thread, this))'); process.abort()",
    );
    await expect(trainCrossValidated(bars(30), options({ workerFile }))).rejects.toThrow(
      /was killed \(SIGABRT\)\. It ran out of memory/,
    );
  });

  it('finds the cause of a crash before a long stack', async () => {
    const workerFile = workerThat(
      "console.error('FATAL ERROR: JavaScript heap out of memory\\n' + 'stack '.repeat(2000)); process.exitCode = 134; process.disconnect()",
    );
    await expect(trainCrossValidated(bars(30), options({ workerFile }))).rejects.toThrow(/It ran out of memory/);
  });

  it('reports a dead process once, with its fold and what to do', async () => {
    const workerFile = workerThat("process.kill(process.pid, 'SIGKILL')");
    const running = trainCrossValidated(bars(30), options({ workerFile, jobs: 1 }));
    await expect(running).rejects.toThrow(/training process of fold 1 was killed \(SIGKILL\)\. Run the audit again/);
    await expect(running).rejects.toBeInstanceOf(WorkerCrashError);
    expect(leftBehind()).toEqual([]);
  });

  it('says so when a process ran out of memory', async () => {
    const workerFile = workerThat(
      "console.error('JavaScript heap out of memory'); process.exitCode = 134; process.disconnect()",
    );
    await expect(trainCrossValidated(bars(30), options({ workerFile }))).rejects.toThrow(
      /ran out of memory: choose smaller/,
    );
  });

  it('says that a diverging loss wants a lower learning rate', async () => {
    const settings = { ...resolveSettings('small-cnn', { epochs: 3, imageSize: 16 }), learningRate: 1e30 };
    const running = trainCrossValidated(bars(60), options({ settings, folds: 2 }));
    await expect(running).rejects.toThrow(/loss is no longer a number.*lower learning rate/);
  });

  it('refuses labels out of range, one class, and arrays that do not fit', async () => {
    const data = bars(30);
    const bad = (change: Partial<TrainingData>): Promise<unknown> =>
      trainCrossValidated({ ...data, ...change }, options());
    await expect(bad({ labels: data.labels.map((l, i) => (i === 4 ? 9 : l)) })).rejects.toThrow(
      /Picture 4 has class 9/,
    );
    await expect(bad({ k: 1 })).rejects.toThrow(/at least 2 classes/);
    await expect(bad({ n: 31 })).rejects.toThrow(TrainingError);
  });

  it('trains with the native backend where that is installed, and says so where it is not', async () => {
    const outcome = await trainCrossValidated(bars(30), options({ backend: 'native' })).catch(
      (error: unknown) => error,
    );
    if (outcome instanceof Error) {
      expect(outcome.message).toMatch(/native backend was asked for.*use the backend "wasm" or "auto"/i);
      expect(outcome).toBeInstanceOf(BackendError);
    } else expect(outcome).toMatchObject({ backend: 'native' });
  });
});

describe('resolveSettings', () => {
  it('names an override that is out of range', () => {
    expect(() => resolveSettings('small-cnn', { epochs: 0 })).toThrow(/epochs must be a whole number from 1/);
    expect(() => resolveSettings('small-cnn', { learningRate: Number.NaN })).toThrow(/learning rate/);
    expect(() => resolveSettings('small-cnn', { imageSize: 4 })).toThrow(/image size/);
  });
});
