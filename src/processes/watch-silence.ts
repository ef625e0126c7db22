import { readFile } from 'node:fs/promises';

/** When a process that says nothing is taken to hang. */
export interface SilenceLimits {
  /** Milliseconds between two looks. */
  readonly every: number;
  /** Looks in a row without a word or any processor time: it waits for what never comes. Only Linux tells of that time. */
  readonly idleLooks: number;
  /** Looks in a row without a word, whatever it does. */
  readonly looks: number;
}

/** Two minutes, or half an hour. Looks are counted, not time: a machine that slept was not there to look. */
const LIMITS: SilenceLimits = { every: 10_000, idleLooks: 12, looks: 180 };

export interface SilenceWatch {
  /** To be told of each word of the process. */
  readonly heard: () => void;
  readonly end: () => void;
}

/**
 * Watches a process that should be at work. One that hangs (in a lock of the engine's own, say) never ends by itself, and
 * who waits for it waits for ever.
 *
 * @param mustAnswer whether it has work at the moment
 * @param onSilent told once, in words that follow the process's name
 */
export function watchSilence(
  pid: number,
  mustAnswer: () => boolean,
  onSilent: (how: string) => void,
  { every, idleLooks, looks }: SilenceLimits = LIMITS,
): SilenceWatch {
  let silent = 0;
  let idle = 0;
  let before: number | undefined;
  const reset = (): void => {
    silent = 0;
    idle = 0;
  };
  const look = async (): Promise<void> => {
    if (!mustAnswer()) {
      reset();
      return;
    }
    const now = await processorTime(pid);
    silent++;
    idle = now !== undefined && now === before ? idle + 1 : 0;
    before = now;
    if (idle < idleLooks && silent < looks) return;
    clearInterval(timer);
    const minutes = (count: number): string => `${Math.max(1, Math.round((count * every) / 60_000))} min`;
    onSilent(
      idle >= idleLooks
        ? `hung: it had work, but used no processor time for ${minutes(idle)}, and was ended`
        : `hung: it did not answer for ${minutes(silent)}, and was ended`,
    );
  };
  const timer = setInterval(() => void look(), every);
  // What waits for the process keeps this one alive; the watch need not.
  timer.unref();
  return {
    heard: reset,
    end: () => {
      clearInterval(timer);
    },
  };
}

/** What a process has used of the processor, in ticks; undefined where the system does not tell. */
async function processorTime(pid: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
    // Its name, in brackets, may hold anything; utime and stime are the 12th and 13th of what follows (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return undefined;
  }
}
