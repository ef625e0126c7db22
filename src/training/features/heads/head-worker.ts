import { parentPort, workerData } from 'node:worker_threads';
import { createFitFold, type FoldJob } from './fit-fold.ts';
import type { HeadAnswer } from './head-threads.ts';
import type { PreparedFeatures } from '../types.ts';

// A thread that fits heads, for head-threads.ts.

const fit = createFitFold(workerData as PreparedFeatures);

parentPort!.on('message', (job: FoldJob) => {
  fit(job).then(
    (fitted) => {
      const { buffer: weights } = fitted.weights;
      const { buffer: held } = fitted.held;
      parentPort!.postMessage({ fitted } satisfies HeadAnswer, [weights as ArrayBuffer, held as ArrayBuffer]);
    },
    (error: unknown) => {
      parentPort!.postMessage({ why: error instanceof Error ? error.message : String(error) } satisfies HeadAnswer);
    },
  );
});
