// `npm run watch`: keeps dist/ built and the types checked while you work, until Ctrl+C. In VS Code, F5 starts it.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '..');
const children = new Set();

/** Starts a program whose lines are shown with its name before them; `onLine` hears each. */
function start(name, args, onLine = () => undefined) {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      if (line.trim() !== '') console.log(`${name} | ${line}`);
      onLine(line);
    });
  }
  child.on('close', (code) => {
    children.delete(child);
    // One that ends by itself has failed: the other alone would look as if all were well.
    process.exitCode ||= code ?? 1;
    for (const other of children) other.kill();
  });
}

let checks = false;
start('build', ['esbuild.mjs', '--watch'], (line) => {
  // Some sources are made by the first build.
  if (checks || !line.startsWith('watch: ')) return;
  checks = true;
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  start('types', [tsc, '-b', '--watch', '--preserveWatchOutput']);
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    process.exitCode = 0;
    for (const child of children) child.kill();
  });
}
