// Our side of bench:core: each measure in a process of its own.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { analyseArrays } from '../../../src/arrays/analyse-arrays.ts';
import { openArrays, type ArrayFiles, type ArrayInputs } from '../../../src/arrays/array-source.ts';
import { healthOf } from '../../../src/core/health/health.ts';
import { issuesOf } from '../../../src/core/confident/find-label-issues.ts';
import { scoresOf } from '../../../src/core/quality/label-quality.ts';
import { type Analysis } from '../../../src/core/passes/analysis.ts';
import { type Steps } from '../../../src/core/passes/passes.ts';
import type { Found } from './core-peer.ts';

/** Seconds, and bytes. */
export interface OurFigures {
  /** Issues ranked, scores and health, in one analysis. */
  readonly together: number;
  /** The same, the first time in a new process, when nothing is compiled yet. */
  readonly first: number;
  /** Each by itself. */
  readonly issues: number;
  readonly scores: number;
  readonly health: number;
  /** One plain summing pass over the same array. */
  readonly floor: number;
  readonly found: Found;
}

export interface OurMemory {
  /** Of the process before anything is loaded. */
  readonly bare: number;
  /** At its peak, with the array. */
  readonly peak: number;
  /** How much more of Node's own executable was in memory at the end: its compilers, above all. */
  readonly code: number;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

async function secondsOf(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function* everything(analysis: Analysis): Steps<Found> {
  const { count, indices } = yield* issuesOf(analysis);
  const scores = yield* scoresOf(analysis);
  const { numIssues } = yield* healthOf(analysis);
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += scores[i];
  return { count, first: [...indices.subarray(0, 12)], numIssues, meanQuality: sum / scores.length };
}

function sum(data: Float32Array | Float64Array): number {
  let total = 0;
  let other = 0;
  // Two sums at once: one would wait for each addition, and be no floor.
  for (let i = 0; i + 1 < data.length; i += 2) {
    total += data[i];
    other += data[i + 1];
  }
  return total + other;
}

async function measureTimes(inputs: ArrayInputs, runs: number): Promise<OurFigures> {
  const { source } = inputs;
  if (source.kind !== 'memory') throw new Error('There is not enough free memory for this set.');
  const { data } = source.predProbs;
  const works = {
    together: () => analyseArrays(inputs, everything),
    issues: () => analyseArrays(inputs, (analysis) => issuesOf(analysis)),
    scores: () => analyseArrays(inputs, (analysis) => scoresOf(analysis)),
    health: () => analyseArrays(inputs, (analysis) => healthOf(analysis)),
    floor: () => sum(data),
  };
  const all: Record<keyof typeof works, number[]> = { together: [], issues: [], scores: [], health: [], floor: [] };
  // In turns, so that what the machine does beside falls on all of them alike.
  for (let run = 0; run < runs; run++) {
    for (const name of Object.keys(works) as (keyof typeof works)[]) all[name].push(await secondsOf(works[name]));
  }
  return {
    first: all.together[0],
    together: median(all.together),
    issues: median(all.issues),
    scores: median(all.scores),
    health: median(all.health),
    floor: median(all.floor),
    found: await analyseArrays(inputs, everything),
  };
}

/** Bytes of a line of /proc/<pid>/status; 0 where there is no such file. */
function statusOf(pid: number | 'self', line: 'VmHWM' | 'VmRSS' | 'RssFile'): number {
  try {
    const found = new RegExp(`${line}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(found?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** What a child process does: `--child times|memory labels.npy pred_probs.npy runs`. */
export async function childWork([what, labels, predProbs, runs]: readonly string[]): Promise<void> {
  const bare = statusOf('self', 'VmRSS');
  const bareCode = statusOf('self', 'RssFile');
  const inputs = await openArrays({ labels, predProbs }, Infinity);
  if (what === 'times') {
    console.log(JSON.stringify(await measureTimes(inputs, Number(runs))));
    return;
  }
  await analyseArrays(inputs, everything);
  const code = statusOf('self', 'RssFile') - bareCode;
  const memory: OurMemory = { bare, peak: statusOf('self', 'VmHWM'), code };
  console.log(JSON.stringify(memory));
}

function child(what: 'times' | 'memory', { labels, predProbs }: ArrayFiles, runs: number): unknown {
  const args = [process.argv[1], '--child', what, labels, predProbs, String(runs)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The ${what} of ${predProbs} failed: ${stderr}`);
  return JSON.parse(stdout);
}

export const measureOurs = (files: ArrayFiles, runs: number): OurFigures => child('times', files, runs) as OurFigures;

/** The run with the median peak of `runs`: what compiles beside the work takes more memory in one run than in another. */
export function measureMemory(files: ArrayFiles, runs: number): OurMemory {
  const all = Array.from({ length: runs }, () => child('memory', files, 1) as OurMemory);
  return all.toSorted((a, b) => a.peak - b.peak)[runs >> 1];
}

/** Runs the command line with 512 MB of heap; seconds and bytes at the peak. */
export function measureCommand(
  command: string,
  { labels, predProbs }: ArrayFiles,
): Promise<{ readonly seconds: number; readonly peak: number; readonly bytes: number }> {
  const start = performance.now();
  const args = ['--max-old-space-size=512', 'dist/cli.mjs', command, '--labels', labels, '--pred-probs', predProbs];
  const running = spawn(process.execPath, [...args, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let bytes = 0;
  running.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, statusOf(running.pid ?? 0, 'VmHWM'));
  }, 20);
  return new Promise((resolve, reject) => {
    running.once('error', reject);
    running.once('close', (code) => {
      clearInterval(timer);
      if (code === 0) resolve({ seconds: (performance.now() - start) / 1000, peak, bytes });
      else reject(new Error(`label-audit ${command} ended with code ${code}.`));
    });
  });
}
