import { appendFile, mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { runFolder } from '../run-folder.ts';
import { isFinal } from './is-final.ts';
import { NotYetError } from './not-yet-error.ts';

/** What a task says of itself, a line of `events/TASK.jsonl` each. */
type TaskEvent =
  /** An attempt begins. `job`: what the engine calls it. */
  | { readonly type: 'started'; readonly host: string; readonly pid: number; readonly job?: string }
  | { readonly type: 'progress'; readonly share: number; readonly words?: string }
  | { readonly type: 'done'; readonly seconds: number }
  /** It ended at once, since what it needs is not there yet. */
  | { readonly type: 'early'; readonly message: string }
  /** `final`: it would fail again, so that no engine should try. */
  | { readonly type: 'failed'; readonly message: string; readonly final: boolean }
  | { readonly type: 'terminated' };

/** Milliseconds between events of progress. */
const EVERY = 2000;

/** Writes progress now and then; never fails, since it does not matter. */
export type TellProgress = (share: number, words?: string) => void;

/**
 * Does the work of a task of a run, or of its merge, and says in its events how far it is and how it ended.
 *
 * @throws what the work throws
 */
export async function withEvents<Result>(
  run: string,
  task: number,
  signal: AbortSignal | undefined,
  work: (progress: TellProgress) => Promise<Result>,
): Promise<Result> {
  const events = await openEvents(run, task);
  const begun = performance.now();
  try {
    const result = await work(events.progress);
    await events.write({ type: 'done', seconds: secondsSince(begun) });
    return result;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (signal?.aborted === true) await events.write({ type: 'terminated' });
    else if (error instanceof NotYetError) await events.write({ type: 'early', message });
    else await events.write({ type: 'failed', message, final: isFinal(error) });
    throw error;
  }
}

/** Seconds with three decimals. @param begun by `performance.now()` */
export function secondsSince(begun: number): number {
  return Math.round(performance.now() - begun) / 1000;
}

/** An attempt's events; its beginning is in the file. */
interface EventLog {
  /** Writes an event; resolves when it is in the file. */
  readonly write: (event: TaskEvent) => Promise<void>;
  readonly progress: TellProgress;
}

async function openEvents(run: string, task: number): Promise<EventLog> {
  const folder = runFolder(run);
  await mkdir(folder.events, { recursive: true });
  const file = folder.eventsFile(task);
  // One after the other, or lines could change places.
  let last: Promise<void> = Promise.resolve();
  const write = (event: TaskEvent): Promise<void> => {
    const line = `${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`;
    const written = last.then(() => appendFile(file, line));
    last = written.catch(() => undefined);
    return written;
  };
  await write({ type: 'started', host: hostname(), pid: process.pid, job: engineJob() });
  let told = performance.now();
  return {
    write,
    progress: (share, words) => {
      if (performance.now() - told < EVERY) return;
      told = performance.now();
      void write({ type: 'progress', share: Math.round(share * 1000) / 1000, words }).catch(() => undefined);
    },
  };
}

/** What the engine calls the job that we are. */
function engineJob(): string | undefined {
  const {
    SLURM_ARRAY_JOB_ID: slurm,
    AWS_BATCH_JOB_ID: batch,
    HOSTNAME: pod,
    JOB_COMPLETION_INDEX: index,
  } = process.env;
  return slurm ?? batch ?? (index === undefined ? undefined : pod);
}
