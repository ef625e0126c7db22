import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pMap from 'p-map';
import { readDigits, writeDigits } from '../../scripts/mnist.mjs';
import { requireWhole, taskCount, type Plan } from '../../src/cluster/plan/plan.ts';
import { runFolder, taskName } from '../../src/cluster/run-folder.ts';
import { cpuSeconds } from './cpu-seconds.ts';
import { measuredOn, writeBenchSection } from './results-file.ts';

// `npm run bench:cluster`: an audit as tasks against one process (same seed, bits compared), what a task costs beside its
// work, and the memory of each kind of task with many pictures. `--only simulated --pictures 10000000 --classes 10` makes the
// results of a run of 1,000 tasks by itself (real files with their hashes, of pictures that are not there) and merges them.
// Options: --only at-once,many,simulated, --pictures, --classes, --write.

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'at-once,many,simulated' },
    pictures: { type: 'string', default: '1000000' },
    classes: { type: 'string', default: '10' },
    heap: { type: 'string', default: '12000' },
    write: { type: 'boolean', default: false },
  },
});
const wanted = values.only.split(',');
const CLI = join(process.cwd(), 'dist/cli.mjs');
const scratch = await mkdtemp(join(tmpdir(), 'label-audit-bench-cluster-'));
const peaks = join(scratch, 'peaks');
const hook = join(scratch, 'peak.mjs');
await writeFile(
  hook,
  `import { appendFileSync } from 'node:fs';
process.on('exit', () => appendFileSync(${JSON.stringify(peaks)}, process.resourceUsage().maxRSS + ' ' + process.argv[1] + '\\n'));
`,
);

interface Ran {
  readonly seconds: number;
  /** Of all its processes. Sound while others use the machine, too, which `seconds` are not. */
  readonly cpu: number;
  /** Megabytes, at most: of the command itself, and of the processes that it started. */
  readonly memory: number;
  readonly stderr: string;
}

async function labelAudit(...args: string[]): Promise<Ran> {
  await writeFile(peaks, '');
  const began = performance.now();
  const cpuBefore = cpuSeconds();
  const nodeOptions = `--import=${hook} --max-old-space-size=${values.heap}`;
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: nodeOptions },
  });
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const stderr = Buffer.concat(said).toString();
  if (code !== 0) throw new Error(`label-audit ${args.join(' ')} ended with ${code}: ${stderr.slice(-500)}`);
  const seen = (await readFile(peaks, 'utf8')).trim().split('\n');
  const memory = Math.max(...seen.map((line) => Number(line.split(' ')[0]) / 1024));
  return { seconds: (performance.now() - began) / 1000, cpu: cpuSeconds() - cpuBefore, memory, stderr };
}

const planOf = async (run: string): Promise<Plan> => JSON.parse(await readFile(runFolder(run).plan, 'utf8')) as Plan;
const fixed = (value: number): string => value.toFixed(1);
const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);

async function digitsIn(folder: string, count: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  const digits = await readDigits(count, 17);
  const paths = await writeDigits(digits, folder);
  const labels = join(folder, 'labels.csv');
  await writeFile(labels, `image,label\n${paths.map((path, i) => `${path},${digits[i].label}\n`).join('')}`);
  return labels;
}

/** One process against tasks, one and several at once. */
async function atOnce(): Promise<string[]> {
  const labels = await digitsIn(join(scratch, 'digits'), 3000);
  const options = ['--model', 'small-cnn', '--folds', '5', '--epochs', '3', '--seed', '17', '--quiet'];
  const rows: string[] = [];
  const bits: string[] = [];
  const note = async (out: string): Promise<void> => {
    bits.push(
      createHash('sha256')
        .update(await readFile(join(out, 'pred_probs.npy')))
        .digest('hex'),
    );
  };
  for (const jobs of [1, 2]) {
    const out = join(scratch, `local-${jobs}`);
    const ran = await labelAudit('audit', labels, ...options, '--no-cache', '--jobs', `${jobs}`, '--out', out);
    await note(out);
    rows.push(`| one audit, \`--jobs ${jobs}\` | ${fixed(ran.seconds)} s | ${fixed(ran.cpu)} s | |`);
  }
  for (const together of [1, 2, 5]) {
    const run = join(scratch, `run-${together}`);
    const out = join(scratch, `merged-${together}`);
    const began = performance.now();
    const cpuBefore = cpuSeconds();
    await labelAudit('plan', labels, ...options, '--run', run, '--out', out, '--shards', '2');
    const plan = await planOf(run);
    const own: number[] = [];
    for (const { first, count } of plan.phases) {
      await pMap(
        range(first, count),
        async (task) => {
          const { seconds } = await labelAudit('task', run, `${task}`, '--quiet');
          const done = JSON.parse(await readFile(runFolder(run).doneFile(task), 'utf8')) as {
            outcome?: { seconds: number };
          };
          if (done.outcome !== undefined) own.push(seconds - done.outcome.seconds);
        },
        { concurrency: together },
      );
    }
    await labelAudit('merge', run, '--quiet');
    await note(out);
    const beside = fixed(own.reduce((sum, value) => sum + value, 0) / own.length);
    const took = fixed((performance.now() - began) / 1000);
    rows.push(`| tasks, ${together} at once | ${took} s | ${fixed(cpuSeconds() - cpuBefore)} s | ${beside} s |`);
  }
  if (new Set(bits).size !== 1) throw new Error('The probabilities differ.');
  return [
    '3,000 digits (28 × 28), small-cnn, 5 folds, 3 epochs, seed 17, 2 shards; 8 tasks and the merge; all five `pred_probs.npy` are the same bytes.',
    '',
    '| How | From labels to report | CPU | Beside its training, a task of a fold takes |',
    '| --- | ---: | ---: | ---: |',
    ...rows,
  ];
}

/** 100,000 pictures in 50 shards: what each kind of task takes. */
async function many(): Promise<string[]> {
  const count = 100_000;
  const folder = join(scratch, 'many');
  const unlike = await digitsIn(folder, 50_000);
  // Each twice, in two rows of one labels file: half of them would else have to be drawn.
  const lines = (await readFile(unlike, 'utf8')).trimEnd().split('\n').slice(1);
  await writeFile(
    join(folder, 'labels.csv'),
    `image,label,split\n${['train', 'valid'].map((split) => lines.map((line) => `${line},${split}\n`).join('')).join('')}`,
  );
  const run = join(scratch, 'many-run');
  const options = ['--model', 'small-cnn', '--folds', '5', '--epochs', '1', '--seed', '17', '--quiet'];
  const planned = await labelAudit(
    'plan',
    unlike,
    ...options,
    '--run',
    run,
    '--out',
    join(scratch, 'many-out'),
    '--shards',
    '50',
  );
  const plan = await planOf(run);
  const rows = [
    `| plan | 1 | ${fixed(planned.seconds)} s | ${fixed(planned.cpu)} s | ${Math.round(planned.memory)} MB |`,
  ];
  for (const { name, first, count: tasks } of plan.phases) {
    const ran: Ran[] = [];
    for (const task of range(first, tasks)) ran.push(await labelAudit('task', run, `${task}`, '--quiet'));
    const mean = (of: 'seconds' | 'cpu'): string => fixed(ran.reduce((sum, one) => sum + one[of], 0) / ran.length);
    rows.push(
      `| ${name} | ${tasks} | ${mean('seconds')} s | ${mean('cpu')} s | ${Math.round(Math.max(...ran.map(({ memory }) => memory)))} MB |`,
    );
  }
  const merged = await labelAudit('merge', run, '--quiet');
  rows.push(`| merge | 1 | ${fixed(merged.seconds)} s | ${fixed(merged.cpu)} s | ${Math.round(merged.memory)} MB |`);
  return [
    `${count.toLocaleString('en-US')} rows of 50,000 digits (28 × 28) in 50 shards, small-cnn, 5 folds, 1 epoch, one task at a time:`,
    '',
    '| Kind of task | Tasks | Time of each, mean | CPU of each, mean | Memory, peak |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
  ];
}

/** A run of 1,000 tasks whose results are made here: what planning and merging cost. */
async function simulated(): Promise<string[]> {
  const n = Number(values.pictures);
  const k = Number(values.classes);
  const folds = 20;
  const folder = join(scratch, 'simulated');
  await mkdir(folder);
  // One file that all rows name would be one picture: these are names alone, and nothing is read of them.
  const text: string[] = [];
  for (let i = 0; i < n; i += 100_000) {
    const part = range(i, Math.min(100_000, n - i));
    text.push(part.map((row) => `i/${row}.png,c${row % k}\n`).join(''));
  }
  await writeFile(
    join(folder, 'labels.csv'),
    ['image,label\n', ...text].map((part) => Buffer.from(part)),
  );
  const run = join(scratch, 'simulated-run');
  const out = join(scratch, 'simulated-out');
  const options = ['--model', 'small-cnn', '--folds', `${folds}`, '--epochs', '1', '--quiet'];
  const planned = await labelAudit(
    'plan',
    join(folder, 'labels.csv'),
    ...options,
    '--run',
    run,
    '--out',
    out,
    '--shards',
    '979',
  );
  const plan = requireWhole(await planOf(run), run);
  const planBytes = (await stat(runFolder(run).plan)).size;
  const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const writeDone = async (task: number, more: object, files: Record<string, Uint8Array>): Promise<void> => {
    const hashes = Object.entries(files).map(([name, bytes]) => [name, sha(bytes)]);
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(run, name), bytes);
    const done = {
      plan: plan.id,
      task,
      seconds: 0,
      host: 'bench',
      files: Object.fromEntries(hashes) as object,
      ...more,
    };
    await writeFile(runFolder(run).doneFile(task), JSON.stringify(done));
  };
  const { size, lists } = plan.shards;
  for (const shard of lists.keys()) {
    const listed = Math.min(size, n - shard * size);
    const hashes = Buffer.alloc(32 * listed);
    for (let i = 0; i < listed; i++) hashes.writeUInt32LE(shard * size + i, 32 * i);
    const part = {
      ...{ listed, usable: listed, unusable: [], problems: [], oneColour: [], side: 28, width: 1 },
      treated: { scaled: 0, onBlack: 0, oneColour: 0 },
    };
    const files: Record<string, Uint8Array> = { [`pictures/hashes-${taskName(shard)}`]: hashes };
    // Trainings need the pixels, and a merge as long as they fit into its memory.
    if (784 * n <= 2 ** 31) files[`pictures/shard-${taskName(shard)}`] = new Uint8Array(784 * listed).fill(shard);
    await writeDone(shard, { part }, files);
  }
  const deal = await labelAudit('task', run, `${lists.length}`, '--quiet');
  const foldOf = new Int32Array((await readFile(runFolder(run).folds)).buffer.slice(0));
  const { first } = plan.phases.find(({ name }) => name === 'folds')!;
  for (let fold = 0; fold < folds; fold++) {
    const rows = Array.from(foldOf.keys()).filter((row) => foldOf[row] === fold);
    const data = new Float32Array(rows.length * k).fill(0.2 / (k - 1));
    rows.forEach((row, i) => {
      // One label in fifty is doubted.
      data[i * k + ((row % 50 === 7 ? row + 1 : row) % k)] = 0.8;
    });
    const outcome = { history: [{ epoch: 1, loss: 1, accuracy: 0.5 }], backend: 'wasm', seconds: 1 };
    await writeDone(first + fold, { outcome }, { [`results/${taskName(first + fold)}`]: new Uint8Array(data.buffer) });
  }
  const probabilities = `${Math.round((n * k * 4) / 2 ** 20)} MB`;
  const rows = [
    `| plan | ${fixed(planned.seconds)} s | ${fixed(planned.cpu)} s | ${Math.round(planned.memory)} MB | plan.json ${Math.round(planBytes / 1024)} KB |`,
    `| deal | ${fixed(deal.seconds)} s | ${fixed(deal.cpu)} s | ${Math.round(deal.memory)} MB | |`,
  ];
  const merge = await labelAudit('merge', run, '--quiet', '--format', 'json').catch((error: unknown) => String(error));
  rows.push(
    typeof merge === 'string'
      ? `| merge | fails: ${merge.replaceAll('\n', ' ').slice(-200)} | | | |`
      : `| merge, to the report | ${fixed(merge.seconds)} s | ${fixed(merge.cpu)} s | ${Math.round(merge.memory)} MB | probabilities ${probabilities} |`,
  );
  return [
    `A run of ${n.toLocaleString('en-US')} pictures of ${k} classes as ${taskCount(plan).toLocaleString('en-US')} tasks (${lists.length} shards, ${folds} folds), its results made by the bench; \`node --max-old-space-size=${values.heap}\`:`,
    '',
    '| Step | Time | CPU | Memory, peak | Size |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
  ];
}

const PARTS = { 'at-once': atOnce, many, simulated } as const;
try {
  const lines = [measuredOn(`npm run bench:cluster -- --only ${values.only} --pictures ${values.pictures}`)];
  const load = (): string => loadavg()[0].toFixed(1);
  for (const [name, part] of Object.entries(PARTS)) {
    if (!wanted.includes(name)) continue;
    const before = load();
    const rows = await part();
    lines.push(
      '',
      ...rows,
      '',
      `Load of the machine before ${before}, after ${load()}: CPU and memory don't depend on it.`,
    );
  }
  console.log(lines.join('\n'));
  if (values.write) writeBenchSection('bench:cluster', lines.join('\n'));
} finally {
  await rm(scratch, { recursive: true, force: true });
}
