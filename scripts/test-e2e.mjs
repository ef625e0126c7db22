// Runs test/e2e/*.e2e.ts: a browser in a real VS Code, each file in a process of its own, one after the other.
//   npm run test:e2e -- [--no-build] [--grep PATTERN] [--vsix FILE] [part of a file's name…]
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { parseArgs } from 'node:util';
import { buildExtension, bundleForNode, findTests } from '../test/harness/bundle.mjs';
import { installHarness, repositoryRoot } from '../test/harness/install.mjs';

const { values, positionals } = parseArgs({
  options: {
    build: { type: 'boolean', default: true },
    grep: { type: 'string' },
    vsix: { type: 'string' },
  },
  allowNegative: true,
  allowPositionals: true,
});

const OUT = 'dist-test';
const FILE_TIMEOUT = 15 * 60_000;

/** Runs the bundled files, printing each test; resolves to the counts. */
async function runFiles(files) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const failedIn = new Set();
  const stream = run({
    files,
    concurrency: 1,
    timeout: FILE_TIMEOUT,
    testNamePatterns: values.grep ? [new RegExp(values.grep)] : undefined,
  });
  for await (const { type, data } of stream) {
    if (type === 'test:stdout' || type === 'test:stderr') process.stdout.write(data.message);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const isFile = data.nesting === 0 && files.includes(data.name);
    const isSuite = data.details.type === 'suite';
    if (type === 'test:pass') {
      if (isFile || isSuite) continue;
      const skipped = data.skip !== undefined;
      counts[skipped ? 'skipped' : 'passed'] += 1;
      console.log(`${skipped ? '-' : '✓'} ${data.name} (${Math.round(data.details.duration_ms)} ms)`);
      continue;
    }
    // A suite or a file that fails because of a test in it has been counted with that test.
    const { error } = data.details;
    if ((isFile || isSuite) && error.failureType === 'subtestsFailed') continue;
    if (isFile && failedIn.has(data.name)) continue;
    failedIn.add(data.file);
    counts.failed += 1;
    const cause = error.cause ?? error;
    console.log(`✗ ${isFile ? relative(repositoryRoot, data.name) : data.name}\n${cause.stack ?? String(cause)}`);
  }
  return counts;
}

async function main() {
  await installHarness();
  if (values.build && !values.vsix) await buildExtension();
  if (values.vsix) process.env.LABEL_AUDIT_VSIX = values.vsix;
  const all = await findTests('test/e2e', '.e2e.ts');
  const chosen = all.filter((file) => positionals.length === 0 || positionals.some((part) => file.includes(part)));
  if (chosen.length === 0) throw new Error(`No file of test/e2e matches ${positionals.join(' ') || '*.e2e.ts'}.`);
  await rm(join(repositoryRoot, OUT, 'e2e'), { recursive: true, force: true });
  const { passed, failed, skipped } = await runFiles(await bundleForNode(chosen, OUT));
  const none = passed + failed === 0;
  if (none) console.log('✗ no test ran');
  console.log(`\n${passed} passed, ${failed + (none ? 1 : 0)} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed === 0 && !none ? 0 : 1;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
}
