import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { defaultCacheFolder, fileFailure, InputError } from '../../../files/index.ts';
import { loadSharp } from '../../../pictures/index.ts';
import { bundledFile, startThread, untilAborted } from '../../../processes/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import { MADE, UNUSABLE } from './look-at-file.ts';
import { looksFile, readLooks, writeLooks } from './looks-cache.ts';
import { openEntryStore, type EntryStore } from './entry-store.ts';
import { contentIn, contentOf, ENTRY_BYTES, findContent, gatherContents, recordOf } from './looks-entries.ts';
import { decodeLooks } from './looks-record.ts';
import type { LooksAnswer, LooksRequest, LooksWorkerData } from './looks-worker.ts';
import type { MeasuredTable } from './measured-table.ts';
import { indexPlaces } from './place-index.ts';

export interface MeasureAllOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Default: the user's. `null` keeps nothing. */
  readonly cacheFolder?: AuditOptions['cacheFolder'];
}

/** Pictures that a thread is given at once. */
const BATCH = 16;

/** What was measured, most of it in a file. */
export interface MeasuredAll extends MeasuredTable {
  /** Removes it. */
  readonly close: () => Promise<void>;
}

/** A thread that ended before its work was done. */
export class LooksThreadError extends Error {
  override readonly name = 'LooksThreadError';
}

/**
 * Measures pictures of a data set, on half as many threads as there are cores. What was measured of the same content before comes
 * from the cache.
 *
 * @param root absolute path of its root
 * @param paths POSIX paths relative to it, each once
 * @returns by their places in `paths`; to be closed
 * @throws InputError when the root is gone or the decoder is not installed; LooksThreadError; the signal's reason as soon as
 *   it is aborted
 */
export async function measureAll(
  root: string,
  paths: readonly string[],
  { signal, onProgress, cacheFolder = defaultCacheFolder() }: MeasureAllOptions,
): Promise<MeasuredAll> {
  signal?.throwIfAborted();
  const folder = await realpath(root).catch((error: unknown) => {
    throw new InputError(`${root}: ${fileFailure(error)}`, { cause: error });
  });
  const { versions } = await loadSharp();
  const cacheFile = cacheFolder === null ? undefined : looksFile(cacheFolder, folder, `sharp ${versions.sharp}`);
  const script = bundledFile('looks-worker.mjs');
  if (!existsSync(script)) throw new LooksThreadError(`${script} is missing. Reinstall label-audit.`);
  // Decoding takes threads of its own, which together are as busy as those that measure.
  const cores = Math.ceil(availableParallelism() / 2);
  const count = Math.max(1, Math.min(cores, Math.ceil(paths.length / BATCH)));
  const kept = readLooks(cacheFile);
  const store = await openEntryStore();
  const close = async (): Promise<void> => {
    kept.close();
    await store.close();
  };
  const places = new Int32Array(paths.length).fill(UNUSABLE);
  const isMade = (i: number): boolean => places[i] === MADE;
  const threads = Array.from({ length: count }, () => {
    const made = new Uint8Array(new SharedArrayBuffer(BATCH * ENTRY_BYTES));
    const share: LooksWorkerData = { root: folder, known: kept.known, made };
    return { made, ...startThread<LooksRequest, LooksAnswer>(script, share, brokenDown) };
  });
  let next = 0;
  const feed = async ({ made, ask }: (typeof threads)[number]): Promise<void> => {
    for (let first = next; first < paths.length; first = next) {
      next += BATCH;
      const batch = paths.slice(first, first + BATCH);
      const answer = await untilAborted(ask({ paths: batch }), signal);
      if ('fault' in answer) throw brokenDown(answer.fault);
      places.set(answer, first);
      if (answer.includes(MADE)) store.put(first, made.subarray(0, batch.length * ENTRY_BYTES));
      onProgress?.(Math.min(first + batch.length, paths.length), paths.length);
    }
  };
  const keepAll = async (file: string): Promise<void> => {
    // The cache's file is replaced, which must not be open then: what is used of it goes where the rest is.
    for (let i = 0; i < places.length; i++) {
      if (places[i] === UNUSABLE || isMade(i)) continue;
      store.put(i, kept.at(places[i]));
      places[i] = MADE;
    }
    kept.close();
    await keep(file, Int32Array.from(places.keys()).filter(isMade), store);
  };
  try {
    try {
      await Promise.all(threads.map(feed));
    } finally {
      await Promise.all(threads.map(({ end }) => end()));
    }
    if (cacheFile !== undefined && places.includes(MADE)) await keepAll(cacheFile);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    n: paths.length,
    at: (i) => {
      if (places[i] === UNUSABLE) return undefined;
      return decodeLooks(recordOf(isMade(i) ? store.at(i) : kept.at(places[i])));
    },
    close,
  };
}

/** Adds what is new to the cache. What other labels files of the same folder use stays, as far as it is no more than this. */
async function keep(file: string, used: Int32Array, store: EntryStore): Promise<void> {
  const contents = gatherContents(used.length, (i) => contentOf(store.at(used[i])));
  const isFirst = new Uint8Array(used.length);
  const slots = indexPlaces(used.length, contentIn(contents), (i, first) => (isFirst[i] = Number(i === first)));
  const own = isFirst.reduce((sum, one) => sum + one, 0);
  // Another audit may have written meanwhile.
  const before = readLooks(file);
  const contentAt = contentIn(before.known.contents);
  const others = Int32Array.from({ length: before.n }, (_, place) => place)
    .filter((place) => findContent({ contents, slots }, contentAt(place)) < 0)
    .slice(-own);
  const end = used.length === 0 ? 0 : used[used.length - 1] + 1;
  others.forEach((place, i) => {
    store.put(end + i, before.at(place));
  });
  before.close();
  await writeLooks(file, all());

  function* all(): Generator<Uint8Array> {
    for (let i = 0; i < used.length; i++) if (isFirst[i] === 1) yield store.at(used[i]);
    for (let i = 0; i < others.length; i++) yield store.at(end + i);
  }
}

function brokenDown(why: string): LooksThreadError {
  return new LooksThreadError(`A thread that looked at the pictures broke down: ${why}. Run it again.`);
}
