import { join } from 'node:path';
import { FileWriteError } from '../dataset/index.ts';
import { TrainingError, WorkerCrashError } from '../training/index.ts';
import type { EngineMessage, EngineRequest } from './engine-protocol.ts';
import { isInputError } from './input-errors.ts';
import { runAudit } from './run-audit.ts';
import { createThumbnailQueue } from './thumbnail-queue.ts';
import type { AuditOptions, AuditProgress } from './types.ts';

// The process that works for the extension host: it gets EngineRequests and answers with EngineMessages. One that audits
// ends with its audit. Either ends when its parent is gone, and with it the processes of its folds.

/** At most ten messages a second. */
const PROGRESS_EVERY = 100;
/** How long an audit may take to tidy up once nobody waits for it, in milliseconds. */
const LEAVE_WITHIN = 1000;
/** So many problems of a data set are written to the log one by one. */
const PROBLEMS_LOGGED = 200;

const stop = new AbortController();

function send(message: EngineMessage): Promise<void> {
  return new Promise((resolve) => {
    // Where the parent is gone, `disconnect` says so; there is nobody to tell about a message that got lost.
    if (!process.connected) resolve();
    else
      process.send!(message, undefined, undefined, () => {
        resolve();
      });
  });
}

/** Tells of progress at most every PROGRESS_EVERY milliseconds; the latest is never lost. */
function progressSender(): { readonly update: (progress: AuditProgress) => void; readonly flush: () => void } {
  let latest: AuditProgress | undefined;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (latest === undefined) return;
    void send({ type: 'progress', progress: latest });
    latest = undefined;
    timer = setTimeout(() => {
      timer = undefined;
      flush();
    }, PROGRESS_EVERY);
  };
  return {
    update: (progress) => {
      latest = progress;
      if (timer === undefined) flush();
    },
    flush,
  };
}

async function audit(options: AuditOptions): Promise<void> {
  const progress = progressSender();
  const log = (line: string): void => void send({ type: 'log', line });
  try {
    const { report, out } = await runAudit(options, {
      signal: stop.signal,
      onProgress: progress.update,
      onProblems: (problems) => {
        for (const { message } of problems.slice(0, PROBLEMS_LOGGED)) log(message);
        if (problems.length > PROBLEMS_LOGGED)
          log(`and ${problems.length - PROBLEMS_LOGGED} more problems, all in report.json`);
      },
    });
    progress.flush();
    for (const warning of report.warnings) log(warning);
    const { backend, jobs } = report.environment;
    const seconds = Object.entries(report.timings).map(([stage, time]) => `${stage} ${time.toFixed(1)} s`);
    log(`Backend ${backend}${jobs === undefined ? '' : `, ${jobs} folds at once`}; ${seconds.join(', ')}`);
    log(`${report.issues.length} issues in ${report.dataset.audited} pictures`);
    await send({ type: 'done', reportFile: join(out!, 'report.json') });
  } catch (error) {
    if (!stop.signal.aborted) await send({ type: 'failed', message: failure(error, log) });
  }
}

/** The message for the user; where the fault is ours, the details go to the log. */
function failure(error: unknown, log: (line: string) => void): string {
  const message = error instanceof Error ? error.message : String(error);
  const known = [TrainingError, WorkerCrashError, FileWriteError].some((kind) => error instanceof kind);
  if (known || isInputError(error)) return message;
  if (error instanceof Error && error.stack !== undefined) log(error.stack);
  return `The audit failed: ${message}. Its details are in the log; please report it.`;
}

function leave(): void {
  stop.abort(new Error('The parent process is gone.'));
  setTimeout(() => process.exit(0), LEAVE_WITHIN);
}

let auditing: Promise<void> | undefined;
const thumbnails = createThumbnailQueue((id, path, file) => void send({ type: 'thumbnail', id, path, file }));

process.on('disconnect', () => {
  if (auditing === undefined) process.exit(0);
  leave();
});
process.on('message', (raw) => {
  const request = raw as EngineRequest;
  if (request.type === 'cancel') stop.abort(new Error('The audit was cancelled.'));
  else if (request.type === 'thumbnails') thumbnails.add(request);
  else auditing ??= audit(request.options).finally(() => process.exit(0));
});
