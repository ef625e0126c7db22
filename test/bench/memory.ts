import { fork } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NETWORKS, type NetworkName } from '../../src/training/types.ts';
import { resolveSettings } from '../../src/training/presets.ts';
import { trainCrossValidated } from '../../src/training/folds/cross-validate.ts';
import { openPictureFile, picturesInMemory } from '../../src/training/fit/pixels-file.ts';
import { createRandom } from '../../src/training/random.ts';
import { parentsOfAll } from './tree-memory.ts';

// `npm run bench:memory`: the most memory that cross-validated training takes in the parent and in each of its processes,
// with so many synthetic pictures in the parent's memory, as decoding leaves them. Training is ended after --seconds, when
// its processes have read all pictures once (their mean and deviation) and made batches of them. Also: how long a batch
// takes to read in random order from the file, against a copy within memory. Options: --pictures, --side, --seconds.

const { values } = parseArgs({
  options: {
    pictures: { type: 'string', default: '100000' },
    side: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '60' },
    model: { type: 'string', default: 'small-cnn' },
    only: { type: 'boolean', default: false },
  },
});
const n = Number(values.pictures);
const side = Number(values.side);
const size = side * side * 3;
const MB = 1e6;

/** Bytes: the most that a process has taken, by the kernel's account. */
function peakOf(pid: number | 'self'): { readonly peak: number; readonly now: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024;
  return { peak: field('VmHWM'), now: field('VmRSS') };
}

/** Processes that this one started. */
const children = (): number[] => [...parentsOfAll()].filter(([, parent]) => parent === process.pid).map(([pid]) => pid);

/** Trains for a while and returns the peaks, in megabytes. */
async function trainForAWhile(model: NetworkName): Promise<{ parent: number; workers: number[]; epochs: number }> {
  const random = createRandom(1, 0);
  const images = new Uint8Array(n * size);
  // One picture's noise, shifted and brightened: quick to make, and no two are alike.
  const noise = Uint8Array.from({ length: size }, () => random.below(200));
  for (let i = 0; i < n; i++) {
    const shift = random.below(size);
    images.set(noise.subarray(shift), i * size);
    images.set(noise.subarray(0, shift), (i + 1) * size - shift);
  }
  const labels = Int32Array.from({ length: n }, (_, i) => i % 10);
  const groups = Int32Array.from({ length: n }, (_, i) => i);
  const settings = resolveSettings(model, { epochs: 1, imageSize: side });
  const stop = new AbortController();
  const peaks = new Map<number, number>();
  let parent = 0;
  let epochs = 0;
  const watch = setInterval(() => {
    parent = Math.max(parent, peakOf('self').peak);
    for (const pid of children()) {
      try {
        peaks.set(pid, Math.max(peaks.get(pid) ?? 0, peakOf(pid).peak));
      } catch {
        // It has just ended.
      }
    }
  }, 200);
  const end = setTimeout(
    () => {
      stop.abort(new Error('measured'));
    },
    Number(values.seconds) * 1000,
  );
  try {
    await trainCrossValidated(
      { images, n, height: side, width: side, channels: 3, labels, k: 10, groups },
      {
        ...{ settings, folds: 5, seed: 0, backend: 'wasm', cacheFolder: null, signal: stop.signal },
        classNames: [],
        onProgress: () => epochs++,
      },
    );
  } catch (error) {
    if (error !== stop.signal.reason) throw error;
  } finally {
    clearInterval(watch);
    clearTimeout(end);
  }
  return { parent: parent / MB, workers: [...peaks.values()].map((bytes) => bytes / MB), epochs };
}

/** Microseconds per picture of reading shuffled batches, from a file and from memory. */
function readingTimes(count: number, pictureSize: number): { file: number; memory: number } {
  const folder = mkdtempSync(join(tmpdir(), 'label-audit-bench-memory-'));
  try {
    const file = join(folder, 'images.bin');
    const images = new Uint8Array(count * pictureSize).fill(7);
    const descriptor = openSync(file, 'w');
    writeSync(descriptor, images);
    closeSync(descriptor);
    const order = Int32Array.from({ length: count }, (_, i) => i);
    createRandom(2, 0).shuffle(order);
    const target = new Uint8Array(64 * pictureSize);
    const time = (read: (indices: Int32Array) => void): number => {
      const rounds: number[] = [];
      for (let round = 0; round < 5; round++) {
        const began = performance.now();
        for (let from = 0; from < count; from += 64) read(order.subarray(from, from + 64));
        rounds.push(((performance.now() - began) * 1000) / count);
      }
      return rounds.sort((a, b) => a - b)[2];
    };
    const pictures = openPictureFile(file, pictureSize);
    const inMemory = picturesInMemory(images, pictureSize);
    const times = {
      file: time((indices) => {
        pictures.read(indices, target);
      }),
      memory: time((indices) => {
        inMemory.read(indices, target);
      }),
    };
    pictures.close();
    return times;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (values.only) {
  const { parent, workers, epochs } = await trainForAWhile(values.model as NetworkName);
  const list = workers.map((one) => one.toFixed(0)).join(', ');
  console.log(`${values.model}: parent ${parent.toFixed(0)} MB; training processes ${list} MB (${epochs} epochs done)`);
} else {
  console.log(
    `${cpus()[0].model}, ${availableParallelism()} cores; Node ${process.version}; ${n} pictures of ${side}×${side}×3: ` +
      `${((n * size) / MB).toFixed(0)} MB; peak resident memory after ${values.seconds} s of training`,
  );
  for (const model of NETWORKS) {
    // Each in a process of its own, so that the parent's peak is this training's.
    const words = [
      '--only',
      '--model',
      model,
      '--pictures',
      String(n),
      '--side',
      String(side),
      '--seconds',
      values.seconds,
    ];
    const child = fork(process.argv[1], words, { execArgv: [] });
    await new Promise((resolve) => child.on('close', resolve));
  }
  for (const [count, pictureSize, name] of [
    [2880, 32 * 32, '2,880 pictures of 32×32'],
    [20_000, 64 * 64 * 3, '20,000 pictures of 64×64×3'],
  ] as const) {
    const { file, memory } = readingTimes(count, pictureSize);
    console.log(`${name}, shuffled: ${file.toFixed(2)} µs each from the file, ${memory.toFixed(2)} µs from memory`);
  }
}
