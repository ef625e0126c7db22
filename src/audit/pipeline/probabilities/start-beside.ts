import { linkAbort } from '../../../processes/index.ts';
import { stageClock, type StageClock } from '../stage-clock.ts';
import type { AuditHooks } from '../../report/types.ts';

/** Work that goes on beside other work, and says nothing meanwhile. */
export interface Beside<T> {
  /** Waits for what is left of it, as a stage of training that is told of. */
  readonly rest: (clock: StageClock) => Promise<T>;
  /** Ends it; settles once it has ended. */
  readonly stop: (reason: unknown) => Promise<void>;
}

/**
 * Starts work at once, beside what the caller does next. Its failure is told by `rest` alone: which of two failures is
 * shown does not depend on which came first.
 *
 * @param jobs how many processes the user wants at once; of one, the work begins when it is waited for
 * @param work is given a clock that says nothing until the rest is waited for, and hooks whose signal `stop` aborts
 */
export function startBeside<T>(
  hooks: AuditHooks,
  jobs: number | undefined,
  work: (clock: StageClock, hooks: AuditHooks) => Promise<T>,
): Beside<T> {
  const link = linkAbort(hooks.signal);
  let tell: AuditHooks['onProgress'];
  const own: AuditHooks = {
    ...hooks,
    signal: link.signal,
    onProgress: (progress) => tell?.(progress),
  };
  const start = (): Promise<T> => work(stageClock(own), own);
  const begun = jobs === 1 ? undefined : start();
  // A caller that does not wait for the rest has stopped the work: its failure is not told.
  begun?.catch(() => undefined);
  return {
    rest: (clock) =>
      clock
        .run('training', (report) => {
          tell = ({ training, share }) => {
            if (training !== undefined) report({ share, training });
          };
          return begun ?? start();
        })
        .finally(() => {
          link.unlink();
        }),
    stop: async (reason) => {
      link.abort(reason);
      await begun?.catch(() => undefined);
      link.unlink();
    },
  };
}
