import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work was given up because what it was done for has changed. */
export class Superseded extends Error {}

/** Milliseconds of work after which others get a turn. */
const SLICE = 12;

/**
 * For long work on the extension host's one thread: call the function often, and it lets others work whenever a slice of
 * time is used up.
 *
 * @param isCurrent asked after each pause; where it says no the work is given up with `Superseded`.
 */
export function createTimeSlices(isCurrent: () => boolean): () => Promise<void> {
  let started = performance.now();
  return async () => {
    if (performance.now() - started < SLICE) return;
    await nextTurn();
    if (!isCurrent()) throw new Superseded();
    started = performance.now();
  };
}
