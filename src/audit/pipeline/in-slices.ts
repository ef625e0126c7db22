import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds after which the event loop runs, so that a cancel takes effect. */
const SLICE = 40;

export interface SliceHooks {
  readonly signal?: AbortSignal;
  /** Told what the steps yield: the share that is done, in [0, 1]. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Does steps to their end, and lets the event loop run in between.
 *
 * @throws the signal's reason where it is aborted
 */
export async function inSlices<Result>(
  steps: Generator<number, Result>,
  { signal, onProgress }: SliceHooks,
): Promise<Result> {
  onProgress?.(0);
  signal?.throwIfAborted();
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - since < SLICE) continue;
    onProgress?.(step.value);
    await nextTurn();
    signal?.throwIfAborted();
    since = performance.now();
  }
}
