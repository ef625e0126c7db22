// Runs every suite of test/trust/*.ts that exports `suite`, each in a process of its own, one after the other, and
// prints what was tried and what survived. Exits non-zero unless every row survived everything and lost nothing.
//   npm run test:trust -- [--short] [--seed N] [--only NAME] [--no-build]
import { build } from 'esbuild';
import { fork } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension } from '../../test/harness/bundle.mjs';
import { ESM_BANNER } from '../esm-banner.mjs';
import { externalPackages } from '../external-packages.mjs';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'test/trust');
/** These end what hangs. Far above what suites take, since npm test runs other jobs beside them. */
const MINUTES = { short: 10, long: 20 };

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    seed: { type: 'string' },
    only: { type: 'string', multiple: true },
    build: { type: 'boolean', default: true },
  },
  allowNegative: true,
});

/** `npm test` tries the same every time; the long version something new each time, unless told. */
function chosenSeed() {
  if (values.seed === undefined) return values.short ? 1 : Math.floor(Math.random() * 2 ** 32);
  const seed = Number(values.seed);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) throw new Error(`--seed ${values.seed} is no uint32.`);
  return seed;
}

/** Bundles one suite. Other packages stay outside. */
async function bundle(file) {
  const outfile = join(ROOT, 'dist-test/trust', `${basename(file, '.ts')}.mjs`);
  await build({
    absWorkingDir: ROOT,
    entryPoints: [join(FOLDER, file)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: await externalPackages(ROOT),
    mainFields: ['module', 'main'],
    banner: { js: ESM_BANNER },
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

/** Runs one bundled suite; resolves to its rows, or to one failed row that says why there are none. */
async function runSuite(name, file, options, interrupted) {
  const folder = await mkdtemp(join(tmpdir(), `label-audit-trust-${name}-`));
  const child = fork(join(ROOT, 'scripts/tests/trust-suite.mjs'), [file, JSON.stringify({ ...options, folder })], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--enable-source-maps'],
  });
  let answer;
  child.on('message', (message) => (answer = message));
  const stop = () => child.kill('SIGKILL');
  // The suite's own signal comes first (trust-suite.mjs), so that it can end what it has started.
  const limit = setTimeout(stop, options.milliseconds + 20_000);
  interrupted.addEventListener('abort', stop);
  const [code, signal] = await new Promise((resolve) => child.on('close', (...end) => resolve(end)));
  clearTimeout(limit);
  interrupted.removeEventListener('abort', stop);
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  if (answer?.rows?.length > 0 && code === 0) return answer.rows;
  const failed = (why) => ({ fault: `${name}: ${why}`, tried: 1, survived: 0, bytesLost: 0 });
  const why = answer?.error ?? (answer?.rows?.length === 0 ? 'no rows' : `ended with ${signal ?? `code ${code}`}`);
  return [...(answer?.rows ?? []), failed(why)];
}

const good = ({ tried, survived, bytesLost }) => tried > 0 && survived === tried && bytesLost === 0;

function printTable(rows) {
  const head = ['', 'class of fault', 'tried', 'survived', 'bytes lost'];
  const number = (value) => value.toLocaleString('en-US');
  const lines = rows.map((row) => [
    good(row) ? '✓' : '✗',
    row.fault.replace(/\s+/g, ' '),
    number(row.tried),
    number(row.survived),
    number(row.bytesLost),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column].length)));
  for (const line of [head, ...lines]) {
    const cells = line.map((cell, column) =>
      column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    );
    console.log(cells.join('  ').trimEnd());
  }
}

async function main() {
  const seed = chosenSeed();
  if (values.build) await buildExtension();
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interrupt.abort());

  const rows = [];
  const known = [];
  const began = Date.now();
  for (const file of (await readdir(FOLDER)).filter((name) => name.endsWith('.ts')).sort()) {
    if (!/^export const suite\b/m.test(await readFile(join(FOLDER, file), 'utf8'))) continue;
    const name = basename(file, '.ts');
    known.push(name);
    if (values.only && !values.only.includes(name)) continue;
    if (interrupt.signal.aborted) break;
    const milliseconds = (values.short ? MINUTES.short : MINUTES.long) * 60_000;
    const start = Date.now();
    try {
      const options = { long: !values.short, seed, dist: join(ROOT, 'dist'), milliseconds };
      rows.push(...(await runSuite(name, await bundle(file), options, interrupt.signal)));
    } catch (error) {
      rows.push({ fault: `${name}: ${error.message}`, tried: 1, survived: 0, bytesLost: 0 });
    }
    console.log(`${name}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
  }
  const strange = (values.only ?? []).filter((name) => !known.includes(name));
  if (strange.length > 0) throw new Error(`There is no suite ${strange.join(', ')}; there are: ${known.join(', ')}.`);
  console.log();
  if (rows.length > 0) printTable(rows);
  const failed = interrupt.signal.aborted || rows.length === 0 ? 1 : 0;
  const passed = rows.filter(good).length;
  const minutes = ((Date.now() - began) / 60_000).toFixed(1);
  console.log(`\nSeed ${seed}, ${values.short ? 'short' : 'long'}, ${minutes} min. Again: --seed ${seed}`);
  return { passed, failed: failed + rows.length - passed };
}

let counts = { passed: 0, failed: 1 };
try {
  counts = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
