import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { resolveSettings } from '../../../src/training/presets.ts';
import { trainCrossValidated } from '../../../src/training/folds/cross-validate.ts';
import { type TrainingData } from '../../../src/training/types.ts';
import type { Fault } from '../training.ts';
import { auditProcesses, descendants } from './training-audits.ts';

export const outOfMemory: Fault = {
  fault: 'training: out of memory (heap and address space limited)',
  tries: { short: 2, long: 10 },
  async run(playground, random, index) {
    const limits = index % 2 === 0 ? limitHeap : limitAddressSpace;
    let running: number[] = [];
    const undo = limits === limitHeap ? limitHeap(6 + Math.floor(random() * 16)) : () => undefined;
    const ended = await playground
      .audit(
        { cacheFolder: null },
        {
          onProgress: ({ stage, share }) => {
            if (stage !== 'training' || running.length > 0 || (share === 0 && index % 4 === 1)) return;
            running = auditProcesses();
            if (limits === limitAddressSpace) limitAddressSpace(random);
          },
        },
      )
      .finally(undo);
    if (ended.error !== undefined) {
      const { message } = ended.error as Error;
      // One that the system ends without a word can only be told what may have been the cause.
      if (!/out of memory|if memory is short/.test(message) || message.includes('\n'))
        throw new Error(`the message was: ${message}`);
    }
    // The heap may come to its end in the moment after the report is written: then a whole new one is there.
    await playground.checkState(ended, running, limits === limitHeap);
  },
};

/** The processes that are started get by with so many megabytes of JavaScript objects, or do not. */
function limitHeap(megabytes: number): () => void {
  const before = process.env.NODE_OPTIONS;
  process.env.NODE_OPTIONS = `--max-old-space-size=${megabytes}`;
  return () => {
    if (before === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = before;
  };
}

/** Training processes get no more memory than they have now, but for a little. */
function limitAddressSpace(random: () => number): void {
  for (const pid of descendants(process.pid, 'training-worker.mjs')) {
    try {
      const pages = Number(execFileSync('cat', [`/proc/${pid}/statm`], { encoding: 'utf8' }).split(' ')[0]);
      const bytes = pages * 4096 + Math.floor(random() * 4 * 2 ** 20);
      execFileSync('prlimit', ['--pid', String(pid), `--as=${bytes}:${bytes}`], { stdio: 'ignore' });
    } catch {
      // It has ended meanwhile.
    }
  }
}

/** Ways in which what the backend is made of can be missing or damaged. */
const DAMAGES = ['gone', 'empty', 'cut', 'garbage'] as const;

export const backendFaults: Fault = {
  fault: 'training: a backend whose files are missing or damaged',
  tries: { short: 4, long: 8 },
  async run(playground, random, index, { dist, folder }) {
    const copy = join(folder, 'damaged');
    await rm(copy, { recursive: true, force: true });
    await mkdir(copy);
    const files = (await readdir(dist)).filter((name) => name.endsWith('.wasm'));
    for (const name of [...files, 'training-worker.mjs']) await cp(join(dist, name), join(copy, name));
    const used = ['simd-kernels.wasm', 'tfjs-backend-wasm-simd.wasm'];
    const file = join(copy, used[index % 2]);
    const damage = DAMAGES[(index + (index >> 2)) % 4];
    if (damage === 'gone') await rm(file);
    else if (damage === 'empty') await truncate(file);
    else if (damage === 'cut') await truncate(file, Math.floor(random() * (await readFile(file)).length));
    else await writeFile(file, Buffer.from((await readFile(file)).map((byte) => byte ^ (random() < 0.5 ? 255 : 0))));
    const ended = await playground.audit({ cacheFolder: null, workerFile: join(copy, 'training-worker.mjs') });
    const message = ended.error instanceof Error ? ended.error.message : String(ended.error);
    if (!/Reinstall label-audit/.test(message) || /\n/.test(message)) {
      throw new Error(`${damage} ${file}: the message was: ${message}`);
    }
    await playground.checkState(ended, []);
  },
};

export const divergingLoss: Fault = {
  fault: 'training: a loss that is no number, a learning rate of 10^6',
  tries: { short: 2, long: 4 },
  async run(playground, random, index, { dist }) {
    if (index % 2 === 0) {
      const refused = await playground.audit({ cacheFolder: null, learningRate: 1e6 });
      if (!/learning rate must be/.test(String(refused.error))) throw new Error(`it said: ${String(refused.error)}`);
      await playground.checkState(refused, []);
      return;
    }
    const n = 60;
    const data: TrainingData = {
      ...{ n, height: 16, width: 16, channels: 1, k: 3 },
      images: Uint8Array.from({ length: n * 256 }, () => Math.floor(random() * 256)),
      labels: Int32Array.from({ length: n }, (_, i) => i % 3),
      groups: Int32Array.from({ length: n }, (_, i) => i),
    };
    const settings = { ...resolveSettings('small-cnn', { epochs: 5, imageSize: 16 }), learningRate: 1e30 };
    const error: unknown = await trainCrossValidated(data, {
      ...{ settings, folds: 3, seed: index, backend: 'wasm', classNames: ['a', 'b', 'c'], cacheFolder: null },
      workerFile: join(dist, 'training-worker.mjs'),
    }).catch((reason: unknown) => reason);
    if (!/loss is no longer a number.*lower learning rate/.test(String(error)))
      throw new Error(`it said: ${String(error)}`);
    await playground.checkState({ error, log: [] }, []);
  },
};
