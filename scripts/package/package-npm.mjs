// Makes the npm package `label-audit`: the command line, and `label-audit/core` as a library.
//   npm run package:npm -- [--no-build] [--out FOLDER]
import { spawnSync } from 'node:child_process';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { stageNpm } from './stage-npm.mjs';

const ROOT = join(import.meta.dirname, '../..');
const STAGE = join(ROOT, '.npm-stage');

function run(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}

const { values } = parseArgs({
  options: { build: { type: 'boolean', default: true }, out: { type: 'string', default: ROOT } },
  allowNegative: true,
});
try {
  if (values.build) {
    run(process.execPath, ['esbuild.mjs']);
    run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b', 'src/core']);
  }
  await stageNpm(STAGE);
  const out = resolve(values.out);
  await mkdir(out, { recursive: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const packed = run(npm, ['pack', '--json', '--pack-destination', out], {
    cwd: STAGE,
    shell: process.platform === 'win32',
  });
  const [{ filename, entryCount }] = JSON.parse(packed);
  const { size } = await stat(join(out, filename));
  console.log(`${relative(ROOT, join(out, filename))}: ${entryCount} files, ${(size / 1e6).toFixed(1)} MB`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(STAGE, { recursive: true, force: true });
}
