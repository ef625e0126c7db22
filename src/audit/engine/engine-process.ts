import { join } from 'node:path';
import { FileWriteError } from '../../files/index.ts';
import { pictureFacts } from '../../pictures/index.ts';
import { sendToParent } from '../../processes/index.ts';
import { TrainingError, WorkerCrashError } from '../../training/index.ts';
import { compareTask, type CompareTask } from '../compare/compare-task.ts';
import type { EngineMessage, EngineRequest } from './engine-protocol.ts';
import { exportReport } from '../formats/export-report.ts';
import { formatComparison } from '../formats/format-comparison.ts';
import { isInputError } from '../input-errors.ts';
import { OrderError } from '../order/order-error.ts';
import { layOutMap } from '../pipeline/lay-out-map.ts';
import { queueNext } from '../pipeline/next/queue-next.ts';
import { runAudit } from '../pipeline/run-audit.ts';
import { createThumbnailQueue } from './thumbnail-queue.ts';
import type { AuditHooks, AuditProgress } from '../report/types.ts';
import type { AuditOptions } from '../options/audit-options.ts';
import { backendWords } from '../wording/backend-words.ts';

// The process that works for the extension host: it gets EngineRequests and answers with EngineMessages. One that audits,
// compares or exports ends with that. Either ends when its parent is gone, and with it the processes of its folds.

/** At most ten messages a second. */
const PROGRESS_EVERY = 100;
/** How long an audit may take to tidy up once its parent is gone, in milliseconds. */
const LEAVE_WITHIN = 1000;
/** How many problems of a data set are written to the log one by one. */
const PROBLEMS_LOGGED = 200;

const stop = new AbortController();

const send = (message: EngineMessage): Promise<void> => sendToParent(message);

/** Reports progress at most every PROGRESS_EVERY milliseconds; the latest is never lost. */
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

type Log = (line: string) => void;

/** How a task ends well. */
type Result = Extract<EngineMessage, { readonly type: 'done' | 'queue' }>;

/** Does one task: reports its progress, and at the end its result or what went wrong. */
async function perform(work: (hooks: AuditHooks, log: Log) => Promise<Result>): Promise<void> {
  const progress = progressSender();
  const log: Log = (line) => void send({ type: 'log', line });
  const hooks: AuditHooks = {
    signal: stop.signal,
    onProgress: progress.update,
    onNote: log,
    onProblems: (problems) => {
      for (const { message } of problems.slice(0, PROBLEMS_LOGGED)) log(message);
      if (problems.length > PROBLEMS_LOGGED)
        log(`and ${problems.length - PROBLEMS_LOGGED} more problems, all in report.json`);
    },
  };
  try {
    const result = await work(hooks, log);
    progress.flush();
    await send(result);
  } catch (error) {
    if (stop.signal.aborted) return;
    if (error instanceof OrderError) {
      log(error.message);
      await send({ type: 'failed', message: error.found, canForce: true });
    } else await send({ type: 'failed', message: failure(error, log) });
  }
}

async function audit(options: AuditOptions, hooks: AuditHooks, log: Log): Promise<string> {
  const { report, out } = await runAudit(options, hooks);
  for (const warning of report.warnings) log(warning);
  const { environment } = report;
  const { jobs } = environment;
  const seconds = Object.entries(report.timings).map(([stage, time]) => `${stage} ${time.toFixed(1)} s`);
  log(
    `B${backendWords(environment).slice(1)}${jobs === undefined ? '' : `, ${jobs} folds at once`}; ${seconds.join(', ')}`,
  );
  log(`${report.issues.length} issues in ${report.dataset.audited} pictures`);
  return join(out!, 'report.json');
}

/** Does a task that writes a file; returns the file. */
function writeFileOf(
  request: Extract<EngineRequest, { readonly type: 'audit' | 'compare' | 'export' | 'map' }>,
  hooks: AuditHooks,
  log: Log,
): Promise<string> {
  if (request.type === 'compare') return compare(request.task, hooks, log);
  if (request.type === 'export') return exportReport(request.task);
  if (request.type === 'map') return layOutMap(request.root, hooks);
  return audit(request.options, hooks, log);
}

async function compare(task: CompareTask, hooks: AuditHooks, log: Log): Promise<string> {
  const { file, comparison } = await compareTask(task, hooks);
  for (const line of formatComparison(comparison).split('\n')) log(line);
  return file;
}

/** The message for the user; where the fault is ours, the details go to the log. */
function failure(error: unknown, log: (line: string) => void): string {
  const message = error instanceof Error ? error.message : String(error);
  const known = [TrainingError, WorkerCrashError, FileWriteError].some((kind) => error instanceof kind);
  if (known || isInputError(error)) return message;
  if (error instanceof Error && error.stack !== undefined) log(error.stack);
  return `It failed: ${message}. Its details are in the log; please report it.`;
}

function leave(): void {
  stop.abort(new Error('The parent process is gone.'));
  setTimeout(() => process.exit(0), LEAVE_WITHIN);
}

let working: Promise<void> | undefined;
const thumbnails = createThumbnailQueue((id, path, file) => void send({ type: 'thumbnail', id, path, file }));

async function tellFacts({ id, root, path }: Extract<EngineRequest, { type: 'facts' }>): Promise<void> {
  const facts = await pictureFacts(root, path).catch(() => null);
  await send({ type: 'facts', id, facts });
}

process.on('disconnect', () => {
  if (working === undefined) process.exit(0);
  leave();
});
process.on('message', (raw) => {
  const request = raw as EngineRequest;
  if (request.type === 'cancel') stop.abort(new Error('It was cancelled.'));
  else if (request.type === 'thumbnails') thumbnails.add(request);
  else if (request.type === 'facts') void tellFacts(request);
  else {
    working ??= perform(async (hooks, log) => {
      if (request.type === 'next')
        return { type: 'queue', queue: await queueNext(request.options, request.count, hooks) };
      return { type: 'done', reportFile: await writeFileOf(request, hooks, log) };
    }).finally(() => process.exit(0));
  }
});
