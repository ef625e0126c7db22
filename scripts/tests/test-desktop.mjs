// Runs test/vscode inside desktop VS Code, for those whose network lets @vscode/test-electron download one.
//   npm run test:desktop -- [--no-build] [--grep PATTERN]
// Wants a screen; on Linux without one: xvfb-run npm run test:desktop.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { buildExtension, bundleForHost, findTests, loadHarness } from '../../test/harness/bundle.mjs';
import { cacheFolder, repositoryRoot } from '../../test/harness/install.mjs';

const { values } = parseArgs({
  options: { build: { type: 'boolean', default: true }, grep: { type: 'string' } },
  allowNegative: true,
});
const OUT = 'dist-test/desktop';
/** The oldest VS Code that the manifest allows. */
const VERSION = '1.100.3';

/** VS Code itself; null where it can't be downloaded. */
async function fetchDesktop() {
  try {
    return await downloadAndUnzipVSCode({ version: VERSION, cachePath: join(cacheFolder(), 'desktop') });
  } catch (error) {
    console.error(
      `Desktop VS Code ${VERSION} can't be downloaded here (${error instanceof Error ? error.message : error}). ` +
        'npm run test:vscode runs the same suite in a VS Code from the npm registry.',
    );
    return null;
  }
}

async function main() {
  const vscodeExecutablePath = await fetchDesktop();
  if (vscodeExecutablePath === null) throw new Error('Not run.');
  if (values.build) await buildExtension();
  await rm(join(repositoryRoot, OUT), { recursive: true, force: true });
  await bundleForHost(['test/vscode/index.ts', ...(await findTests('test/vscode', '.test.ts'))], OUT);
  const { makeImageFolder, RESULTS_FILE, TEST_FILTER } = await loadHarness();
  const images = await makeImageFolder();
  const profile = await mkdtemp(join(tmpdir(), 'label-audit-desktop-'));
  const results = join(profile, 'results.json');
  try {
    let code = 0;
    try {
      code = await runTests({
        vscodeExecutablePath,
        // The second is somebody else's, which uses ours: other extensions are off.
        extensionDevelopmentPath: [repositoryRoot, join(repositoryRoot, 'test/fixtures/second-extension')],
        extensionTestsPath: join(repositoryRoot, OUT, 'index.cjs'),
        launchArgs: [
          images.folder,
          '--disable-workspace-trust',
          '--disable-extensions',
          '--skip-welcome',
          '--user-data-dir',
          profile,
        ],
        extensionTestsEnv: { [RESULTS_FILE]: results, ...(values.grep ? { [TEST_FILTER]: values.grep } : {}) },
      });
    } catch {
      code = 1;
    }
    const { tests } = JSON.parse(await readFile(results, 'utf8'));
    for (const { title, error } of tests.filter(({ state }) => state === 'failed'))
      console.log(`\n✗ ${title}\n${error}`);
    const count = (state) => tests.filter((test) => test.state === state).length;
    console.log(`\n${count('passed')} passed, ${count('failed')} failed`);
    process.exitCode = code;
  } finally {
    await images.remove();
    await rm(profile, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
}
