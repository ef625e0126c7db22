// Bundles everything that runs into dist/. `--watch` rebuilds on change.
import { build } from 'esbuild';
import { chmod, copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import { KERNELS } from './scripts/build-simd.mjs';
import { bundledPackages } from './scripts/package/bundled-packages.mjs';
import { asCommonJs, hostSources } from './scripts/host-bundle.mjs';
import { ESM_BANNER } from './scripts/esm-banner.mjs';
import { makeSample } from './scripts/make-sample.mjs';
import { watchBundles, watchKernels } from './scripts/watch-sources.mjs';

const ROOT = import.meta.dirname;
process.chdir(ROOT);
const at = (...parts) => join(ROOT, ...parts);

/** What stays outside the bundles: the host's API, and packages that carry native code. */
const EXTERNAL = ['vscode', 'sharp', '@tensorflow/tfjs-node'];

const shared = {
  bundle: true,
  minify: true,
  sourcemap: true,
  legalComments: 'none',
  logLevel: 'warning',
  absWorkingDir: ROOT,
};
const node = {
  ...shared,
  platform: 'node',
  target: 'node20',
  external: EXTERNAL,
  mainFields: ['module', 'main'],
  // TensorFlow.js would load models from the web with it. Nothing of ours does: then it can't.
  alias: { 'node-fetch': at('scripts/no-fetch.cjs') },
};

/**
 * The work of the commands, each with what it needs in a bundle of its own, so that `--help` and the core commands never
 * wait for TensorFlow.js. (esbuild's splitting would not do: a room's index.ts ties all of the room into one chunk.)
 */
const ACTIONS = (await readdir(at('src/cli/actions')))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => basename(name, '.ts'))
  .sort();
const apartActions = {
  name: 'apart-actions',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^\\.\\./actions/(?:${ACTIONS.join('|')})\\.ts$`) }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: `./cli-${basename(path, '.ts')}.mjs`, external: true } : undefined,
    );
  },
};

/**
 * Parsers that few data sets need. Each is a bundle of its own that all others share: parsed only when it is asked for, above
 * all not while the editor starts.
 */
const PARSERS = ['js-yaml', 'saxes'];
const apartParsers = {
  name: 'apart-parsers',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^(?:${PARSERS.join('|')})$`) }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: `./${path}.cjs`, external: true } : undefined,
    );
  },
};

/** VS Code's hosts differ in what they make of `import()` in CommonJS; `require` they all know. */
const toCommonJs = {
  ...{ minify: true, sourcemap: 'external', legalComments: 'none', platform: 'node', target: 'node20' },
  supported: { 'dynamic-import': false },
};

const esm = { ...node, format: 'esm', banner: { js: ESM_BANNER }, plugins: [apartParsers] };

const bundles = [
  {
    ...node,
    entryPoints: [at('src/extension.ts')],
    outdir: at('dist'),
    format: 'esm',
    splitting: true,
    write: false,
    sourcemap: 'inline',
    plugins: [hostSources, apartParsers, asCommonJs(at('dist'), toCommonJs)],
    define: { 'import.meta.url': '__importMetaUrl' },
  },
  {
    ...esm,
    entryPoints: [at('src/cli/main.ts')],
    outfile: at('dist/cli.mjs'),
    plugins: [apartActions, apartParsers],
    banner: { js: `#!/usr/bin/env node\n${ESM_BANNER}` },
  },
  ...PARSERS.map((name) => ({ ...node, entryPoints: [name], outfile: at(`dist/${name}.cjs`), format: 'cjs' })),
  ...ACTIONS.map((name) => ({
    ...esm,
    entryPoints: [at(`src/cli/actions/${name}.ts`)],
    outfile: at(`dist/cli-${name}.mjs`),
  })),
  { ...esm, entryPoints: [at('src/audit/engine/engine-process.ts')], outfile: at('dist/engine.mjs') },
  { ...esm, entryPoints: [at('src/arrays/array-worker.ts')], outfile: at('dist/array-worker.mjs') },
  { ...esm, entryPoints: [at('src/audit/pipeline/looks/looks-worker.ts')], outfile: at('dist/looks-worker.mjs') },
  { ...esm, entryPoints: [at('src/dataset/parquet/parquet-worker.ts')], outfile: at('dist/parquet-worker.mjs') },
  { ...esm, entryPoints: [at('src/training/folds/worker.ts')], outfile: at('dist/training-worker.mjs') },
  { ...esm, entryPoints: [at('src/training/features/trunk-worker.ts')], outfile: at('dist/trunk-worker.mjs') },
  { ...esm, entryPoints: [at('src/training/features/heads/head-worker.ts')], outfile: at('dist/head-worker.mjs') },
  { ...esm, entryPoints: [at('src/training/install/setup-native-main.ts')], outfile: at('dist/setup-native.mjs') },
  { ...esm, entryPoints: [at('src/training/install/setup-gpu-main.ts')], outfile: at('dist/setup-gpu.mjs') },
];

// The panel's front end arrives with the panel.
const webview = at('webview/main.ts');
if (existsSync(webview)) {
  bundles.push({
    ...shared,
    entryPoints: [webview],
    outfile: at('dist/webview.js'),
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
  });
}

/** The WASM backend loads its binaries from beside the worker. */
async function copyWasm() {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')),
    'wasm-out',
  );
  const files = (await readdir(folder)).filter((name) => name.endsWith('.wasm'));
  if (files.length === 0) throw new Error(`No .wasm file in ${folder}: run npm ci again.`);
  await Promise.all(files.map((name) => copyFile(join(folder, name), at('dist', name))));
}

/** The trunk's process reads its weights from beside it. */
async function copyTrunk() {
  const name = 'efficientnet-lite0.safetensors';
  await copyFile(at('models', name), at('dist', name));
}

await mkdir(at('dist'), { recursive: true });
if (!existsSync(at('dist/sample'))) await makeSample(at('dist/sample'));
await Promise.all([copyWasm(), copyTrunk(), ...KERNELS.map(({ compileAll }) => compileAll())]);
/** For docs/dependencies.md and the notices; not part of the VSIX. */
const writeBundled = (metafiles) => writeFile(at('dist/bundled.json'), JSON.stringify(bundledPackages(metafiles)));

if (process.argv.includes('--watch')) {
  await watchBundles(bundles, async (metafiles) => {
    await writeBundled(metafiles);
    await chmod(at('dist/cli.mjs'), 0o755);
  });
  watchKernels(KERNELS);
} else {
  const built = await Promise.allSettled(bundles.map((options) => build({ ...options, metafile: true })));
  // esbuild has already said what is wrong, and where.
  if (built.some(({ status }) => status === 'rejected')) process.exit(1);
  await writeBundled(built.map(({ value }) => value.metafile));
  await chmod(at('dist/cli.mjs'), 0o755);
}
