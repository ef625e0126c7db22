import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { defaultCacheFolder, fileFailure, InputError } from '../../../files/index.ts';
import { loadSharp } from '../../../pictures/index.ts';
import { bundledFile, startThread, untilAborted } from '../../../processes/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import { MADE, UNUSABLE } from './look-at-file.ts';
import { looksFile, readLooks, writeLooks } from './looks-cache.ts';
import { contentOf, ENTRY_BYTES, entryAt, indexEntries, recordAt } from './looks-entries.ts';
import { decodeLooks } from './looks-record.ts';
import type { LooksAnswer, LooksRequest, LooksWorkerData } from './looks-worker.ts';
import type { MeasuredPicture } from './measured-picture.ts';

export interface MeasureAllOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Default: the user's. `null` keeps nothing. */
  readonly cacheFolder?: AuditOptions['cacheFolder'];
}

/** Pictures that a thread is given at once. */
const BATCH = 16;

/** A thread that ended before its work was done. */
export class LooksThreadError extends Error {
  override readonly name = 'LooksThreadError';
}

/**
 * Measures pictures of a data set, on as many threads as there are cores. What was measured of the same content before comes
 * from the cache.
 *
 * @param root absolute path of its root
 * @param paths POSIX paths relative to it, each once
 * @returns by path; what can't be used is not there
 * @throws InputError when the root is gone or the decoder is not installed; LooksThreadError; the signal's reason as soon as
 *   it is aborted
 */
export async function measureAll(
  root: string,
  paths: readonly string[],
  { signal, onProgress, cacheFolder = defaultCacheFolder() }: MeasureAllOptions,
): Promise<ReadonlyMap<string, MeasuredPicture>> {
  signal?.throwIfAborted();
  const folder = await realpath(root).catch((error: unknown) => {
    throw new InputError(`${root}: ${fileFailure(error)}`, { cause: error });
  });
  const { versions } = await loadSharp();
  const cacheFile = cacheFolder === null ? undefined : looksFile(cacheFolder, folder, `sharp ${versions.sharp}`);
  const script = bundledFile('looks-worker.mjs');
  if (!existsSync(script)) throw new LooksThreadError(`${script} is missing. Reinstall label-audit.`);
  const count = Math.max(1, Math.min(availableParallelism(), Math.ceil(paths.length / BATCH)));
  const known = cacheFile === undefined ? indexEntries(new Uint8Array(0)) : readLooks(cacheFile);
  // What is not written to takes no memory.
  const made = new Uint8Array(new SharedArrayBuffer(paths.length * ENTRY_BYTES));
  const share: LooksWorkerData = { root: folder, known, made };
  const threads = Array.from({ length: count }, () =>
    startThread<LooksRequest, LooksAnswer>(script, share, brokenDown),
  );
  const places = new Int32Array(paths.length).fill(UNUSABLE);
  let next = 0;
  const feed = async (thread: (typeof threads)[number]): Promise<void> => {
    for (let first = next; first < paths.length; first = next) {
      next += BATCH;
      const batch = paths.slice(first, first + BATCH);
      const answer = await untilAborted(thread.ask({ first, paths: batch }), signal);
      if ('fault' in answer) throw brokenDown(answer.fault);
      places.set(answer, first);
      onProgress?.(Math.min(first + batch.length, paths.length), paths.length);
    }
  };
  try {
    await Promise.all(threads.map(feed));
  } finally {
    await Promise.all(threads.map(({ end }) => end()));
  }
  const entryOf = (i: number): readonly [entries: Uint8Array, place: number] =>
    places[i] === MADE ? [made, i] : [known.entries, places[i]];
  const used = Array.from(places.keys()).filter((i) => places[i] !== UNUSABLE);
  if (cacheFile !== undefined && places.includes(MADE)) {
    await keep(
      cacheFile,
      used.map((i) => entryAt(...entryOf(i))),
    );
  }
  return new Map(
    used.map((i) => {
      const [entries, place] = entryOf(i);
      return [paths[i], decodeLooks(entries, recordAt(place))];
    }),
  );
}

/** Adds what is new to the cache. What other labels files of the same folder use stays, as far as it is no more than this. */
async function keep(file: string, used: readonly Uint8Array[]): Promise<void> {
  const keyOf = (entry: Uint8Array): string => Buffer.from(contentOf(entry)).toString('latin1');
  const own = new Map(used.map((entry) => [keyOf(entry), entry]));
  // Another audit may have written meanwhile.
  const { entries } = readLooks(file);
  const all = Array.from({ length: entries.length / ENTRY_BYTES }, (_, place) => entryAt(entries, place));
  const others = all.filter((entry) => !own.has(keyOf(entry))).slice(-own.size);
  await writeLooks(file, [...own.values(), ...others]);
}

function brokenDown(why: string): LooksThreadError {
  return new LooksThreadError(`A thread that looked at the pictures broke down: ${why}. Run it again.`);
}
