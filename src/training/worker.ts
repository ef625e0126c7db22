import { startBackend } from './backend.ts';
import { TrainingError } from './errors.ts';
import { openPictureFile } from './picture-file.ts';
import { trainFold } from './train-fold.ts';
import type { FoldMessage, FoldRequest } from './worker-protocol.ts';

// The process of one fold: it gets one FoldRequest, answers with FoldMessages, and ends. It ends at once when its
// parent is gone, so that nothing is left behind.

// tfjs greets with advice to install tfjs-node; a worker's output is ours alone.
console.warn = () => undefined;

function send(message: FoldMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send!(message, undefined, undefined, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function run(request: FoldRequest): Promise<void> {
  const backend = await startBackend(request.backend);
  await send({ type: 'started', backend });
  const { n, height, width, channels, labels, k, settings, seed, fold, train, test, earlyStopping } = request;
  const pictures = openPictureFile(request.imagesFile, height * width * channels);
  const result = await trainFold(
    { pictures, n, height, width, channels, labels, k },
    {
      settings,
      seed,
      fold,
      train,
      test,
      earlyStopping,
      onStep: nextTurn,
      onEpoch: (history) => {
        process.send!({ type: 'epoch', history } satisfies FoldMessage);
      },
    },
  );
  await send({ type: 'done', ...result });
}

process.on('disconnect', () => process.exit(0));
process.once('message', (request) => {
  run(request as FoldRequest)
    .then(() => process.exit(0))
    .catch(async (error: unknown) => {
      const expected = error instanceof TrainingError;
      const message = error instanceof Error ? error.message : String(error);
      await send({ type: 'failed', message, expected }).catch(() => undefined);
      process.exit(1);
    });
});
