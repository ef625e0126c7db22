// Loads the command line's commands, options and defaults, without running any of them.
import { build } from 'esbuild';
import { mkdtemp, rm } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { ESM_BANNER } from '../esm-banner.mjs';
import { at, COMMAND_LINE, ROOT } from './sources.mjs';

/** @returns {Promise<import('commander').Command>} */
export async function loadCommandLine() {
  // In the repository, so that packages that stay outside are found.
  const folder = await mkdtemp(at('node_modules', '.label-audit-docs-'));
  const outfile = join(folder, 'command-line.mjs');
  try {
    await build({
      absWorkingDir: ROOT,
      entryPoints: [COMMAND_LINE],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      external: ['sharp', '@tensorflow/tfjs-node'],
      mainFields: ['module', 'main'],
      banner: { js: ESM_BANNER },
      logLevel: 'warning',
    });
    const { program } = await import(pathToFileURL(outfile).href);
    return program(new AbortController().signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
