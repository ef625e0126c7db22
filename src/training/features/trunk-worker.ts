import { decodePicture, PictureError, withPictureFile } from '../../pictures/index.ts';
import { sha256 } from '../../files/index.ts';
import { watchParent } from '../../processes/index.ts';
import { startBackend } from '../backends/backend.ts';
import { requireSoundGpu } from '../backends/gpu/start-gpu.ts';
import { BackendError, TrainingError } from '../errors.ts';
import type { Trunk } from '../networks/efficientnet-lite0.ts';
import type { Backend } from '../types.ts';
import { toHalfFloats } from '../../arrays/index.ts';
import { loadOwnTrunk } from './own-trunk/load-own-trunk.ts';
import { loadTrunk } from './trunk-file.ts';
import type { PictureToSee, SeenPicture, TrunkBatch, TrunkMessage, TrunkStart } from './trunk-protocol.ts';

// The process of one trunk: it gets one TrunkStart, then batches of pictures, and answers each. It ends when its parent
// disconnects, and at once when its parent is gone.

/** Pictures that go through the trunk together. WASM gains nothing from more, and would take more memory. */
const TOGETHER: Readonly<Record<Backend, number>> = { webgpu: 8, 'wasm-fma': 2, wasm: 2, native: 8, cpu: 1 };

// tfjs greets with advice to install tfjs-node; a worker's output is ours alone.
console.warn = () => undefined;

/** A decoded picture, and how it is to be seen. */
type Decoded = {
  readonly hash: string;
  readonly rgb: Uint8Array;
  readonly views: PictureToSee['views'];
};
type Failed = Extract<SeenPicture, { readonly problem: string }>;

interface Running {
  readonly trunk: Trunk;
  readonly start: TrunkStart;
  readonly together: number;
}

function send(message: TrunkMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send!(message, undefined, undefined, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

async function begin(start: TrunkStart): Promise<Running> {
  const backend = await startBackend(start.backend, start.threads).catch((error: unknown) => {
    if (error instanceof TrainingError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new BackendError(`The backend "${start.backend}" does not start: ${why}. Reinstall label-audit.`);
  });
  const { own, side, threads } = start;
  const trunk = own === undefined ? await loadTrunk() : await loadOwnTrunk(own, threads);
  if (own !== undefined && trunk.side !== undefined && side !== 0 && trunk.side !== side) {
    throw new TrainingError(
      `${own.file} takes pictures of ${trunk.side}×${trunk.side}, not ${side}×${side}. Leave out --trunk-size.`,
    );
  }
  await send({ type: 'started', backend, features: trunk.features, side: trunk.side });
  // A network of the user's may take one picture at a time.
  return { trunk, start, together: own === undefined ? TOGETHER[backend] : 1 };
}

async function decode({ root, side, trim }: TrunkStart, { path, views }: PictureToSee): Promise<Decoded | Failed> {
  try {
    return await withPictureFile(root, path, async (bytes) => {
      const { channels, pixels } = await decodePicture(bytes, { imageSize: side, trim });
      return {
        ...{ hash: sha256(bytes), rgb: channels === 3 ? pixels : threeChannels(pixels), views },
      };
    });
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    return { problem: error.kind, reason: error.message };
  }
}

async function see(
  { trunk, start, together }: Running,
  decoded: readonly (Decoded | Failed)[],
): Promise<SeenPicture[]> {
  const size = start.side * start.side * 3;
  const features = decoded.map(() => [] as Uint16Array[]);
  const wanted = decoded.flatMap((picture, i) =>
    'problem' in picture ? [] : picture.views.map((view) => ({ i, view, rgb: picture.rgb })),
  );
  for (let from = 0; from < wanted.length; from += together) {
    const some = wanted.slice(from, from + together);
    const pixels = new Uint8Array(some.length * size);
    some.forEach(({ rgb, view }, b) => {
      if (view === 'plain') pixels.set(rgb, b * size);
      else mirror(rgb, start.side, pixels, b * size);
    });
    const values = await trunk.extract(pixels, some.length, start.side);
    requireSoundGpu();
    const width = trunk.features;
    some.forEach(({ i }, b) => features[i].push(toHalfFloats(values.subarray(b * width, (b + 1) * width))));
  }
  return decoded.map((picture, i) => ('problem' in picture ? picture : { hash: picture.hash, features: features[i] }));
}

function threeChannels(grey: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(grey.length * 3);
  for (let i = 0; i < grey.length; i++) rgb.fill(grey[i], i * 3, i * 3 + 3);
  return rgb;
}

function mirror(rgb: Uint8Array, side: number, target: Uint8Array, place: number): void {
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const from = (y * side + x) * 3;
      const to = place + (y * side + side - 1 - x) * 3;
      target[to] = rgb[from];
      target[to + 1] = rgb[from + 1];
      target[to + 2] = rgb[from + 2];
    }
  }
}

async function fail(error: unknown): Promise<never> {
  const expected = error instanceof TrainingError;
  const message = error instanceof Error ? error.message : String(error);
  await send({ type: 'failed', message, expected, backend: error instanceof BackendError }).catch(() => undefined);
  process.exit(1);
}

let running: Promise<Running> | undefined;
let last: Promise<void> = Promise.resolve();

watchParent(0);
process.on('disconnect', () => process.exit(0));
process.on('message', (message: TrunkStart | TrunkBatch) => {
  if (message.type === 'start') {
    running = begin(message);
    running.catch(fail);
    return;
  }
  // Decoded, on other threads, while the batch before is seen.
  const decoded = running!.then(({ start }) => Promise.all(message.pictures.map((picture) => decode(start, picture))));
  last = last.then(async () => {
    await send({ type: 'seen', pictures: await see(await running!, await decoded) });
  });
  last.catch(fail);
});
