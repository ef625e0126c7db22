import { spawn } from 'node:child_process';
import { cpuSeconds } from './cpu-seconds.ts';

/** What a program took, with all that it started. */
export interface Measured {
  readonly seconds: number;
  readonly cpu: number;
  /** Bytes, at their most. */
  readonly memory: number;
  readonly stdout: string;
}

export interface MeasuredRun {
  readonly env: NodeJS.ProcessEnv;
  /** Bytes that a process takes now, or has taken at most. */
  readonly memoryOf: (pid: number) => number;
  /** Milliseconds between two looks at its memory. */
  readonly every: number;
}

/**
 * Runs a program and measures it. Nothing else that this process started may end meanwhile: its CPU time would count, too.
 * @throws Error with the end of what the program complained of
 */
export async function runMeasured(command: string, args: readonly string[], options: MeasuredRun): Promise<Measured> {
  const { env, memoryOf, every } = options;
  const begun = { at: performance.now(), cpu: cpuSeconds() };
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (more: Buffer) => (text.stdout += more.toString()));
  child.stderr.on('data', (more: Buffer) => (text.stderr += more.toString()));
  let memory = 0;
  const watch = setInterval(() => {
    memory = Math.max(memory, memoryOf(child.pid ?? 0));
  }, every);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${text.stderr.slice(-2000)}`);
  return { seconds: (performance.now() - begun.at) / 1000, cpu: cpuSeconds() - begun.cpu, memory, stdout: text.stdout };
}
