import { setImmediate } from 'node:timers/promises';
import { newScratch, startPass, type PredProbs, type Steps } from '../core/index.ts';

/** So many probabilities are worked on before the clock is looked at: some ten milliseconds. */
const AT_ONCE = 2 ** 22;
/** To select among few rows at a time is slow, and most rows are skipped: a hundred or two. */
const SELECTED_AT_ONCE = 2 ** 27;
/** Milliseconds after which others get their turn. */
const TURN = 50;

/**
 * Drives steps over probabilities in memory, and every now and then lets others do their work, who may abort it.
 *
 * @throws what the steps throw; the signal's reason where it is aborted
 */
export async function inTurns<Result>(
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
      if (performance.now() - began > TURN) {
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
