/**
 * The work's result, or the signal's reason as soon as it is aborted, even where the work ends at the same moment. The work
 * itself is not stopped: its result, or its failure, is then ignored.
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}

/** An abort signal that has two causes: the signal it was linked to, and `abort`. */
export interface LinkedAbort {
  readonly signal: AbortSignal;
  readonly abort: (reason: unknown) => void;
  /** Ends the link, so that the other signal does not hold on to this one. */
  readonly unlink: () => void;
}

/** Links a signal to a new one, which can also be aborted on its own. (`AbortSignal.any` needs Node 20.3.) */
export function linkAbort(signal: AbortSignal | undefined): LinkedAbort {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort(signal?.reason);
  };
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted === true) abort();
  return {
    signal: controller.signal,
    abort: (reason) => {
      controller.abort(reason);
    },
    unlink: () => {
      signal?.removeEventListener('abort', abort);
    },
  };
}
