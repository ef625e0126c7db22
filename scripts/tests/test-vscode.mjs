// Runs test/vscode inside the extension host of a real VS Code.
//   npm run test:vscode -- [--no-build] [--grep PATTERN] [--vsix FILE]
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension, bundleForHost, findTests, loadHarness } from '../../test/harness/bundle.mjs';
import { installHarness, repositoryRoot } from '../../test/harness/install.mjs';

const { values } = parseArgs({
  options: {
    build: { type: 'boolean', default: true },
    grep: { type: 'string' },
    vsix: { type: 'string' },
  },
  allowNegative: true,
});

const OUT = 'dist-test/vscode';

async function main() {
  await installHarness();
  if (values.build && !values.vsix) await buildExtension();
  await rm(join(repositoryRoot, OUT), { recursive: true, force: true });
  await bundleForHost(['test/vscode/index.ts', ...(await findTests('test/vscode', '.test.ts'))], OUT);

  const { makeImageFolder, runInHost } = await loadHarness();
  const images = await makeImageFolder();
  try {
    const results = await runInHost({
      testsPath: join(repositoryRoot, OUT, 'index.cjs'),
      workspace: images.folder,
      filter: values.grep,
      vsix: values.vsix,
      onLog: (line) => console.log(line),
    });
    for (const test of results.tests.filter(({ state }) => state === 'failed')) {
      console.log(`\n✗ ${test.title}\n${test.error}`);
    }
    if (results.problem) console.log(`\n✗ ${results.problem}`);
    const failed = results.failed + (results.problem ? 1 : 0);
    const skipped = results.skipped > 0 ? `, ${results.skipped} skipped` : '';
    console.log(`\n${results.passed} passed, ${failed} failed${skipped}`);
    process.exitCode = failed === 0 ? 0 : 1;
  } finally {
    await images.remove();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
}
