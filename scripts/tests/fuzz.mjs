// Generated labels files, fixed and edited until the time is up: `npm run fuzz -- [--minutes N] [--seed S]`.
// Prints the seed and the number of cases; a case that fails is made as small as it goes, printed, and ends it with 1.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const args = [join(ROOT, 'scripts/run-ts.mjs'), 'test/trust/fuzz.ts', ...process.argv.slice(2)];
spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).on('close', (code) => (process.exitCode = code ?? 1));
