import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { encodeNpy } from '../../src/arrays/write-npy.ts';
import { readPredProbs } from '../../src/arrays/index.ts';
import { readFeatures } from '../../src/arrays/feature-file.ts';
import { DATA_CHECKS } from '../../src/audit/options/picture-checks.ts';
import { checkData } from '../../src/audit/pipeline/checks/data-checks.ts';
import { BENCH_CACHE } from './core/core-sets.ts';
import { measuredOn } from './results-file.ts';

// `npm run bench:checks:data`: our checks of the data set and Datalab's on the same arrays, in one run, each in a process of
// its own. Options: --runs (of the small set). The mean scores of both are held against each other.

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, ours: { type: 'string' } },
});

const CLEANLAB = '2.9.0';
const CLASSES = 10;

interface Figures {
  readonly seconds: readonly number[];
  /** In bytes. */
  readonly peak: number;
  /** Mean score of each check. */
  readonly found: Readonly<Record<string, number>>;
}

/** Clusters in different directions, as in the reference results, with 8% of the labels drawn anew. */
function makeSet(folder: string, n: number, d: number): void {
  let state = 20;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const centres = Array.from({ length: CLASSES }, () => {
    const centre = Array.from({ length: d }, normal);
    const length = Math.hypot(...centre);
    return centre.map((value) => (6 * value) / length);
  });
  const features = new Float32Array(n * d);
  const labels = new BigInt64Array(n);
  const predProbs = new Float64Array(n * CLASSES);
  for (let row = 0; row < n; row++) {
    const own = Math.floor(uniform() * CLASSES);
    labels[row] = BigInt(uniform() < 0.08 ? Math.floor(uniform() * CLASSES) : own);
    for (let column = 0; column < d; column++) features[row * d + column] = centres[own][column] + normal();
    const scores = Array.from({ length: CLASSES }, (_, label) => Math.exp(normal() + (label === own ? 3 : 0)));
    const sum = scores.reduce((all, score) => all + score, 0);
    scores.forEach((score, label) => {
      predProbs[row * CLASSES + label] = score / sum;
    });
  }
  mkdirSync(folder, { recursive: true });
  const fortranOrder = false;
  writeFileSync(
    join(folder, 'features.npy'),
    encodeNpy({ dtype: 'float32', shape: [n, d], fortranOrder, data: features }),
  );
  writeFileSync(join(folder, 'labels.npy'), encodeNpy({ dtype: 'int64', shape: [n], fortranOrder, data: labels }));
  const data = predProbs;
  writeFileSync(
    join(folder, 'pred_probs.npy'),
    encodeNpy({ dtype: 'float64', shape: [n, CLASSES], fortranOrder, data }),
  );
  writeFileSync(join(folder, 'labels-i32.bin'), new Uint8Array(Int32Array.from(labels, Number).buffer));
}

const NAMES = DATA_CHECKS.filter((name) => name !== 'spurious_correlations');

/** Our side, in this process. */
async function measureOurs(folder: string, runs: number): Promise<Figures> {
  const { readFileSync } = await import('node:fs');
  const features = await readFeatures(join(folder, 'features.npy'));
  const predProbs = await readPredProbs(join(folder, 'pred_probs.npy'));
  const bytes = readFileSync(join(folder, 'labels-i32.bin'));
  const labels = new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const classes = Array.from({ length: CLASSES }, (_, label) => `class ${label}`);
  const seconds: number[] = [];
  let found: Record<string, number> = {};
  for (let run = 0; run < runs; run++) {
    const begun = performance.now();
    const { types, columns, near } = await checkData(
      NAMES,
      { labels, classes, predProbs, features, isOrdered: true },
      { near: true },
    );
    seconds.push((performance.now() - begun) / 1000);
    const mean = (scores: Float64Array): number => scores.reduce((sum, score) => sum + score, 0) / scores.length;
    found = Object.fromEntries(types.map(({ name }, at) => [name, mean(columns[at])]));
    if (near !== undefined) found.near_duplicate = mean(near.scores);
  }
  return { seconds, peak: process.resourceUsage().maxRSS * 1024, found };
}

/** The Python that has Datalab, or in one line why there is none. */
function installDatalab(): { readonly python: string } | { readonly why: string } {
  const folder = join(BENCH_CACHE, `datalab-${CLEANLAB}`);
  const python = join(folder, 'bin', 'python');
  if (existsSync(join(folder, 'ready'))) return { python };
  rmSync(folder, { recursive: true, force: true });
  const steps: [string, string[]][] = [
    ['python3', ['-m', 'venv', folder]],
    [python, ['-m', 'pip', 'install', '--quiet', `cleanlab[datalab]==${CLEANLAB}`]],
  ];
  for (const [command, args] of steps) {
    const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) return { why: (error?.message ?? stderr).trim().split('\n').at(-1) ?? '' };
  }
  writeFileSync(join(folder, 'ready'), '');
  return { python };
}

function runJson(command: string, args: readonly string[]): Figures {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(stderr.trim().split('\n').slice(-3).join('\n'));
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Figures;
}

const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[all.length >> 1];
const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;

function compare(): void {
  const folder = mkdtempSync(join(tmpdir(), 'label-audit-bench-checks-'));
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const peer = installDatalab();
  if ('why' in peer) console.log(`Datalab is not measured: ${peer.why}`);
  console.log(measuredOn('npm run bench:checks:data', { cleanlab: CLEANLAB }));
  console.log('\n| Features | ours | peak | Datalab | peak | ratio |\n| --- | --: | --: | --: | --: | --: |');
  for (const [n, d, runs] of [
    [1200, 32, Number(values.runs)],
    [50_000, 64, 1],
  ]) {
    const set = join(folder, `${n}x${d}`);
    makeSet(set, n, d);
    const ours = runJson(process.execPath, [process.argv[1], '--ours', set, '--runs', String(runs)]);
    const name = `${n.toLocaleString('en')}×${d}`;
    const own = `${median(ours.seconds).toFixed(2)} s | ${megabytes(ours.peak)}`;
    if ('why' in peer) {
      console.log(`| ${name} | ${own} | | | |`);
      continue;
    }
    // Its data values of 50,000 rows would take 20 GB; ours are made there too.
    const valued = n <= 5000 ? 'valued' : 'not-valued';
    const script = join(process.cwd(), 'test', 'bench', 'checks', 'datalab-peer.py');
    const theirs = runJson(peer.python, [script, set, String(runs), valued]);
    const ratio = median(theirs.seconds) / median(ours.seconds);
    console.log(
      `| ${name} | ${own} | ${median(theirs.seconds).toFixed(2)} s | ${megabytes(theirs.peak)} | **${ratio.toFixed(1)}×** |`,
    );
    for (const [check, mean] of Object.entries(theirs.found)) {
      // A group on which neither fails, and nulls, are 1 for both.
      const mine = ours.found[check === 'null' ? 'null_features' : check];
      if (Math.abs(mine - mean) > 1e-6) console.log(`Mean score of ${check}: ours ${mine}, Datalab's ${mean}`);
    }
  }
}

if (values.ours === undefined) compare();
else console.log(JSON.stringify(await measureOurs(values.ours, Number(values.runs))));
