import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'mocha';
import { LIVE, RESULTS_FILE, TEST_FILTER, type SuiteResults, type TestResult } from '../harness/results.ts';

/** Where this file was bundled to, with the suites beside it. */
declare const __dirname: string;

/** VS Code calls this inside the extension host. Rejects if a test fails. */
export async function run(): Promise<void> {
  // Mocha is an ES module, and this a CommonJS one: the extension host asks for that.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: Mocha.reporters.Base,
    timeout: 60_000,
    color: false,
    forbidOnly: Boolean(process.env.CI),
  });
  const filter = process.env[TEST_FILTER];
  if (filter) mocha.grep(new RegExp(filter));
  const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.test.cjs')).sort()) mocha.addFile(join(__dirname, file));
  await mocha.loadFilesAsync();
  console.log(`${LIVE}${mocha.files.length} files of tests`);

  const tests: TestResult[] = [];
  const record = (test: Pick<Test, 'fullTitle' | 'file' | 'duration'>, state: TestResult['state'], error?: Error) => {
    const text = error && (error.stack ?? error.message);
    tests.push({
      title: test.fullTitle(),
      file: test.file ?? '',
      state,
      duration: test.duration ?? 0,
      error: text,
    });
    console.log(
      `${LIVE}${{ passed: '✓', failed: '✗', skipped: '-' }[state]} ${test.fullTitle()} (${test.duration ?? 0} ms)`,
    );
  };
  const failures = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on('pass', (test) => {
        record(test, 'passed');
      })
      .on('fail', (test, error: Error) => {
        record(test, 'failed', error); // hooks that throw arrive here, too
      })
      .on('pending', (test) => {
        record(test, 'skipped');
      });
  });
  const file = process.env[RESULTS_FILE];
  if (file) writeFileSync(file, JSON.stringify({ tests } satisfies SuiteResults, null, 2));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
