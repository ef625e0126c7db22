// Makes a VSIX with only what runs on this platform: the bundles, and sharp with its native library.
//   npm run package -- [--no-build] [--out FILE]
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension } from '../../test/harness/bundle.mjs';
import { installVsce, repositoryRoot } from '../../test/harness/install.mjs';
import { PLAIN_FILES, stageVsix } from './stage-vsix.mjs';

const MEGABYTE = 1e6;
const LIMIT = 40 * MEGABYTE;
const STAGE = join(repositoryRoot, '.vsix-stage');
const platform = `${process.platform}-${process.arch}`;

const readJson = async (file) => JSON.parse(await readFile(file, 'utf8'));
const at = (...parts) => join(repositoryRoot, ...parts);

async function main() {
  const { values } = parseArgs({
    options: { build: { type: 'boolean', default: true }, out: { type: 'string' } },
    allowNegative: true,
  });
  const { name, version } = await readJson(at('package.json'));
  const out = resolve(values.out ?? at(`${name}-${platform}-${version}.vsix`));
  const missing = [...PLAIN_FILES, 'media'].filter((file) => !existsSync(at(file)));
  if (missing.length > 0) throw new Error(`The VSIX needs ${missing.join(' and ')}, which the repository lacks.`);

  const vsce = await installVsce();
  if (values.build) await buildExtension();
  await stageVsix(STAGE);
  try {
    const args = ['package', '--target', platform, '--out', out];
    const { status, stdout, stderr } = spawnSync(process.execPath, [vsce, ...args], { cwd: STAGE, encoding: 'utf8' });
    if (status !== 0) throw new Error(`vsce failed:\n${stdout}${stderr}`);
    const files = (await readdir(STAGE, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const { size } = await stat(out);
    console.log(`${relative(repositoryRoot, out)}: ${files.length} files, ${(size / MEGABYTE).toFixed(1)} MB`);
    if (size > LIMIT) throw new Error(`The VSIX is larger than ${LIMIT / MEGABYTE} MB.`);
  } finally {
    await rm(STAGE, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
