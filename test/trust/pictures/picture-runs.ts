import { spawn } from 'node:child_process';
import { readFileSync, type Stats } from 'node:fs';
import { lstat, readdir, readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { createHash } from 'node:crypto';

export interface CliRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Most memory that the process ever had, in MB. */
  readonly peak: number;
  readonly seconds: number;
}

export interface CliOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** User and group to run as, where this process may choose. */
  readonly user?: number;
  readonly seconds?: number;
  /** Told every 20 ms of the process and its memory in MB. */
  readonly watch?: (pid: number, memory: number) => void;
}

/** Most memory that a process ever had, in MB; 0 where it is gone. */
export function peakMemory(pid: number): number {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Runs the built command line to its end; kills it where it takes too long. */
export function runCli(dist: string, args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const { env, user, seconds = 120, watch } = options;
  const begun = Date.now();
  const child = spawn(process.execPath, [join(dist, 'cli.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    ...(user === undefined ? {} : { uid: user, gid: user }),
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  let peak = 0;
  const timer = setInterval(() => {
    const memory = peakMemory(child.pid!);
    peak = Math.max(peak, memory);
    watch?.(child.pid!, memory);
  }, 20);
  const limit = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(timer);
      clearTimeout(limit);
      const [stdout, stderr] = [out, err].map((chunks) => Buffer.concat(chunks).toString());
      resolve({ code, signal, stdout, stderr, peak, seconds: (Date.now() - begun) / 1000 });
    });
  });
}

/** What stood in each regular file of a folder: its size and the SHA-256 of its bytes. */
export async function fingerprints(folder: string): Promise<Map<string, { size: number; hash: string }>> {
  const found = new Map<string, { size: number; hash: string }>();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || file.includes('\ufffd')) continue;
    const bytes = await readFile(file);
    found.set(file, { size: bytes.length, hash: createHash('sha256').update(bytes).digest('hex') });
  }
  return found;
}

/** Bytes of files that are gone or others than they were. */
export async function bytesLost(before: ReadonlyMap<string, { size: number; hash: string }>): Promise<number> {
  let lost = 0;
  for (const [file, { size, hash }] of before) {
    const bytes = await readFile(file).catch(() => undefined);
    if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== hash) lost += size;
  }
  return lost;
}

const LONG_AGO = new Date('2001-01-01T00:00:00Z');

/** Notes, by the time of their last access, whether files or folders are read: also on disks mounted with `relatime`. */
export interface AccessWatch {
  /** Those that were read since. */
  readonly touched: () => Promise<string[]>;
}

export async function watchAccess(paths: readonly string[]): Promise<AccessWatch> {
  for (const path of paths) await utimes(path, LONG_AGO, LONG_AGO);
  return {
    touched: async () => {
      const stats = await Promise.all(paths.map((path): Promise<Stats> => lstat(path)));
      return paths.filter((_, i) => stats[i].atimeMs !== LONG_AGO.getTime());
    },
  };
}
