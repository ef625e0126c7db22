import { setImmediate } from 'node:timers/promises';
import { newScratch, startPass, type PredProbs, type Steps } from '../core/index.ts';

/** How many probabilities are processed before the clock is checked: some ten milliseconds. */
const AT_ONCE = 2 ** 22;
/** The same for passes that select, which skip most rows and are slow with few at a time: a hundred milliseconds or two. */
const SELECTED_AT_ONCE = 2 ** 27;
/** Milliseconds after which other work of this thread gets its turn. */
const SLICE = 50;

/**
 * Drives steps over probabilities in memory. Now and then other work of this thread gets its turn, and may abort them.
 *
 * @throws what the steps throw; the signal's reason where it is aborted
 */
export async function inTimeSlices<Result>(
  { data, n, k }: PredProbs,
  steps: Steps<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const scratch = newScratch();
  let began = performance.now();
  let step = steps.next();
  while (step.done !== true) {
    const run = startPass(step.value, k, scratch);
    const atOnce = step.value.kind === 'select' ? SELECTED_AT_ONCE : AT_ONCE;
    const most = Math.max(1, Math.floor(atOnce / k));
    for (let start = 0; start < n; start += most) {
      if (performance.now() - began > SLICE) {
        await setImmediate();
        signal?.throwIfAborted();
        began = performance.now();
      }
      const rows = Math.min(most, n - start);
      run.consume({ data: data.subarray(start * k, (start + rows) * k), start, n: rows, k });
    }
    step = steps.next(run.finish());
  }
  return step.value;
}
