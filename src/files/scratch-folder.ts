import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isProcessAlive } from './temporary-files.ts';

/** A folder for a run's large temporary files. */
export interface ScratchFolder {
  readonly folder: string;
  /** Removes it with all that is in it; never throws. */
  readonly remove: () => Promise<void>;
}

const PREFIX = 'label-audit-run-';
/** Machine, process, the process's start, and something random. */
const NAME = /^label-audit-run-([0-9a-f]{8})-(\d+)-(\d+)-\w+$/;
/** Milliseconds after which nobody uses a scratch folder any more, on whatever machine. */
const ABANDONED_AFTER = 7 * 24 * 3600 * 1000;

/** Makes a folder of this process's own in the system's folder for temporary files; first removes those left behind. */
export async function createScratchFolder(): Promise<ScratchFolder> {
  await removeStaleScratchFolders();
  const name = `${PREFIX}${thisMachine()}-${process.pid}-${startOf(process.pid)}-`;
  const folder = await mkdtemp(join(tmpdir(), name));
  return {
    folder,
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined),
  };
}

/**
 * Removes the scratch folders of processes that were killed. Those of other machines, and of processes that are there,
 * stay for a week. Never throws.
 */
export async function removeStaleScratchFolders(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names) {
    const match = NAME.exec(name);
    if (match === null) continue;
    const [, machine, pid, start] = match;
    const folder = join(tmpdir(), name);
    const info = await lstat(folder).catch(() => undefined);
    if (info?.isDirectory() !== true) continue;
    const left = machine === thisMachine() && (!isProcessAlive(Number(pid)) || startOf(Number(pid)) !== start);
    if (left || Date.now() - info.mtimeMs > ABANDONED_AFTER) {
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

let machine: string | undefined;

/** What process numbers are unique in: a machine since it was started, or a container on it. */
function thisMachine(): string {
  machine ??= createHash('sha256')
    .update([hostname(), bootId(), processNamespace()].join('\n'))
    .digest('hex')
    .slice(0, 8);
  return machine;
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** When a process was started, in the system's ticks, so that a number that was given anew is noticed; else 0. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // Field 22; the second one, in brackets, may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return '0';
  }
}
