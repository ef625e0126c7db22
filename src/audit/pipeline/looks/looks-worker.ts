import { parentPort, workerData } from 'node:worker_threads';
import { loadSharp } from '../../../pictures/index.ts';
import { readLooks } from './looks-cache.ts';
import { lookAtFile, type Looked } from './look-at-file.ts';

// A thread that measures pictures, for measure-all.ts.

/** What a thread is started with. */
export interface LooksWorkerData {
  /** Real path of the data set's root. */
  readonly root: string;
  /** What was measured before; absent where nothing is kept. */
  readonly cacheFile?: string;
}

/** For each path what was measured. */
export type LooksAnswer = readonly Looked[] | { readonly fault: string };

const { root, cacheFile } = workerData as LooksWorkerData;
const known = cacheFile === undefined ? new Map<string, Uint8Array>() : readLooks(cacheFile);

async function answer(paths: readonly string[]): Promise<LooksAnswer> {
  try {
    await loadSharp();
    const looked = new Array<Looked>(paths.length);
    let next = 0;
    // Two at once: one is read and decoded while the other is measured.
    const lane = async (): Promise<void> => {
      for (let i = next++; i < paths.length; i = next++) looked[i] = await lookAtFile(root, paths[i], known);
    };
    await Promise.all([lane(), lane()]);
    return looked;
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

parentPort!.on('message', (paths: readonly string[]) => {
  void answer(paths).then((looked) => {
    parentPort!.postMessage(looked);
  });
});
