// Opens VS Code in a browser on a data set, with the extension loaded from source, until Ctrl+C.
//   npm run code -- [FOLDER] [--no-build] [--port N] [--vsix FILE]
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension, loadHarness } from '../test/harness/bundle.mjs';
import { installVsCode, repositoryRoot } from '../test/harness/install.mjs';

/** The data set to open: the one asked for, else a copy of the shipped one, so that edits do not end up in dist/. */
function chooseFolder(asked) {
  if (asked) {
    const folder = resolve(asked);
    if (!existsSync(folder)) throw new Error(`No such folder: ${folder}`);
    return folder;
  }
  const shipped = join(repositoryRoot, 'dist', 'sample');
  if (!existsSync(shipped)) throw new Error('There is no sample data set yet: run npm run build, or name a folder.');
  const copy = mkdtempSync(join(tmpdir(), 'label-audit-sample-'));
  process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
  const folder = join(copy, basename(shipped));
  cpSync(shipped, folder, { recursive: true });
  return folder;
}

async function main() {
  const { values, positionals } = parseArgs({
    options: {
      build: { type: 'boolean', default: true },
      port: { type: 'string', default: '0' },
      vsix: { type: 'string' },
    },
    allowNegative: true,
    allowPositionals: true,
  });
  await installVsCode();
  if (values.build && !values.vsix) await buildExtension();
  const folder = chooseFolder(positionals[0]);
  const { startServer, workbenchAddress } = await loadHarness();
  const server = await startServer({ port: Number(values.port), vsix: values.vsix });
  console.log(`\nVS Code with Label Audit on ${folder}:\n\n  ${workbenchAddress(server, folder)}\n\nCtrl+C stops it.`);
  setInterval(() => undefined, 1 << 30); // the server is a child that this process outlives only by being stopped
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
