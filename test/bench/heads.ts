/**
 * `npm run bench:heads [-- --rows 100000 --classes 100 --columns 1952 --folds 10 --parts prepare,fit,judge,trust]`: time and memory of
 * heads on features at scale, on features that are made up: a centre for each class, noise around it, 5% of the labels changed.
 * `fit` is one head on all but one fold; `judge` all of an audit's two rounds; `trust` judges once more, as planted errors do.
 */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { findLabelIssues } from '../../src/core/index.ts';
import { fitHeads, judgeAgain, judgeByFeatures, prepareFeatures, type HeadTask } from '../../src/training/index.ts';

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    classes: { type: 'string', default: '100' },
    columns: { type: 'string', default: '1952' },
    folds: { type: 'string', default: '10' },
    parts: { type: 'string', default: 'prepare,fit' },
  },
});
const [n, k, columns, folds] = [flags.rows, flags.classes, flags.columns, flags.folds].map(Number);
const parts = flags.parts.split(',');

/** Uniform in [0, 1), fast: hundreds of millions are drawn. */
function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Features of low rank, as a trunk's are: a class's centre and noise, both in a space of few dimensions, and some noise more. */
function madeUp(): { data: Float32Array; labels: Int32Array } {
  const next = uniforms(1);
  const rank = Math.min(64, columns);
  const noise = (): number => next() + next() + next() + next() - 2;
  const basis = Float32Array.from({ length: rank * columns }, noise);
  const centres = Float32Array.from({ length: k * rank }, noise);
  const data = new Float32Array(n * columns);
  const inner = new Float32Array(rank);
  const labels = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const right = Math.floor(next() * k);
    labels[i] = next() < 0.05 ? Math.floor(next() * k) : right;
    for (let r = 0; r < rank; r++) inner[r] = centres[right * rank + r] + noise();
    for (let r = 0; r < rank; r++) {
      const value = inner[r];
      for (let j = 0, at = i * columns; j < columns; j++, at++) data[at] += value * basis[r * columns + j];
    }
    for (let j = 0, at = i * columns; j < columns; j++, at++) data[at] += 4 * next();
  }
  return { data, labels };
}

const megabytes = (field: 'VmHWM' | 'VmRSS'): string => {
  const status = readFileSync('/proc/self/status', 'utf8');
  return `${(Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1000).toFixed(0)} MB`;
};

async function timed<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    `${name}: ${((performance.now() - begun) / 1000).toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} CPU s; ` +
      `memory ${megabytes('VmRSS')}, at its peak ${megabytes('VmHWM')}`,
  );
  return result;
}

console.log(`${cpus()[0].model}; Node ${process.version}; ${n}×${columns}, ${k} classes, ${folds} folds`);
const made = await timed('made up', () => Promise.resolve(madeUp()));
const task: HeadTask = { labels: made.labels, k, folds, foldOf: Int32Array.from({ length: n }, (_, i) => i % folds) };
const prepared = await timed('prepared', () => prepareFeatures({ data: made.data, n, k: columns }));
if (parts.includes('fit')) {
  const fit = await timed('one head', () => fitHeads(prepared, task, { c: 2e-3, only: [0] }));
  console.log(`  passes over the rows: ${fit.passes[0]}`);
}
if (parts.includes('judge') || parts.includes('trust')) {
  const flag = (labels: Int32Array, predProbs: Parameters<typeof findLabelIssues>[1]): Uint8Array =>
    findLabelIssues(labels, predProbs).mask;
  const judged = await timed('both rounds', () => judgeByFeatures(prepared, task, { flag }));
  console.log(
    `  accuracy ${judged.round1.accuracy.toFixed(3)}, tried ${judged.tried.length} penalties, passes of each fold: ` +
      `${judged.heads.first.passes.join(' ')}; ${judged.heads.last.passes.join(' ')}`,
  );
  if (parts.includes('trust')) await timed('judged again', () => judgeAgain(prepared, task, judged, { flag }));
}
