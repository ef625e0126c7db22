import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { AuditError } from './errors.ts';

/** Work under a lock takes milliseconds; a lock this old was left behind, on whatever machine. */
const STALE_AFTER = 10_000;
const GIVE_UP_AFTER = 30_000;

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

/**
 * Does work while no other process (of ours) does work under the same lock file. A lock whose process is gone is broken.
 * @param lock the lock's file, which is made and removed
 * @throws AuditError when the lock can't be had; the system's error where it can't be written; whatever `work` throws
 */
export async function withFileLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const token = randomBytes(8).toString('hex');
  const begun = Date.now();
  while (!(await take(lock, token))) {
    if (await isStale(lock)) await breakLock(lock);
    else if (Date.now() - begun > GIVE_UP_AFTER) {
      throw new AuditError(`${lock} is held by another process; wait for it to end, or remove that file.`);
    } else await sleep(5 + Math.random() * 20);
  }
  try {
    return await work();
  } finally {
    if ((await holderOf(lock))?.token === token) await rm(lock, { force: true });
  }
}

async function take(lock: string, token: string): Promise<boolean> {
  const holder: Holder = { pid: process.pid, host: hostname(), token };
  try {
    await writeFile(lock, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    // On Windows a file that is just being removed answers EPERM.
    if (['EEXIST', 'EPERM', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '') && (await exists(lock))) {
      return false;
    }
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}

async function holderOf(lock: string): Promise<Holder | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(lock, 'utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    const { pid, host, token } = value as Partial<Record<keyof Holder, unknown>>;
    const whole = typeof pid === 'number' && pid > 0 && typeof host === 'string' && typeof token === 'string';
    return whole ? { pid, host, token } : undefined;
  } catch {
    return undefined;
  }
}

async function isStale(lock: string): Promise<boolean> {
  const info = await stat(lock).catch(() => undefined);
  if (info === undefined) return false;
  if (Date.now() - info.mtimeMs > STALE_AFTER) return true;
  const holder = await holderOf(lock);
  return holder !== undefined && holder.host === hostname() && !isAlive(holder.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Moves the lock away first: of several that break it only one succeeds, and a fresh lock that it caught is put back. */
async function breakLock(lock: string): Promise<void> {
  const aside = `${lock.replace(/\.tmp$/, '')}-${randomBytes(8).toString('hex')}.tmp`;
  try {
    await rename(lock, aside);
  } catch {
    return;
  }
  if (await isStale(aside)) await rm(aside, { force: true });
  else await rename(aside, lock).catch(() => undefined);
}
