import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAbandoned } from './temporary-files.ts';
import { startOfProcess, thisMachine } from './this-machine.ts';

/** A folder for a run's large temporary files. */
export interface ScratchFolder {
  readonly folder: string;
  /** Removes it with all that is in it; never throws. */
  readonly remove: () => Promise<void>;
}

const PREFIX = 'label-audit-run-';
/** Machine, process, the process's start, and something random. */
const NAMES = /^label-audit-run-(?<machine>[0-9a-f]{8})-(?<pid>\d+)-(?<start>\d+)-\w+$/;
const WEEK = 7 * 24 * 3600 * 1000;

/** Makes a folder of this process's own in the system's folder for temporary files; first removes those left behind. */
export async function createScratchFolder(): Promise<ScratchFolder> {
  await removeStaleScratchFolders();
  const name = `${PREFIX}${thisMachine()}-${process.pid}-${startOfProcess(process.pid)}-`;
  const folder = await mkdtemp(join(tmpdir(), name));
  return {
    folder,
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined),
  };
}

/**
 * Removes the scratch folders of processes that were killed. Those of other machines, and of processes that still run,
 * stay for a week. Never throws.
 */
export function removeStaleScratchFolders(): Promise<void> {
  return removeAbandoned(tmpdir(), { kind: 'folder', names: NAMES, after: WEEK });
}
