// Bundles tests, and what the scripts need of the harness, into dist-test/.
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { repositoryRoot } from './install.mjs';

/** Packages stay outside, so that each is loaded once and as it was published. */
const shared = {
  absWorkingDir: repositoryRoot,
  bundle: true,
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
};

/** Files below `folder` whose names end in `suffix`, sorted, relative to the repository. */
export async function findTests(folder, suffix) {
  const entries = await readdir(join(repositoryRoot, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(suffix))
    .map((entry) => relative(repositoryRoot, join(entry.parentPath, entry.name)))
    .sort();
}

/** For Node: ES modules. Returns the absolute paths of the outputs, in the order of `files`. */
export async function bundleForNode(files, outdir) {
  await build({
    ...shared,
    entryPoints: files,
    outdir,
    outbase: 'test',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
  });
  return files.map((file) => join(repositoryRoot, outdir, relative('test', file).replace(/\.ts$/, '.mjs')));
}

/** For the extension host: CommonJS, all in one folder. */
export function bundleForHost(files, outdir) {
  return build({
    ...shared,
    entryPoints: files,
    outdir,
    outbase: 'test/vscode',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': '__importMetaUrl' },
  });
}

/** The harness itself, as an object. */
export async function loadHarness() {
  const [file] = await bundleForNode(['test/harness/index.ts'], 'dist-test');
  return import(file);
}

/** Builds the product. */
export function buildExtension() {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['esbuild.mjs'], { cwd: repositoryRoot, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The build failed (code ${code}).`));
    });
  });
}
