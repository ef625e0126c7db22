import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface CommandRun {
  /** null where it was killed: it hung. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Most memory that it took, in bytes, as far as the system tells. */
  readonly peakBytes: number;
}

/** Runs the built command line; kills it after `seconds`. */
export async function runCommand(dist: string, args: readonly string[], seconds = 60): Promise<CommandRun> {
  const child = spawn(process.execPath, [join(dist, 'cli.mjs'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  let peakBytes = 0;
  const watch = setInterval(() => {
    void readFile(`/proc/${child.pid}/status`, 'utf8').then(
      (status) => (peakBytes = Math.max(peakBytes, 1024 * Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0))),
      () => undefined, // no such system, or the process has ended
    );
  }, 20);
  const limit = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearInterval(watch);
  clearTimeout(limit);
  const [stdout, stderr] = [Buffer.concat(out).toString(), Buffer.concat(err).toString()];
  return { code, stdout, stderr, peakBytes };
}

/** The one line in which a command says what is wrong, without a stack trace. */
export function isOneClearLine(stderr: string): boolean {
  const lines = stderr.trimEnd().split('\n');
  return (
    lines.every((line) => line.startsWith('label-audit: ')) && !/\bat .*:\d+:\d+|TypeError|RangeError/.test(stderr)
  );
}
