// `npm run setup:native` and `npm run setup:gpu`: builds, and runs the installer of that name, which is in src/training/install.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const [name, ...args] = process.argv.slice(2);
const built = spawnSync(process.execPath, [join(root, 'esbuild.mjs')], { stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
const installer = [join(root, `dist/setup-${name}.mjs`), ...args];
process.exit(spawnSync(process.execPath, installer, { stdio: 'inherit' }).status ?? 1);
