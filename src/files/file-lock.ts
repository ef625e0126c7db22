import { randomBytes } from 'node:crypto';
import { link, lstat, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode, fileFailure } from './file-failure.ts';
import { FileWriteError } from './write-file-atomic.ts';
import { temporaryFile } from './temporary-files.ts';
import { isProcessAlive, thisMachine } from './this-machine.ts';
import { readBounded } from './read-bounded.ts';
import { InputError } from './input-error.ts';
import { whileHeld } from './while-held.ts';

/** Work under a lock takes milliseconds; a lock this old was left behind, even by another machine. */
const STALE_AFTER = 10_000;
const GIVE_UP_AFTER = 30_000;
/** Our lock files are smaller. */
const MAX_LOCK_BYTES = 4096;

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

/**
 * Does work while no other process of ours works under the same lock file. A lock whose process has ended is broken.
 * A process that was stopped for long may find its lock broken: what it writes then must not rely on the lock alone.
 * @param lock the lock's file, which is made and removed
 * @param file what the work will write: errors name it
 * @throws InputError when the lock can't be taken; FileWriteError where it can't be written; whatever `work` throws
 */
export async function withFileLock<T>(lock: string, file: string, work: () => Promise<T>): Promise<T> {
  const token = randomBytes(8).toString('hex');
  const begun = Date.now();
  try {
    while (!(await take(lock, token))) {
      if (await isStale(lock)) await breakLock(lock);
      else await sleep(5 + Math.random() * 20);
      if (Date.now() - begun > GIVE_UP_AFTER) {
        throw new InputError(`${lock} is held by another process; wait for it to end, or remove that file.`);
      }
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new FileWriteError(file, fileFailure(error), { cause: error });
  }
  try {
    return await work();
  } finally {
    if ((await holderOf(lock))?.token === token) await release(lock);
  }
}

/** A lock that can't be removed is broken by the next process that wants it; what was done under it is done all the same. */
async function release(lock: string): Promise<void> {
  await whileHeld(() => rm(lock, { force: true })).catch(() => undefined);
}

/** A lock appears with its holder written in it: a process that is killed here leaves no lock without a holder. */
async function take(lock: string, token: string): Promise<boolean> {
  if (await exists(lock)) return false;
  const holder: Holder = { pid: process.pid, host: thisMachine(), token };
  const text = JSON.stringify(holder);
  const own = temporaryFile(dirname(lock));
  try {
    await writeFile(own, text, { flag: 'wx' });
    await link(own, lock).catch(async (error: unknown) => {
      // Not every file system has hard links.
      if (errorCode(error) === 'EEXIST') throw error;
      await writeFile(lock, text, { flag: 'wx' }).catch(async (failure: unknown) => {
        if (errorCode(failure) !== 'EEXIST') await rm(lock, { force: true }).catch(() => undefined);
        throw failure;
      });
    });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    // On Windows a file that is just being removed answers EPERM.
    if (['EPERM', 'EACCES'].includes(errorCode(error)) && (await exists(lock))) return false;
    throw error;
  } finally {
    await rm(own, { force: true }).catch(() => undefined);
  }
}

async function exists(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => undefined)) !== undefined;
}

async function holderOf(lock: string): Promise<Holder | undefined> {
  try {
    const value: unknown = JSON.parse((await readBounded(lock, MAX_LOCK_BYTES)).toString('utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    const { pid, host, token } = value as Partial<Record<keyof Holder, unknown>>;
    const whole = typeof pid === 'number' && pid > 0 && typeof host === 'string' && typeof token === 'string';
    return whole ? { pid, host, token } : undefined;
  } catch {
    return undefined;
  }
}

async function isStale(lock: string): Promise<boolean> {
  const info = await lstat(lock).catch(() => undefined);
  if (info === undefined) return false;
  if (Date.now() - info.mtimeMs > STALE_AFTER) return true;
  const holder = await holderOf(lock);
  return holder !== undefined && holder.host === thisMachine() && !isProcessAlive(holder.pid);
}

/**
 * Moves the lock away first: of several that break it only one succeeds, and a fresh lock that it caught is put back.
 * @throws the system's error where it can't be moved
 */
async function breakLock(lock: string): Promise<void> {
  const aside = temporaryFile(dirname(lock));
  try {
    await rename(lock, aside);
  } catch (error) {
    // Others were quicker, or on Windows hold it for a moment.
    if (errorCode(error) === 'ENOENT' || process.platform === 'win32') return;
    throw error;
  }
  // It is put back only if no other process has taken the lock meanwhile.
  if (!(await isStale(aside))) await link(aside, lock).catch(() => undefined);
  await rm(aside, { force: true }).catch(() => undefined);
}
