import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultAuditOptions, type AuditOptions } from '../../../src/audit/options/audit-options.ts';
import { readReport } from '../../unit/audit/read-report.ts';
import { startAudit } from '../../../src/audit/engine/engine-client.ts';
import { type AuditProgress } from '../../../src/audit/report/types.ts';
import { makeImageFolder, type ImageFolder } from '../../harness/image-folder.ts';

/** A small data set with a finished audit, and what is needed to audit it again and see what that leaves behind. */
export interface Playground {
  readonly images: ImageFolder;
  /** Where the audits' processes put their temporary files. */
  readonly temporary: string;
  readonly cacheFolder: string;
  /** SHA-256 of the probabilities that an undisturbed audit gives. */
  readonly expected: string;
  /** How long an undisturbed audit trains, in milliseconds. */
  readonly trainingTime: number;
  options(more?: Partial<AuditOptions>): AuditOptions;
  audit(more: Partial<AuditOptions>, hooks?: AuditWatch): Promise<Ended>;
  /**
   * Throws where the audit left a process (for 2 s) or a temporary file behind; where it failed and the last good report is
   * not as it was; and where it came to its end with other probabilities than an undisturbed one.
   * @param writing whether it was stopped when it may have written its report: the old one or the new one is there, whole
   */
  checkState(ended: Ended, processes: readonly number[], writing?: boolean): Promise<void>;
  /** After a try that failed: ends and removes what it left, so that the next one is judged by itself. */
  reset(): Promise<void>;
}

export interface AuditWatch {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: AuditProgress) => void;
}

export interface Ended {
  /** Absent where the audit came to its end. */
  readonly error?: unknown;
  readonly log: readonly string[];
}

/** Short enough for many audits, long enough to be disturbed. */
const SMALL = { folds: 3, jobs: 2, epochs: 25, imageSize: 28, backend: 'wasm', trim: false } as const;

export async function openPlayground(folder: string, dist: string): Promise<Playground> {
  const temporary = join(folder, 'tmp');
  const cacheFolder = join(folder, 'cache');
  await mkdir(temporary, { recursive: true });
  // The processes that are started inherit it.
  process.env.TMPDIR = folder;
  const images = await makeImageFolder({ perClass: 6 });
  process.env.TMPDIR = temporary;
  const out = join(images.folder, '.label-audit');
  const options = (more: Partial<AuditOptions> = {}): AuditOptions => ({
    ...defaultAuditOptions(images.folder),
    ...SMALL,
    cacheFolder,
    workerFile: join(dist, 'training-worker.mjs'),
    ...more,
  });
  const audit: Playground['audit'] = async (more, hooks = {}) => {
    const log: string[] = [];
    try {
      await startAudit(options(more), {
        ...hooks,
        engineFile: join(dist, 'engine.mjs'),
        onLog: (line) => log.push(line),
      });
      return { log };
    } catch (error) {
      return { error, log };
    }
  };
  let began = 0;
  let ended = 0;
  const { error } = await audit(
    { cacheFolder },
    {
      onProgress: ({ stage }) => {
        if (stage === 'training') began ||= performance.now();
        else if (began > 0) ended ||= performance.now();
      },
    },
  );
  if (error !== undefined) throw error as Error;
  let report = await hashOf(join(out, 'report.json'));
  const expected = await hashOf(join(out, 'pred_probs.npy'));
  return {
    ...{ images, temporary, cacheFolder, expected, options, audit },
    async reset() {
      for (const pid of auditProcesses()) signalIfThere(pid, 'SIGKILL');
      await leftAfter(2000, auditProcesses());
      for (const name of await readdir(temporary)) await rm(join(temporary, name), { recursive: true, force: true });
      await rm(cacheFolder, { recursive: true, force: true });
      const again = await audit({ cacheFolder: null });
      if (again.error !== undefined) throw again.error as Error;
      report = await hashOf(join(out, 'report.json'));
    },
    trainingTime: ended - began,
    async checkState(state, processes, writing = false) {
      const left = await leftAfter(2000, processes);
      if (left.length > 0) throw new Error(`processes left after 2 s: ${left.map(commandOf).join('; ')}`);
      const files = await readdir(temporary);
      if (files.length > 0) throw new Error(`left in the folder for temporary files: ${files.join(', ')}`);
      const now = await hashOf(join(out, 'report.json'));
      if (state.error === undefined || writing) report = now;
      else if (now !== report) throw new ReportLost(out);
      await readReport(join(out, 'report.json'));
      if ((await hashOf(join(out, 'pred_probs.npy'))) !== expected) throw new ReportLost(out);
    },
  };
}

/** The last good report is not as it was. */
export class ReportLost extends Error {
  constructor(folder: string) {
    super(`the last report in ${folder} is not as it was`);
  }
}

export async function hashOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly ended: boolean;
}

function entryOf(pid: number): ProcessEntry | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, parent: Number(parent), ended: state === 'Z' || state === 'X' };
  } catch {
    return undefined;
  }
}

export function commandOf(pid: number): string {
  try {
    return `${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()}`;
  } catch {
    return String(pid);
  }
}

/** Processes that a process started, and those that they started, whose command line names the script. */
export function descendants(of: number, script: string): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => entryOf(Number(name)))
    .filter((entry): entry is ProcessEntry => entry?.ended === false);
  const below = new Set([of]);
  for (let size = 0; size < below.size;) {
    size = below.size;
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid);
  }
  below.delete(of);
  return [...below].filter((pid) => commandOf(pid).includes(script));
}

/** A process that was about to end when it was listed is gone by now, and needs no signal. */
export function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** All processes of audits below this one. */
export function auditProcesses(of = process.pid): number[] {
  return [...descendants(of, 'engine.mjs'), ...descendants(of, 'worker'), ...descendants(of, 'cli.mjs')];
}

/** Those that are still there after so many milliseconds; returns as soon as there is none. */
export async function leftAfter(milliseconds: number, pids: readonly number[]): Promise<number[]> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const left = pids.filter((pid) => entryOf(pid)?.ended === false);
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(20);
  }
}
