import { randomBytes } from 'node:crypto';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isProcessAlive, startOfProcess, thisMachine } from './this-machine.ts';

/** A temporary file of any version of ours; of this one with machine, process, and something random in its name. */
const OURS = /^\.label-audit-(?:(?<machine>[0-9a-f]{8})-(?<pid>\d+)-[0-9a-f]+|.*)\.tmp$/;
const DAY = 24 * 3600 * 1000;

/**
 * Name for a temporary file in a folder, which says whose it is. It is short and does not contain the name of the file
 * that it will become: that name may already have the greatest length.
 */
export function temporaryFile(folder: string): string {
  return join(folder, `.label-audit-${thisMachine()}-${process.pid}-${randomBytes(8).toString('hex')}.tmp`);
}

/**
 * Removes the temporary files of processes that were killed while they wrote to a folder. Those of other machines, and of
 * processes that still run, stay for a day. Never throws: what can't be removed does no harm.
 */
export function removeStaleTemporaries(folder: string): Promise<void> {
  return removeAbandoned(folder, { kind: 'file', names: OURS, after: DAY });
}

/** The same for temporary folders. */
export function removeStaleFolders(folder: string): Promise<void> {
  return removeAbandoned(folder, { kind: 'folder', names: OURS, after: DAY });
}

export interface Abandoned {
  readonly kind: 'file' | 'folder';
  /** The names that are ours. Its groups `machine`, `pid` and `start` tell which process made it, where the name does. */
  readonly names: RegExp;
  /** Milliseconds after which it is removed, whichever machine made it. */
  readonly after: number;
}

/** Removes what ended processes of this machine left in a folder, and what is old. Never throws. */
export async function removeAbandoned(folder: string, { kind, names, after }: Abandoned): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const match = names.exec(name);
    if (match === null) continue;
    const file = join(folder, name);
    const info = await lstat(file).catch(() => undefined);
    if (info === undefined || !(kind === 'file' ? info.isFile() : info.isDirectory())) continue;
    const { machine, pid, start } = match.groups as Record<string, string | undefined>;
    const isThere = isProcessAlive(Number(pid)) && (start === undefined || startOfProcess(Number(pid)) === start);
    const isLeft = machine === thisMachine() && !isThere;
    if (isLeft || Date.now() - info.mtimeMs > after) {
      await rm(file, { recursive: kind === 'folder', force: true }).catch(() => undefined);
    }
  }
}
