import fc from 'fast-check';
import type { TrustContext, TrustRow } from './types.ts';

export interface Tries {
  /** The class of fault, as the table shows it. */
  readonly fault: string;
  readonly count: number;
  /** No further tries are begun after so many seconds. */
  readonly seconds?: number;
}

/** Bytes that a failed try says were lost. */
const lostIn = (error: unknown): number =>
  error instanceof Error && 'bytesLost' in error && typeof error.bytesLost === 'number' ? error.bytesLost : 0;

/**
 * Tries a property on generated cases. At the first that fails the smallest such case is looked for and logged; the row
 * then has one that did not survive.
 */
export async function tryCases<Case>(
  { seed, signal, log }: Pick<TrustContext, 'seed' | 'signal' | 'log'>,
  { fault, count, seconds }: Tries,
  cases: fc.Arbitrary<Case>,
  check: (one: Case) => void | Promise<void>,
): Promise<TrustRow> {
  let last: Promise<void> = Promise.resolve();
  const details = await fc.check(
    fc.asyncProperty(cases, async (one) => {
      signal.throwIfAborted();
      const work = Promise.resolve(check(one));
      last = work.catch(() => undefined);
      await work;
    }),
    {
      ...{ seed: seed | 0, numRuns: count, endOnFailure: false },
      ...(seconds === undefined ? {} : { interruptAfterTimeLimit: seconds * 1000, markInterruptAsFailure: false }),
    },
  );
  // A limit of time leaves the last try behind: what it has changed (whose rights this process has, say) must be over.
  await last;
  if (!details.failed) return { fault, tried: details.numRuns, survived: details.numRuns, bytesLost: 0 };
  const { counterexample, counterexamplePath, errorInstance: error, numRuns } = details;
  log(`${fault}: failed (seed ${details.seed}, path ${counterexamplePath ?? ''}, ${details.numShrinks} times smaller)`);
  log(cut(JSON.stringify(counterexample?.[0])));
  log(cut(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  return { fault, tried: numRuns, survived: numRuns - 1, bytesLost: lostIn(error) };
}

function cut(text: string, length = 4000): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
