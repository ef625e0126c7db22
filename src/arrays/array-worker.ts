import { parentPort, workerData } from 'node:worker_threads';
import { startPass, type JointOutcome, type PassRun } from '../core/index.ts';
import { openNpyRows, type NpyRows } from './npy-rows.ts';
import type { ArrayWorkerAnswer, ArrayWorkerData, ArrayWorkerRequest } from './array-worker-protocol.ts';

// A thread that runs passes over its share of the rows, for array-threads.ts.

/** Bytes that are read at once: few enough for the processor's caches. */
const BLOCK_BYTES = 2 ** 20;

const { source, first, end } = workerData as ArrayWorkerData;
const k = source.kind === 'memory' ? source.predProbs.k : source.info.shape[1];
let rows: NpyRows | undefined;

function consumeAll(run: PassRun): void {
  if (source.kind === 'memory') {
    run.consume({ data: source.predProbs.data.subarray(first * k, end * k), start: first, n: end - first, k });
    return;
  }
  const most = Math.max(1, Math.floor(BLOCK_BYTES / (8 * k)));
  rows ??= openNpyRows(source.info, most);
  for (let start = first; start < end; start += most) {
    const n = Math.min(most, end - start);
    run.consume({ data: rows.read(start, n), start, n, k });
  }
}

function answer(pass: ArrayWorkerRequest): ArrayWorkerAnswer {
  try {
    const run = startPass(pass, k);
    consumeAll(run);
    return { outcome: run.finish() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Errors lose their class on the way to another thread.
    return { fault: { ...Object.fromEntries(Object.entries(error)), name: error.name, message: error.message } };
  }
}

parentPort!.on('message', (pass: ArrayWorkerRequest) => {
  const answered = answer(pass);
  // Of 10,000 classes the counts take 400 MB: they are handed over, not copied.
  const isJoint = pass.kind === 'joint' && 'outcome' in answered;
  parentPort!.postMessage(answered, isJoint ? [(answered.outcome as JointOutcome).counts.buffer as ArrayBuffer] : []);
});
