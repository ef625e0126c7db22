import { parentPort, workerData } from 'node:worker_threads';
import { lookAtFile } from './look-at-file.ts';
import { entryAt, type KnownContents } from './looks-entries.ts';

// A thread that measures pictures, for measure-all.ts.

/** What a thread is started with. */
export interface LooksWorkerData {
  /** Real path of the data set's root. */
  readonly root: string;
  /** What was measured before. */
  readonly known: KnownContents;
  /** An entry for each of the pictures of a request, in shared memory: that of one which is measured is written. */
  readonly made: Uint8Array;
}

/** Some of the pictures, one after the other. */
export interface LooksRequest {
  readonly paths: readonly string[];
}

/** For each path what `lookAtFile` says. */
export type LooksAnswer = Int32Array | { readonly fault: string };

/** Pictures that are looked at side by side. */
const LANES = 3;

// The decoder asks for the stack with each picture, and of an error in here nothing but the message is told.
Error.stackTraceLimit = 0;

const { root, known, made } = workerData as LooksWorkerData;

async function answer({ paths }: LooksRequest): Promise<LooksAnswer> {
  try {
    const places = new Int32Array(paths.length);
    let next = 0;
    // Several at once: while one is measured, others are decoded, by threads of the decoder.
    const lane = async (): Promise<void> => {
      for (let i = next++; i < paths.length; i = next++) {
        places[i] = await lookAtFile(root, paths[i], known, entryAt(made, i));
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return places;
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

parentPort!.on('message', (request: LooksRequest) => {
  void answer(request).then((looked) => {
    parentPort!.postMessage(looked);
  });
});
