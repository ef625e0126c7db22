// The platforms that a VSIX is made for, and sharp's packages for each of them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installLocked } from '../../test/harness/install.mjs';

const ROOT = join(import.meta.dirname, '../..');

/** @typedef {{ target: string, os: string, cpu: string, libc?: string }} Platform `target` is VS Code's word for it, the others are npm's. */

/** @type {Platform[]} */
export const PLATFORMS = [
  { target: 'linux-x64', os: 'linux', cpu: 'x64', libc: 'glibc' },
  { target: 'linux-arm64', os: 'linux', cpu: 'arm64', libc: 'glibc' },
  { target: 'alpine-x64', os: 'linux', cpu: 'x64', libc: 'musl' },
  { target: 'darwin-x64', os: 'darwin', cpu: 'x64' },
  { target: 'darwin-arm64', os: 'darwin', cpu: 'arm64' },
  { target: 'win32-x64', os: 'win32', cpu: 'x64' },
  { target: 'win32-arm64', os: 'win32', cpu: 'arm64' },
];

/** The machine that this runs on; VS Code may have no VSIX of ours for it. */
export function thisPlatform() {
  const { platform: os, arch: cpu } = process;
  if (os !== 'linux') return { target: `${os}-${cpu}`, os, cpu };
  const isMusl = !process.report.getReport().header.glibcVersionRuntime;
  return { target: `${isMusl ? 'alpine' : os}-${cpu}`, os, cpu, libc: isMusl ? 'musl' : 'glibc' };
}

/** @throws Error where there is no such target */
export function platformOf(target) {
  const found = PLATFORMS.find((one) => one.target === target);
  if (found) return found;
  throw new Error(`There is no target ${target}: name one of ${PLATFORMS.map((one) => one.target).join(', ')}.`);
}

/** Whether npm's `os`, `cpu` and `libc` fields let a package run on a platform. */
export const runsOn = (platform, { os, cpu, libc }) =>
  (!os || os.includes(platform.os)) && (!cpu || cpu.includes(platform.cpu)) && (!libc || libc.includes(platform.libc));

/** The part of package-lock.json that one package of ours needs, for every platform. */
async function lockOf(name) {
  const { packages } = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8'));
  const kept = {};
  const keep = (one) => {
    const folder = `node_modules/${one}`;
    if (kept[folder] || !packages[folder]) return;
    kept[folder] = packages[folder];
    for (const field of ['dependencies', 'optionalDependencies'])
      Object.keys(packages[folder][field] ?? {}).forEach(keep);
  };
  keep(name);
  return kept;
}

/**
 * The packages of `name` for a platform, of the versions and checksums of our lockfile, wherever this runs.
 * @param {string} name a dependency of package.json
 * @param {Platform} platform
 * @returns {Promise<string>} the folder that holds their node_modules; downloads are kept between runs
 */
export async function packagesFor(name, { target, os, cpu, libc }, log = console.log) {
  const packages = await lockOf(name);
  const { version } = packages[`node_modules/${name}`];
  const manifest = {
    name: `${name}-for-${target}`,
    version: '0.0.0',
    private: true,
    dependencies: { [name]: version },
  };
  const lock = { ...manifest, lockfileVersion: 3, requires: true, packages: { '': manifest, ...packages } };
  const wanted = [`--os=${os}`, `--cpu=${cpu}`, ...(libc ? [`--libc=${libc}`] : [])];
  return installLocked(
    `${name}-${version}-${target}`,
    `${name} ${version} for ${target}`,
    { manifest, lock, wanted },
    log,
  );
}
