import { startBackend } from '../backends/backend.ts';
import { BackendError, TrainingError } from '../errors.ts';
import { openPictureFile } from '../fit/pixels-file.ts';
import { trainFold } from '../fit/train-fold.ts';
import { sendToParent, watchParent } from '../../processes/index.ts';
import { GO, type FoldMessage, type FoldRequest } from './worker-protocol.ts';

// The process of one fold: it gets one FoldRequest, answers with FoldMessages, gives its turn back now and then and waits
// for GO, and ends. It ends at once when its parent is gone, so that nothing is left behind.

/** Milliseconds of work after which the turn is given back. */
const TURN = 500;

// tfjs greets with advice to install tfjs-node; a worker's output is ours alone.
console.warn = () => undefined;

const send = (message: FoldMessage): Promise<void> => sendToParent(message);
const nextTick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let goOn: (() => void) | undefined;

/** Counts the steps of a training, and waits where its turn is over. */
function createTurnKeeper(): { step: () => Promise<void>; epoch: () => void } {
  let began = performance.now();
  let steps = 0;
  return {
    step: async () => {
      steps++;
      await nextTick();
      if (performance.now() - began < TURN) return;
      const go = new Promise<void>((resolve) => (goOn = resolve));
      await send({ type: 'turn', steps, memory: process.memoryUsage.rss() });
      await go;
      began = performance.now();
    },
    epoch: () => {
      steps = 0;
    },
  };
}

async function run(request: FoldRequest): Promise<void> {
  const backend = await startBackend(request.backend, request.threads).catch((error: unknown) => {
    if (error instanceof TrainingError) throw error;
    // A damaged file of the backend, say.
    const why = error instanceof Error ? error.message : String(error);
    throw new BackendError(`The backend "${request.backend}" does not start: ${why}. Reinstall label-audit.`);
  });
  await send({ type: 'started', backend });
  const { height, width, channels } = request;
  const size = height * width * channels;
  const pictures = openPictureFile(request.imagesFile, size);
  const trimmed = request.trimmedFile === undefined ? undefined : openPictureFile(request.trimmedFile, size);
  const turn = createTurnKeeper();
  const result = await trainFold(
    { ...request, pictures, trimmed },
    {
      ...request,
      onStep: turn.step,
      onEpoch: (history) => {
        turn.epoch();
        void send({ type: 'epoch', history });
      },
    },
  );
  await send({ type: 'done', ...result });
}

watchParent(0);
process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  if (message === GO) {
    goOn?.();
    return;
  }
  run(message as FoldRequest)
    .then(() => process.exit(0))
    .catch(async (error: unknown) => {
      const expected = error instanceof TrainingError;
      const message = error instanceof Error ? error.message : String(error);
      const failed = { type: 'failed', message, expected, backend: error instanceof BackendError } as const;
      await send(failed);
      process.exit(1);
    });
});
