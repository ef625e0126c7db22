import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NAPI_BUILD_VERSION, type InstallGround } from './install-steps.ts';
import { NATIVE_PACKAGE } from '../backends/native/native-location.ts';
import { npm, writeEmptyPackage } from './npm.ts';
import { runTool } from './run-tool.ts';

/** They come from the npm registry, so the build needs neither Node.js' download host nor headers beside the running node. */
const TOOLS = ['node-gyp@11.5.0', 'node-api-headers@1.9.0'];

/** What node-gyp wants beside the headers. The addon is C++ on N-API: it needs none of Node's own settings. */
const COMMON_GYPI = `{
  'target_defaults': {
    'default_configuration': 'Release',
    'configurations': { 'Release': { 'cflags': ['-O2'] } },
    'cflags': ['-fPIC', '-std=c++17', '-w'],
  },
}
`;

/**
 * Builds the addon of tfjs-node from its own sources with node-gyp.
 * @throws InstallError with the compiler's complaint
 */
export async function buildAddon({ stage, signal, say }: InstallGround, python: string): Promise<void> {
  const tools = join(stage, 'tools');
  await mkdir(tools, { recursive: true });
  await writeEmptyPackage(tools);
  say(`Installing ${TOOLS.join(' and ')} for the build`);
  await npm(['install', '--ignore-scripts', ...TOOLS], { cwd: tools, signal, limit: 300, name: 'npm' });
  const headers = join(tools, 'node_modules/node-api-headers/include');
  const nodeFolder = join(tools, 'node/include/node');
  await mkdir(nodeFolder, { recursive: true });
  for (const header of await readdir(headers)) await copyFile(join(headers, header), join(nodeFolder, header));
  await writeFile(join(nodeFolder, 'common.gypi'), COMMON_GYPI);
  say('Building the addon from its own sources with node-gyp');
  const addon = join(stage, 'node_modules', NATIVE_PACKAGE);
  const args = [
    join(tools, 'node_modules/node-gyp/bin/node-gyp.js'),
    'rebuild',
    `--nodedir=${join(tools, 'node')}`,
    `--python=${python}`,
    '--module_name=tfjs_binding',
    `--module_path=${join(addon, `lib/napi-v${NAPI_BUILD_VERSION}`)}`,
    `--napi_build_version=${NAPI_BUILD_VERSION}`,
  ];
  await runTool(process.execPath, args, { cwd: addon, signal, limit: 600, name: 'node-gyp' });
  await rm(join(addon, 'build'), { recursive: true, force: true });
  await rm(tools, { recursive: true });
}
