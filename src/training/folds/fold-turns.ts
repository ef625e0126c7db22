import { freemem } from 'node:os';
import { linkAbort } from '../../processes/index.ts';
import type { FoldOutcome } from './fold-outcome.ts';
import { startFold, type FoldProcess } from './fold-process.ts';
import { nextFold, type FoldState } from './fold-scheduler.ts';
import type { ProgressMeter } from './progress-meter.ts';
import type { FoldRequest } from './worker-protocol.ts';

/** A training that is to be done, or that was done before. */
export interface TurnTask {
  readonly request: FoldRequest;
  /** What messages call it, e.g. `fold 1`. */
  readonly name: string;
  readonly finished?: FoldOutcome;
}

export interface TurnOptions {
  readonly workerFile: string;
  /** How many work at once. */
  readonly jobs: number;
  /** The user chose `jobs`: so many work at once, whatever memory there is. */
  readonly jobsGiven: boolean;
  /** Of each training, at most. */
  readonly epochs: number;
  readonly signal?: AbortSignal;
  readonly meter: ProgressMeter;
}

/** Bytes that a process is thought to take until one has told, and bytes that are left to the rest of the system. */
const USUAL_MEMORY = 300 * 1024 ** 2;
const SPARE_MEMORY = 256 * 1024 ** 2;
/** How many times as long as a forward pass a training step takes, about. */
const STEP_COST = 3.3;

/**
 * Lets trainings work in turns until all are finished. The first failure or the signal kills every process.
 *
 * @param onFinished told of each that finishes now; waited for before the whole ends
 * @returns their outcomes, in order, once no process is left
 * @throws the first failure; the signal's reason
 */
export async function trainInTurns(
  tasks: readonly TurnTask[],
  { workerFile, jobs, jobsGiven, epochs, signal, meter }: TurnOptions,
  onFinished: (index: number, outcome: FoldOutcome) => Promise<void>,
): Promise<FoldOutcome[]> {
  signal?.throwIfAborted();
  const stop = linkAbort(signal);

  const states = tasks.map(({ finished }): FoldState => {
    const done = finished !== undefined;
    return { share: done ? 1 : 0, alive: false, running: false, finished: done };
  });
  const outcomes = tasks.map(({ finished }) => finished);
  const processes: (FoldProcess | undefined)[] = [];
  const ends: Promise<void>[] = [];
  const memory = new Map<number, number>();
  const epochsDone = tasks.map(() => 0);
  let failure: { readonly error: unknown } | undefined;

  const mayStart = (): boolean => {
    const alive = states.filter((state) => state.alive).length;
    if (alive === 0 || (jobsGiven && alive < jobs)) return true;
    const each = Math.max(USUAL_MEMORY, ...memory.values());
    // Those that were just started have yet to take theirs.
    return availableMemory() - (alive - memory.size) * each > each + SPARE_MEMORY;
  };

  const start = async (i: number): Promise<void> => {
    const { request, name } = tasks[i];
    const { train, test, settings } = request;
    const perEpoch = Math.max(1, Math.round(train.length / settings.batchSize));
    const judging = ((settings.testTimeViews + 1) * test.length) / (STEP_COST * Math.max(1, train.length));
    const progress = (steps: number): void => {
      const worked = epochsDone[i] + Math.min(1, steps / perEpoch) * (epochsDone[i] < epochs ? 1 : judging);
      states[i].share = Math.min(1, worked / (epochs + judging));
    };
    try {
      processes[i] = startFold(workerFile, request, name, {
        signal: stop.signal,
        onEpoch: (history) => {
          epochsDone[i]++;
          progress(0);
          meter.epochDone(i, history);
        },
        onTurn: (steps, taken) => {
          memory.set(i, taken);
          meter.beat();
          progress(steps);
          states[i].running = false;
          next();
        },
      });
      const outcome = await processes[i].outcome;
      outcomes[i] = outcome;
      meter.finished(i);
      await onFinished(i, outcome);
    } catch (error) {
      failure ??= { error };
      stop.abort(error);
    } finally {
      memory.delete(i);
      Object.assign(states[i], { alive: false, running: false, finished: true });
      next();
    }
  };

  /** Gives out the turns that are free. */
  const next = (): void => {
    while (failure === undefined && states.filter(({ running }) => running).length < jobs) {
      const i = nextFold(states, jobs, mayStart());
      if (i === undefined) return;
      states[i].running = true;
      if (states[i].alive) processes[i]?.go();
      else {
        states[i].alive = true;
        ends.push(start(i));
      }
    }
  };

  try {
    next();
    // One that ends may start another.
    for (let i = 0; i < ends.length; i++) await ends[i];
  } finally {
    stop.unlink();
  }
  if (failure !== undefined) throw failure.error;
  return outcomes.map((outcome) => outcome!);
}

/** Bytes that are free without swapping; in a container, of its share. */
function availableMemory(): number {
  const { availableMemory: available } = process as { availableMemory?: () => number };
  return available?.call(process) ?? freemem();
}
