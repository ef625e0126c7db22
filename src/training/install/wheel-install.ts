import { mkdir, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildAddon } from './build-addon.ts';
import { elfExports } from './elf-exports.ts';
import { InstallError } from './errors.ts';
import { megabytes, type InstallGround } from './install-steps.ts';
import { NATIVE_PACKAGE } from '../backends/native/native-location.ts';
import { runTool } from './run-tool.ts';

/**
 * The wheel that was tried with this addon, and was the fastest of those from 2.12 on, the first that has the library
 * apart from Python. pip refuses any other file of that name.
 */
const WHEEL = {
  name: 'tensorflow-cpu',
  version: '2.21.0',
  sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  // The interpreter that it is made for; its libraries ask for none.
  python: '3.11',
  platform: 'manylinux_2_27_x86_64',
} as const;
const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;
const DOWNLOAD_LIMIT = 1800;

/** Unpacks the members whose names begin with one of the given prefixes. */
const UNPACK = `
import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
wanted = tuple(sys.argv[3:])
archive.extractall(sys.argv[2], [name for name in archive.namelist() if name.startswith(wanted)])
`;

/**
 * Takes libtensorflow and its headers out of TensorFlow's Python wheel, and builds the addon against them.
 * @throws InstallError with what is missing on this machine
 */
export async function wheelInstall(ground: InstallGround): Promise<string> {
  const { stage, signal, say } = ground;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new InstallError(
      `The Python wheel serves Linux on x64 alone; this is ${process.platform} on ${process.arch}.`,
    );
  }
  const work = join(stage, 'wheel');
  await mkdir(work, { recursive: true });
  const python = await findPython(signal);
  await checkCompiler(signal);
  const wheel = await download(python, work, ground);
  say('Unpacking libtensorflow and its headers');
  const prefixes = [...LIBRARIES.map((name) => `tensorflow/${name}`), ...HEADERS];
  const tool = { cwd: work, signal, limit: 300, name: 'Python' };
  await runTool(python, ['-c', UNPACK, wheel, work, ...prefixes], tool);
  const deps = join(stage, 'node_modules', NATIVE_PACKAGE, 'deps');
  // The ordinary install may have left half a download.
  await rm(deps, { recursive: true, force: true });
  await mkdir(join(deps, 'lib'), { recursive: true });
  for (const library of LIBRARIES) await rename(join(work, 'tensorflow', library), join(deps, 'lib', library));
  await rename(join(work, 'tensorflow/include'), join(deps, 'include'));
  // The names that the addon's build asks the linker for.
  await symlink(LIBRARIES[0], join(deps, 'lib/libtensorflow.so'));
  await symlink(LIBRARIES[1], join(deps, 'lib/libtensorflow_framework.so'));
  await checkSymbols(join(stage, 'node_modules', NATIVE_PACKAGE), say);
  await buildAddon(ground, python);
  await rm(join(deps, 'include'), { recursive: true });
  await rm(work, { recursive: true });
  return `wheel ${WHEEL.name} ${WHEEL.version} (sha256 ${WHEEL.sha256})`;
}

/** Headers of the C API, and those that they include. */
const HEADERS = ['c', 'core', 'tsl']
  .map((name) => `tensorflow/include/tensorflow/${name}/`)
  .concat(['tensorflow/include/xla/', 'tensorflow/include/tsl/']);

async function findPython(signal: AbortSignal | undefined): Promise<string> {
  for (const python of ['python3', 'python']) {
    try {
      await runTool(python, ['-m', 'pip', '--version'], { signal, limit: 60, name: 'Python' });
      return python;
    } catch (error) {
      if (!(error instanceof InstallError)) throw error;
    }
  }
  throw new InstallError('Python 3 with pip is not installed: it downloads the wheel with libtensorflow.');
}

async function checkCompiler(signal: AbortSignal | undefined): Promise<void> {
  const tools: [string, string][] = [
    ['make', 'make'],
    [process.env.CXX ?? 'g++', 'A C++ compiler'],
  ];
  for (const [command, name] of tools) await runTool(command, ['--version'], { signal, limit: 60, name });
}

async function download(python: string, work: string, { signal, say }: InstallGround): Promise<string> {
  const { name, version, sha256 } = WHEEL;
  say(`Downloading ${name} ${version} with pip, from the package index that it is set up for (about 275 MB)`);
  const wanted = join(work, 'requirements.txt');
  await writeFile(wanted, `${name}==${version} --hash=sha256:${sha256}\n`);
  const target = ['--python-version', WHEEL.python, '--implementation', 'cp', '--platform', WHEEL.platform];
  const how = ['--no-deps', '--only-binary=:all:', '--require-hashes', '--progress-bar', 'off', '--no-input'];
  const args = ['-m', 'pip', 'download', '-r', wanted, '-d', work, ...how, ...target];
  await runTool(python, args, { cwd: work, signal, limit: DOWNLOAD_LIMIT, name: 'pip' });
  const file = (await readdir(work)).find((entry) => entry.endsWith('.whl'));
  if (file === undefined) throw new InstallError(`pip left no wheel of ${name} ${version}.`);
  const { size } = await stat(join(work, file));
  say(`Downloaded ${file}: ${megabytes(size)}, its SHA-256 is the one that was tried`);
  return join(work, file);
}

/** Checks that libtensorflow has every function that the addon's sources call; the linker would not complain. */
async function checkSymbols(addon: string, say: (line: string) => void): Promise<void> {
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc', 'utils.h', 'tf_auto_tensor.h', 'tfe_auto_op.h'];
  const called = new Set<string>();
  for (const source of sources) {
    const text = readFileSync(join(addon, 'binding', source), 'utf8');
    // Its own helper classes have names of the same form.
    for (const [, name] of text.matchAll(/\b(TFE?_(?!Auto)[A-Z][A-Za-z0-9]*)\(/g)) called.add(name);
  }
  const exported = new Set<string>();
  for (const library of LIBRARIES) {
    for (const name of await elfExports(join(addon, 'deps/lib', library))) exported.add(name);
  }
  const missing = [...called].filter((name) => !exported.has(name)).sort();
  if (missing.length > 0) {
    throw new InstallError(`libtensorflow ${WHEEL.version} does not export: ${missing.join(', ')}.`);
  }
  say(`libtensorflow exports all ${called.size} functions that the addon calls`);
}
