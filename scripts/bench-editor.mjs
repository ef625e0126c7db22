// `npm run bench:editor`: builds the product and the bench, and runs it.
import { build } from 'esbuild';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildExtension } from '../test/harness/bundle.mjs';
import { ESM_BANNER } from './esm-banner.mjs';
import { externalPackages } from './external-packages.mjs';
import { installHarness, repositoryRoot } from '../test/harness/install.mjs';

const shared = {
  absWorkingDir: repositoryRoot,
  bundle: true,
  platform: 'node',
  target: 'node20',
  external: await externalPackages(repositoryRoot),
  mainFields: ['module', 'main'],
  logLevel: 'warning',
};
const outfile = (name) => join(repositoryRoot, 'dist-test', 'bench', name);

await installHarness();
await buildExtension();
await build({
  ...shared,
  entryPoints: ['test/bench/editor/editor-host.ts'],
  outfile: outfile('editor-host.cjs'),
  format: 'cjs',
});
await build({
  ...shared,
  entryPoints: ['test/bench/editor.ts'],
  outfile: outfile('editor.mjs'),
  format: 'esm',
  banner: { js: ESM_BANNER },
});
await import(pathToFileURL(outfile('editor.mjs')).href);
