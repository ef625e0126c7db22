import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { forkScript, saysOutOfMemory, sendOrKill, watchChild, type ChildEnd } from '../../processes/index.ts';
import type { CompareTask } from '../compare/compare-task.ts';
import type { EngineMessage, EngineRequest } from './engine-protocol.ts';
import type { ExportTask } from '../formats/export-task.ts';
import type { AuditOptions } from '../options/audit-options.ts';
import type { NextQueue } from '../report/next-pictures.ts';
import type { AuditProgress } from '../report/types.ts';

// The extension host loads this file when it starts, so it imports nothing that is heavy.

/** An audit in its own process failed; the message is for the user. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  /** The same audit would go on with the option `force`. */
  readonly canForce: boolean;
  constructor(message: string, { canForce = false, ...options }: ErrorOptions & { readonly canForce?: boolean } = {}) {
    super(message, options);
    this.canForce = canForce;
  }
}

export interface StartAuditHooks {
  /** The bundled engine, `dist/engine.mjs`. */
  readonly engineFile: string;
  /** Ends the audit and its processes within a second. */
  readonly signal?: AbortSignal;
  /** At most ten times a second. */
  readonly onProgress?: (progress: AuditProgress) => void;
  /** Details for the log. */
  readonly onLog?: (line: string) => void;
}

/** How long a cancelled audit may take to tidy up, in milliseconds; then it is killed. */
const CANCEL_GRACE = 700;
/** Below normal, yet not so low that an audit starves beside other work. */
const NICENESS = 5;

/** @throws EngineError where the engine's file is not there */
export function forkEngine(engineFile: string): ChildProcess {
  if (!existsSync(engineFile))
    throw new EngineError(`The audit engine is missing (${engineFile}). Reinstall Label Audit.`);
  return forkScript(engineFile);
}

/** The editor comes first: training, and the processes that it starts, take the time that is left. */
function giveWay({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, NICENESS);
  } catch {
    // It has ended already, or the system does not let us: it then trains as anybody.
  }
}

/**
 * Runs one audit in a process of its own, and waits for its end: when this settles, no process of it is left.
 * @param options see `defaultAuditOptions`; `out` may not be null
 * @returns where the report is
 * @throws EngineError with the engine's message, or one about its end where it crashed; the signal's reason where it is
 *   aborted
 */
export async function startAudit(
  options: AuditOptions,
  hooks: StartAuditHooks,
): Promise<{ readonly reportFile: string }> {
  if (options.out === null) throw new EngineError('An audit in its own process has to write its report: set out.');
  return fileOf(startTask({ type: 'audit', options }, hooks, 'audit'));
}

/** Compares in a process of its own, as `startAudit` audits; returns where `compare.json` is. */
export function startCompare(task: CompareTask, hooks: StartAuditHooks): Promise<{ readonly reportFile: string }> {
  return fileOf(startTask({ type: 'compare', task }, hooks, 'comparison'));
}

/** Writes a report file in a process of its own, as `startAudit` audits. */
export function startExport(task: ExportTask, hooks: StartAuditHooks): Promise<{ readonly reportFile: string }> {
  return fileOf(startTask({ type: 'export', task }, hooks, 'export'));
}

/** Lays the pictures of a data set's last audit out by their neighbours, as `startAudit` audits; returns where the layout is. */
export function startMap(root: string, hooks: StartAuditHooks): Promise<{ readonly reportFile: string }> {
  return fileOf(startTask({ type: 'map', root }, hooks, 'map'));
}

/** Chooses which pictures without a label to label next, as `startAudit` audits; nothing is written but features, to the cache folder. */
export async function startNext(options: AuditOptions, count: number, hooks: StartAuditHooks): Promise<NextQueue> {
  const result = await startTask({ type: 'next', options, count }, hooks, 'choice of pictures');
  if (result.type !== 'queue')
    throw new EngineError('The engine has answered another question. Reinstall Label Audit.');
  return result.queue;
}

/** How a task ends well. */
type TaskResult = Extract<EngineMessage, { readonly type: 'done' | 'queue' }>;

async function fileOf(task: Promise<TaskResult>): Promise<{ readonly reportFile: string }> {
  const result = await task;
  if (result.type !== 'done') throw new EngineError('The engine has answered another question. Reinstall Label Audit.');
  return { reportFile: result.reportFile };
}

async function startTask(
  request: EngineRequest,
  { engineFile, signal, onProgress, onLog }: StartAuditHooks,
  what: 'audit' | 'comparison' | 'export' | 'map' | 'choice of pictures',
): Promise<TaskResult> {
  signal?.throwIfAborted();
  const child = forkEngine(engineFile);
  giveWay(child);
  const result = watchChild<TaskResult>(child, {
    signal,
    cancel: () => {
      sendOrKill(child, { type: 'cancel' } satisfies EngineRequest);
    },
    grace: CANCEL_GRACE,
    onLine: (line) => {
      if (line !== '') onLog?.(line);
    },
    onMessage: (raw, settle) => {
      const message = raw as EngineMessage;
      if (message.type === 'progress') {
        if (signal?.aborted !== true) onProgress?.(message.progress);
      } else if (message.type === 'log') onLog?.(message.line);
      else if (message.type === 'done' || message.type === 'queue') settle(() => message);
      else if (message.type === 'failed') {
        settle(() => {
          throw new EngineError(message.message, { canForce: message.canForce });
        });
      }
    },
    onEnd: (end) => {
      throw crash(what, end);
    },
  });
  sendOrKill(child, request);
  return result;
}

function crash(what: string, { how, startError, lastWords }: ChildEnd): EngineError {
  if (startError !== undefined) return new EngineError(`The ${what} ${how}`, { cause: startError });
  const advice = saysOutOfMemory(lastWords)
    ? 'It ran out of memory: choose smaller images or fewer jobs.'
    : what === 'choice of pictures'
      ? 'Ask for it again; no label was changed.'
      : `Run the ${what} again; the last report is as it was.`;
  return new EngineError(`The ${what} stopped unexpectedly: its process ${how}. ${advice}`);
}
