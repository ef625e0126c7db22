import { createHash, randomBytes } from 'node:crypto';
import { lstat, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** A temporary file of any version of ours. */
const OURS = /^\.label-audit-.*\.tmp$/;
/** Machine, process, and something random. */
const NAME = /^\.label-audit-([0-9a-f]{8})-(\d+)-[0-9a-f]+\.tmp$/;
/** Milliseconds after which nobody writes to a temporary file any more, on whatever machine. */
const ABANDONED_AFTER = 24 * 3600 * 1000;

let machine: string | undefined;
function thisMachine(): string {
  machine ??= createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
  return machine;
}

/**
 * Name for a temporary file in a folder, which says whose it is. It is short and does not contain the name of the file
 * that it will become: that one may already be as long as names can be.
 */
export function temporaryFile(folder: string): string {
  return join(folder, `.label-audit-${thisMachine()}-${process.pid}-${randomBytes(8).toString('hex')}.tmp`);
}

/** Whether a process of this machine is there. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/**
 * Removes the temporary files of processes that were killed while they wrote to a folder. Those of other machines, and of
 * processes that are there, stay for a day. Never throws: what can't be removed does no harm.
 */
export async function removeStaleTemporaries(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!OURS.test(name)) continue;
    const file = join(folder, name);
    const info = await lstat(file).catch(() => undefined);
    if (info?.isFile() !== true) continue;
    const [, host, pid] = NAME.exec(name) ?? [];
    const left = host === thisMachine() && !isProcessAlive(Number(pid));
    if (left || Date.now() - info.mtimeMs > ABANDONED_AFTER) await rm(file, { force: true }).catch(() => undefined);
  }
}
