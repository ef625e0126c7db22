// Makes a VSIX with only what runs on this platform: the bundles, and sharp with its native library.
//   npm run package -- [--no-build] [--out FILE]
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension } from '../test/harness/bundle.mjs';
import { installVsce, repositoryRoot } from '../test/harness/install.mjs';

const MEGABYTE = 1e6;
const LIMIT = 40 * MEGABYTE;
const STAGE = join(repositoryRoot, '.vsix-stage');
const NATIVE = 'sharp';
const platform = `${process.platform}-${process.arch}`;

const readJson = async (file) => JSON.parse(await readFile(file, 'utf8'));
const at = (...parts) => join(repositoryRoot, ...parts);

/** Whether npm's `os`, `cpu` and `libc` fields let a package run here. */
function runsHere({ os, cpu, libc }) {
  const musl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
  return (
    (!os || os.includes(process.platform)) &&
    (!cpu || cpu.includes(process.arch)) &&
    (!libc || libc.includes(musl ? 'musl' : 'glibc'))
  );
}

/** `name` and all that it needs at run time on this platform, as folders below node_modules. */
async function runtimePackages(name, found = new Set()) {
  const manifest = await readJson(at('node_modules', name, 'package.json'));
  if (found.has(name) || !runsHere(manifest)) return found;
  found.add(name);
  for (const needed of Object.keys(manifest.dependencies ?? {})) await runtimePackages(needed, found);
  for (const optional of Object.keys(manifest.optionalDependencies ?? {})) {
    if (existsSync(at('node_modules', optional))) await runtimePackages(optional, found);
  }
  return found;
}

/** The manifest without what matters to developers only. */
async function stagedManifest() {
  const manifest = await readJson(at('package.json'));
  for (const field of ['devDependencies', 'optionalDependencies', 'scripts', 'files', 'private'])
    delete manifest[field];
  return { ...manifest, dependencies: { [NATIVE]: manifest.dependencies[NATIVE] } };
}

async function fillStage() {
  await rm(STAGE, { recursive: true, force: true });
  await mkdir(STAGE);
  await writeFile(join(STAGE, 'package.json'), JSON.stringify(await stagedManifest(), null, 2));
  for (const file of ['package.nls.json', 'README.md', 'CHANGELOG.md', 'LICENSE'])
    await cp(at(file), join(STAGE, file));
  await cp(at('media'), join(STAGE, 'media'), { recursive: true });
  const bench = at('dist', 'bench');
  await cp(at('dist'), join(STAGE, 'dist'), {
    recursive: true,
    filter: (path) => !path.endsWith('.map') && path !== bench,
  });
  for (const name of await runtimePackages(NATIVE)) {
    await cp(at('node_modules', name), join(STAGE, 'node_modules', name), {
      recursive: true,
      filter: (path) => !/\.(map|md|d\.[cm]?ts)$/.test(path) && basename(path) !== 'node_modules',
    });
  }
}

async function main() {
  const { values } = parseArgs({
    options: { build: { type: 'boolean', default: true }, out: { type: 'string' } },
    allowNegative: true,
  });
  const { name, version } = await readJson(at('package.json'));
  const out = resolve(values.out ?? at(`${name}-${platform}-${version}.vsix`));
  const missing = ['package.nls.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'media'].filter(
    (file) => !existsSync(at(file)),
  );
  if (missing.length > 0) throw new Error(`The VSIX needs ${missing.join(' and ')}, which the repository lacks.`);

  const vsce = await installVsce();
  if (values.build) await buildExtension();
  await fillStage();
  try {
    const args = [
      'package',
      '--target',
      platform,
      '--out',
      out,
      '--allow-missing-repository',
      '--no-rewrite-relative-links',
    ];
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
