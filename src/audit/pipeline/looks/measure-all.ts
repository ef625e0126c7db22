import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { defaultCacheFolder, fileFailure, InputError } from '../../../files/index.ts';
import { loadSharp } from '../../../pictures/index.ts';
import { bundledFile, startThread, untilAborted } from '../../../processes/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import { looksFile, readLooks, writeLooks } from './looks-cache.ts';
import { decodeLooks } from './looks-record.ts';
import type { LooksAnswer, LooksWorkerData } from './looks-worker.ts';
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
  const share: LooksWorkerData = { root: folder, ...(cacheFile === undefined ? {} : { cacheFile }) };
  const threads = Array.from({ length: count }, () =>
    startThread<readonly string[], LooksAnswer>(script, share, brokenDown),
  );
  const measured = new Map<string, MeasuredPicture>();
  const records = new Map<string, Uint8Array>();
  let next = 0;
  const feed = async (thread: (typeof threads)[number]): Promise<void> => {
    for (let first = next; first < paths.length; first = next) {
      next += BATCH;
      const batch = paths.slice(first, first + BATCH);
      const answer = await untilAborted(thread.ask(batch), signal);
      if ('fault' in answer) throw brokenDown(answer.fault);
      answer.forEach(({ content, record }, i) => {
        if (record.length === 0) return;
        measured.set(batch[i], decodeLooks(record));
        records.set(content, record);
      });
      onProgress?.(Math.min(first + batch.length, paths.length), paths.length);
    }
  };
  try {
    await Promise.all(threads.map(feed));
  } finally {
    await Promise.all(threads.map(({ end }) => end()));
  }
  if (cacheFile !== undefined) await keep(cacheFile, records);
  return measured;
}

/** Adds to the cache what is new. What other labels files of the same folder use stays, as far as it is no more than this. */
async function keep(file: string, records: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const before = readLooks(file);
  if ([...records.keys()].every((content) => before.has(content))) return;
  const others = [...before].filter(([content]) => !records.has(content)).slice(-records.size);
  await writeLooks(file, new Map([...records, ...others]));
}

function brokenDown(why: string): LooksThreadError {
  return new LooksThreadError(`A thread that looked at the pictures broke down: ${why}. Run it again.`);
}
