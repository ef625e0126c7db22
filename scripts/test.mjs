// `npm test`: builds, checks formatting, lint and types, runs every test, and shows all of it even after a failure.
// The last line is `N passed, N failed`: each step counts once, and so does each test.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';

const ROOT = join(import.meta.dirname, '..');
const require = createRequire(import.meta.url);

/** The script behind a package's command, so that no shell and no PATH is needed. */
function command(packageName, name = packageName) {
  const file = require.resolve(`${packageName}/package.json`);
  const { bin } = require(file);
  return join(dirname(file), typeof bin === 'string' ? bin : bin[name]);
}

/** Runs a step with its output shown as it comes; resolves to its exit code and the end of its output. */
function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    let tail = '';
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      tail = (tail + chunk.toString()).slice(-4000);
    });
    child.on('error', (error) => {
      console.error(error.message);
      resolve({ code: 1, tail });
    });
    child.on('close', (code) => resolve({ code: code ?? 1, tail }));
  });
}

const temporary = await mkdtemp(join(tmpdir(), 'label-audit-test-'));
const results = join(temporary, 'vitest.json');
const steps = [
  ['build', [join(ROOT, 'esbuild.mjs')]],
  ['format', [command('prettier'), '--check', '.']],
  ['lint', [command('eslint'), '.', '--max-warnings', '0']],
  ['types', [command('typescript', 'tsc'), '-b']],
  ['tests', [command('vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`]],
];

/** Suites of faults, in a real VS Code and in a real browser; each fetches what it needs, and ends with its counts. */
const suites = [
  ['trust', [join(ROOT, 'scripts/test-trust.mjs'), '--short', '--no-build']],
  ['in VS Code', [join(ROOT, 'scripts/test-vscode.mjs'), '--no-build']],
  ['end to end', [join(ROOT, 'scripts/test-e2e.mjs'), '--no-build']],
];

let passed = 0;
let failed = 0;
const failures = [];
for (const [name, args] of steps) {
  console.log(`\n=== ${name}`);
  const { code } = await run(args);
  if (code === 0) passed += 1;
  else {
    failed += 1;
    failures.push(name);
  }
}
for (const [name, args] of suites) {
  console.log(`\n=== ${name}`);
  const { code, tail } = await run(args);
  const counts = /(\d+) passed, (\d+) failed(?:, \d+ skipped)?\s*$/.exec(tail);
  passed += Number(counts?.[1] ?? 0);
  // A suite that fails without a failed test, or counts nothing (it never started, say), is one failure.
  const lost = Number(counts?.[2] ?? 0);
  const bad = code !== 0 || counts === null;
  failed += bad && lost === 0 ? 1 : lost;
  if (bad) failures.push(name);
}

try {
  const counts = JSON.parse(await readFile(results, 'utf8'));
  passed += counts.numPassedTests;
  failed += counts.numFailedTests;
  const skipped = counts.numPendingTests + counts.numTodoTests;
  if (skipped > 0) console.log(`\n${skipped} tests skipped.`);
  if (counts.numTotalTests === 0) {
    failed += 1;
    failures.push('tests (none ran)');
  }
} catch {
  failed += 1;
  failures.push('tests (no results)');
}
await rm(temporary, { recursive: true, force: true });

if (failures.length > 0) console.log(`\nFailed steps: ${failures.join(', ')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
