// `npm test`: builds, checks formatting, lint and types, and runs every test, several of these at once; shows all of it
// even after a failure. The last line is `N passed, N failed`: each check counts once, and so does each test.
//   npm test -- [--only a,b | --without a,b] [--lanes N]
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';

const ROOT = join(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);
const FAILURE_LINES = 10;
const MOST_FAILURES = 20;
const script = (name) => join(ROOT, 'scripts/tests', name);

/** The script behind a package's command, so that no shell and no PATH is needed. */
function command(packageName, name = packageName) {
  const file = require.resolve(`${packageName}/package.json`);
  const { bin } = require(file);
  return join(dirname(file), typeof bin === 'string' ? bin : bin[name]);
}

/**
 * @typedef {{ name: string, title?: string, args: string[], after?: string[], counts?: boolean }} Job `counts`: it runs tests,
 *   and its last line says how many passed and failed. `after`: jobs that must have ended, well or not.
 */

/** @type {Job[]} the longest first, since the last one to end holds up the whole */
const JOBS = [
  { name: 'build', args: [join(ROOT, 'esbuild.mjs')] },
  // Fetches a VS Code server and a browser from the npm registry, once.
  { name: 'harness', title: 'VS Code and browser', args: [join(ROOT, 'test/harness/install.mjs')] },
  {
    name: 'e2e',
    title: 'end to end',
    args: [script('test-e2e.mjs'), '--no-build'],
    after: ['build', 'harness'],
    counts: true,
  },
  { name: 'trust', args: [script('test-trust.mjs'), '--short', '--no-build'], after: ['build'], counts: true },
  // On a Slurm of its own, installed where it may be; skipped in one line elsewhere.
  {
    name: 'cluster',
    title: 'on Slurm',
    args: [script('test-cluster.mjs'), '--no-build', 'test/cluster/slurm'],
    after: ['build'],
    counts: true,
  },
  { name: 'unit', title: 'tests', args: [script('run-vitest.mjs')], after: ['build'], counts: true },
  {
    name: 'vscode',
    title: 'in VS Code',
    args: [script('test-vscode.mjs'), '--no-build'],
    after: ['build', 'harness'],
    counts: true,
  },
  // A build writes sources that they read.
  { name: 'lint', args: [command('eslint'), '.', '--max-warnings', '0'], after: ['build'] },
  { name: 'types', args: [command('typescript', 'tsc'), '-b'], after: ['build'] },
  { name: 'format', args: [command('prettier'), '--check', '.'], after: ['build'] },
];

function chosenJobs(only, without) {
  const names = [only, without].flatMap((text) => text?.split(',') ?? []);
  const strange = names.find((name) => !JOBS.some((job) => job.name === name));
  if (strange !== undefined)
    throw new Error(`There is no job "${strange}"; there are: ${JOBS.map(({ name }) => name).join(', ')}.`);
  return JOBS.filter(
    ({ name }) => (only === undefined || only.split(',').includes(name)) && !without?.split(',').includes(name),
  );
}

/** What must not go on when this process is told to end: Ctrl+C reaches them by itself, a supervisor's signal does not. */
const children = new Set();
for (const [signal, code] of [
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
    process.exit(code);
  });
}

/** Runs a job; resolves to its exit code and all that it printed, which would be hard to read if it came in between others'. */
function run({ args }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    children.add(child);
    const chunks = [];
    const ended = (code) => resolve({ code, output: Buffer.concat(chunks).toString() });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => {
      chunks.push(Buffer.from(`${error.message}\n`));
      ended(1);
    });
    child.on('close', (code) => {
      children.delete(child);
      ended(code ?? 1);
    });
  });
}

/** How many of a job's checks or tests passed and failed. */
function countsOf({ counts }, { code, output }) {
  if (!counts) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  const said = /(\d+) passed, (\d+) failed(?:, \d+ skipped)?\s*$/.exec(output);
  const [passed, failed] = [Number(said?.[1] ?? 0), Number(said?.[2] ?? 0)];
  // A suite that fails without a failed test, or counts nothing (it never started, say), is one failure.
  return { passed, failed: failed === 0 && (code !== 0 || said === null) ? 1 : failed };
}

/**
 * What failed, each with the lines that say why, once more at the end: of a long output a CI may keep the end alone.
 * @param {string} output what a job printed
 */
function failuresIn(output) {
  const lines = stripVTControlCharacters(output).split('\n');
  const begins = lines.flatMap((line, at) => (/^\s*(✗|FAIL |not ok )/.test(line) ? [at] : []));
  const said = begins.map((at, i) => lines.slice(at, Math.min(at + FAILURE_LINES, begins[i + 1] ?? lines.length)));
  // A check that counts as one prints what it found wherever it likes.
  return said.length > 0 ? said.slice(0, MOST_FAILURES).flat() : lines.slice(-FAILURE_LINES);
}

async function runAll(jobs, lanes, report) {
  const waiting = [...jobs];
  const over = new Set(JOBS.filter((job) => !jobs.includes(job)).map(({ name }) => name));
  const running = new Set();
  while (waiting.length + running.size > 0) {
    for (
      let next;
      running.size < lanes &&
      (next = waiting.findIndex((job) => job.after?.every((name) => over.has(name)) ?? true)) >= 0;
    ) {
      const [job] = waiting.splice(next, 1);
      const began = Date.now();
      const whole = run(job).then((result) => {
        over.add(job.name);
        running.delete(whole);
        report(job, result, (Date.now() - began) / 1000);
      });
      running.add(whole);
    }
    await Promise.race(running);
  }
}

async function main() {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, without: { type: 'string' }, lanes: { type: 'string' } },
  });
  const jobs = chosenJobs(values.only, values.without);
  // One more than there are cores: jobs wait a good deal, for processes that they started, for a browser, for time to pass.
  const lanes = Number(values.lanes ?? Math.max(2, availableParallelism()) + 1);
  if (!(lanes >= 1)) throw new Error(`--lanes ${values.lanes} is no number of at least 1.`);
  console.log(
    `Running ${jobs.map(({ name }) => name).join(', ')}, ${lanes} at once; each shows what it says when it ends.`,
  );

  const total = { passed: 0, failed: 0 };
  const failures = [];
  const times = [];
  const began = Date.now();
  await runAll(jobs, lanes, (job, result, seconds) => {
    const { passed, failed } = countsOf(job, result);
    total.passed += passed;
    total.failed += failed;
    times.push(`${job.name} ${seconds.toFixed(0)} s`);
    if (failed > 0) failures.push({ name: job.title ?? job.name, lines: failuresIn(result.output.trimEnd()) });
    console.log(`\n=== ${job.title ?? job.name}\n${result.output.trimEnd()}`);
  });
  console.log(`\n${times.join(', ')}; together ${((Date.now() - began) / 1000).toFixed(0)} s`);
  for (const { name, lines } of failures) console.log(`\n=== Failed: ${name}\n${lines.join('\n').trimEnd()}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
}
