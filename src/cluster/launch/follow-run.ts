import { setTimeout as sleep } from 'node:timers/promises';
import { runStatus, type RunStatus } from './run-status.ts';

export interface FollowOptions {
  /** Ends the following alone: what runs and waits on the cluster goes on. */
  readonly signal?: AbortSignal;
  /** Told of the first state, and of each that differs from the one before. */
  readonly onStatus?: (status: RunStatus) => void;
  /** Seconds between the first looks; default 2. */
  readonly every?: number;
  /** Seconds for which a run must seem to have come to nothing before that is believed; default 10. */
  readonly doubt?: number;
}

/** Looks become rarer while the run goes on: a queue is shared with others. In seconds. */
const RAREST = 15;
const RARER = 1.2;

/**
 * Follows a run until its report is made, or it has come to nothing. With Kubernetes each look lets the next step begin when
 * the one before is complete.
 *
 * A run is not taken for failed or cancelled at the first look: a shared folder may show results later than the queue knows
 * of their end, and an engine may be about to start a task again. Nor is it while its engine does not answer.
 *
 * @returns the last state: `done`, `failed` or `cancelled`
 * @throws PlanError where there is no plan, or it is damaged; the signal's reason
 */
export async function followRun(
  run: string,
  { signal, onStatus, every = 2, doubt = 10 }: FollowOptions = {},
): Promise<RunStatus> {
  let told = '';
  let pause = every;
  let doubtedSince: number | undefined;
  for (;;) {
    const status = await runStatus(run, signal);
    const text = JSON.stringify(status);
    if (text !== told) onStatus?.(status);
    told = text;
    if (status.state === 'done') return status;
    const isOver = (status.state === 'failed' || status.state === 'cancelled') && status.unreachable === undefined;
    doubtedSince = isOver ? (doubtedSince ?? performance.now()) : undefined;
    if (doubtedSince !== undefined && performance.now() - doubtedSince >= 1000 * doubt) return status;
    // What may be the end is looked at soon again.
    const wait = isOver ? Math.min(every, doubt) : pause;
    pause = Math.min(RAREST, pause * RARER);
    await sleep(1000 * wait, undefined, { signal }).catch(() => undefined);
    signal?.throwIfAborted();
  }
}
