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
import type { MeasuredTable } from './measured-table.ts';
import { findPlace, indexPlaces } from './place-index.ts';

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
 * Measures pictures of a data set, on half as many threads as there are cores. What was measured of the same content before comes
 * from the cache.
 *
 * @param root absolute path of its root
 * @param paths POSIX paths relative to it, each once
 * @returns by their places in `paths`
 * @throws InputError when the root is gone or the decoder is not installed; LooksThreadError; the signal's reason as soon as
 *   it is aborted
 */
export async function measureAll(
  root: string,
  paths: readonly string[],
  { signal, onProgress, cacheFolder = defaultCacheFolder() }: MeasureAllOptions,
): Promise<MeasuredTable> {
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
  const entryOf = (i: number): Uint8Array =>
    places[i] === MADE ? entryAt(made, i) : entryAt(known.entries, places[i]);
  if (cacheFile !== undefined && places.includes(MADE)) {
    const used = Int32Array.from(places.keys()).filter((i) => places[i] !== UNUSABLE);
    await keep(cacheFile, used, entryOf);
  }
  return {
    n: paths.length,
    at: (i) => {
      if (places[i] === UNUSABLE) return undefined;
      return places[i] === MADE ? decodeLooks(made, recordAt(i)) : decodeLooks(known.entries, recordAt(places[i]));
    },
  };
}

/** Adds what is new to the cache. What other labels files of the same folder use stays, as far as it is no more than this. */
async function keep(file: string, used: Int32Array, entryOf: (i: number) => Uint8Array): Promise<void> {
  const contentAt = (i: number): Uint8Array => contentOf(entryOf(used[i]));
  const isFirst = new Uint8Array(used.length);
  const slots = indexPlaces(used.length, contentAt, (i, first) => (isFirst[i] = Number(i === first)));
  const own = isFirst.reduce((sum, one) => sum + one, 0);
  // Another audit may have written meanwhile.
  const { entries } = readLooks(file);
  const others = Int32Array.from({ length: entries.length / ENTRY_BYTES }, (_, place) => place)
    .filter((place) => findPlace(slots, contentAt, contentOf(entryAt(entries, place))) < 0)
    .slice(-own);
  await writeLooks(file, all());

  function* all(): Generator<Uint8Array> {
    for (let i = 0; i < used.length; i++) if (isFirst[i] === 1) yield entryOf(used[i]);
    for (const place of others) yield entryAt(entries, place);
  }
}

function brokenDown(why: string): LooksThreadError {
  return new LooksThreadError(`A thread that looked at the pictures broke down: ${why}. Run it again.`);
}
