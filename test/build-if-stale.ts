import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

function newest(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return Math.max(...entries.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
}

/** Some tests run the built command line: builds it first where dist/ is missing or older than the sources. */
export function setup(): void {
  const built = [
    'cli.mjs',
    'cli-audit-action.mjs',
    'engine.mjs',
    'training-worker.mjs',
    'trunk-worker.mjs',
    'array-worker.mjs',
    'looks-worker.mjs',
    'parquet-worker.mjs',
    'head-worker.mjs',
    'extension-agents.cjs',
    'cli-mcp-action.mjs',
    'js-yaml.cjs',
    'saxes.cjs',
  ].map((name) => join(ROOT, 'dist', name));
  const inputs = [newest(join(ROOT, 'src')), statSync(join(ROOT, 'esbuild.mjs')).mtimeMs];
  // Made by a build too, but kept as it is where nothing has changed.
  const hasKernels = ['core/passes', 'training/features/algebra'].every((folder) =>
    existsSync(join(ROOT, 'src', folder, 'kernel-bytes.ts')),
  );
  const fresh = hasKernels && built.every((file) => existsSync(file) && statSync(file).mtimeMs >= Math.max(...inputs));
  if (fresh) return;
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'esbuild.mjs')], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The build failed:\n${stderr}`);
}
