import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import type { CompareTask } from '../compare/compare-task.ts';
import type { EngineMessage, EngineRequest } from './engine-protocol.ts';
import type { ExportTask } from '../formats/export-task.ts';
import type { AuditOptions, AuditProgress } from '../report/types.ts';

// The extension host loads this file when it starts, so it imports nothing that is heavy.

/** An audit in its own process came to nothing; the message is for the user. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

export interface StartAuditHooks {
  /** The bundled engine, `dist/engine.mjs`. */
  readonly engineFile: string;
  /** Ends the audit and its processes within a second. */
  readonly signal?: AbortSignal;
  /** At most ten times a second. */
  readonly onProgress?: (progress: AuditProgress) => void;
  /** Details for whoever wants to read them. */
  readonly onLog?: (line: string) => void;
}

/** How long a cancelled audit may take to tidy up, in milliseconds; then it is killed. */
const CANCEL_GRACE = 700;
/** Below normal, yet not so low that an audit starves beside other work. */
const NICENESS = 5;
/** How much of a dying process's last words is kept. */
const LAST_WORDS = 20_000;

/** Starts the engine's process. In VS Code the executable is Electron, which has to be told to be Node. */
export function forkEngine(engineFile: string): ChildProcess {
  if (!existsSync(engineFile))
    throw new EngineError(`The audit engine is missing (${engineFile}). Reinstall Label Audit.`);
  return fork(engineFile, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
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
  return startTask({ type: 'audit', options }, hooks, 'audit');
}

/** Compares in a process of its own, as `startAudit` audits; returns where `compare.json` is. */
export function startCompare(task: CompareTask, hooks: StartAuditHooks): Promise<{ readonly reportFile: string }> {
  return startTask({ type: 'compare', task }, hooks, 'comparison');
}

/** Writes a report file in a process of its own, as `startAudit` audits. */
export function startExport(task: ExportTask, hooks: StartAuditHooks): Promise<{ readonly reportFile: string }> {
  return startTask({ type: 'export', task }, hooks, 'export');
}

function startTask(
  request: EngineRequest,
  { engineFile, signal, onProgress, onLog }: StartAuditHooks,
  what: 'audit' | 'comparison' | 'export',
): Promise<{ readonly reportFile: string }> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = forkEngine(engineFile);
    giveWay(child);
    let settle: (() => void) | undefined;
    let lastWords = '';
    let deadline: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      settle = () => {
        reject(signal!.reason as Error);
      };
      // The engine may be gone already; that it is not listening is no news then.
      child.send({ type: 'cancel' } satisfies EngineRequest, () => undefined);
      deadline ??= setTimeout(() => child.kill('SIGKILL'), CANCEL_GRACE);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    child.stderr?.on('data', (chunk: Buffer) => {
      const text = chunk.toString();
      lastWords = (lastWords + text).slice(-LAST_WORDS);
      for (const line of text.split('\n')) if (line.trim() !== '') onLog?.(line.trimEnd());
    });
    child.on('message', (raw) => {
      const message = raw as EngineMessage;
      if (message.type === 'progress') {
        if (signal?.aborted !== true) onProgress?.(message.progress);
      } else if (message.type === 'log') onLog?.(message.line);
      else if (message.type === 'done') {
        settle ??= () => {
          resolve({ reportFile: message.reportFile });
        };
      } else if (message.type === 'failed') {
        settle ??= () => {
          reject(new EngineError(message.message));
        };
      }
    });
    child.on('error', (error) => {
      settle ??= () => {
        reject(new EngineError(`The ${what} could not be started: ${error.message}`, { cause: error }));
      };
      // Where it was never started, it never closes either.
      if (child.pid === undefined) finish();
    });
    const finish = (): void => {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', cancel);
      settle?.();
    };
    child.on('close', (code, killedBy) => {
      settle ??= () => {
        reject(crash(what, code, killedBy, lastWords));
      };
      finish();
    });
    child.send(request, (error) => {
      if (error !== null) child.kill('SIGKILL');
    });
  });
}

function crash(what: string, code: number | null, killedBy: NodeJS.Signals | null, lastWords: string): EngineError {
  const how = killedBy === null ? `ended with code ${code ?? 'unknown'}` : `was killed (${killedBy})`;
  const memory = /out of memory|allocation failed|malloc failure|bad_alloc|uv_thread_create/i.test(lastWords);
  const advice = memory
    ? 'It ran out of memory: choose smaller images or fewer jobs.'
    : `Run the ${what} again; the last report is as it was.`;
  return new EngineError(`The ${what} stopped unexpectedly: its process ${how}. ${advice}`);
}
