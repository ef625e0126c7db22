import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of work after which the event loop has its turn, so that a cancel is heard and progress is seen. */
const TURN = 40;

/** Lets long work in this process be stopped. */
export interface Pace {
  /** Whether it is time to call `rest`. */
  readonly due: () => boolean;
  /** @throws the signal's reason when it is aborted */
  readonly rest: () => Promise<void>;
}

export function createPace(signal?: AbortSignal): Pace {
  let since = performance.now();
  return {
    due: () => performance.now() - since > TURN,
    rest: async () => {
      signal?.throwIfAborted();
      await nextTurn();
      signal?.throwIfAborted();
      since = performance.now();
    },
  };
}
