import { availableParallelism } from 'node:os';
import { linkAbort } from '../../processes/index.ts';
import type { Backend, BackendChoice } from '../types.ts';
import type { OwnTrunk } from './own-trunk/find-own-trunk.ts';
import { startTrunk } from './trunk-process.ts';
import type { SeenPicture, View } from './trunk-protocol.ts';
import { usualJobs } from '../backends/expected-backend.ts';

/** A picture whose features are to be computed. */
export interface PictureToMake {
  /** SHA-256 of the bytes that its file had. */
  readonly hash: string;
  /** POSIX path relative to the root. */
  readonly path: string;
  readonly views: readonly View[];
}

export interface SeeOptions {
  readonly root: string;
  readonly side: number;
  readonly trim: boolean;
  readonly own?: OwnTrunk;
  readonly workerFile: string;
  readonly backend: BackendChoice;
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  /** Told of each picture, in any order; waited for. */
  readonly onSeen: (picture: PictureToMake, seen: SeenPicture) => Promise<void>;
}

/** Pictures that a process is given at once. */
const BATCH = 8;
/** Batches that a process has: it decodes one while it computes the other. */
const AHEAD = 2;

/**
 * Computes the features of pictures in processes of their own. The first failure or the signal ends all.
 * @returns the backend that computed; undefined where there was nothing to do
 * @throws the first failure; the signal's reason
 */
export async function seePictures(
  pictures: readonly PictureToMake[],
  options: SeeOptions,
): Promise<Backend | undefined> {
  const { root, side, trim, own, workerFile, backend, signal, onSeen } = options;
  if (pictures.length === 0) return undefined;
  const cores = availableParallelism();
  const jobs = Math.max(1, Math.min(options.jobs ?? usualJobs(backend), Math.ceil(pictures.length / BATCH)));
  // Processes share the cores; more threads than cores would stand in each other's way.
  const threads = Math.max(1, Math.floor(cores / jobs));
  signal?.throwIfAborted();
  const stop = linkAbort(signal);
  let next = 0;
  const takeBatch = (): readonly PictureToMake[] => pictures.slice(next, (next += BATCH));

  const processes = Array.from({ length: jobs }, (_, i) =>
    startTrunk(workerFile, { type: 'start', root, side, trim, own, backend, threads }, i + 1, stop.signal),
  );
  const feed = async (process: (typeof processes)[number]): Promise<void> => {
    for (let batch = takeBatch(); batch.length > 0; batch = takeBatch()) {
      const seen = await process.see(batch.map(({ path, views }) => ({ path, views })));
      for (const [i, picture] of batch.entries()) await onSeen(picture, seen[i]);
    }
  };
  try {
    const feeds = processes.flatMap((process) => Array.from({ length: AHEAD }, () => feed(process)));
    await Promise.all(feeds).catch((error: unknown) => {
      stop.abort(error);
      throw error;
    });
    return processes[0].backend();
  } finally {
    await Promise.all(processes.map((process) => process.end()));
    stop.unlink();
  }
}
