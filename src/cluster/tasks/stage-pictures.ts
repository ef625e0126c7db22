import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { channelsOf, usableOf, widenPixels } from '../../audit/index.ts';
import { fileFailure, FileWriteError } from '../../files/index.ts';
import type { FiledPictures } from '../../training/index.ts';
import type { Plan } from '../plan/plan.ts';
import { runFolder } from '../run-folder.ts';
import type { Done } from '../plan/done.ts';
import { shardsDone } from './parts-of-run.ts';
import { eachPiece } from './read-run-file.ts';

/**
 * Copies the pixels of all shards, one after the other, to a file of this machine, where training reads them in any order.
 * Each shard is read once, and its hash is checked meanwhile.
 *
 * @param isCropped whether the pixels are wanted that are cropped to their content
 * @param to absolute path of a folder
 * @param onProgress told the share that is copied
 * @throws PlanError where a shard is damaged; FileWriteError where there is no room
 */
export async function stagePictures(
  run: string,
  plan: Plan,
  done: ReadonlyMap<number, Done>,
  isCropped: boolean,
  to: string,
  signal?: AbortSignal,
  onProgress?: (share: number) => void,
): Promise<FiledPictures> {
  const shards = shardsDone(plan, done);
  const facts = shards.map(({ part }) => part);
  const channels = channelsOf(facts, plan.options);
  const folder = runFolder(run);
  const file = join(to, 'images.bin');
  const target = await open(file, 'wx', 0o600);
  const write = async (pixels: Uint8Array): Promise<void> => {
    await target.writeFile(pixels).catch((error: unknown) => {
      throw new FileWriteError(file, fileFailure(error), { cause: error });
    });
  };
  try {
    for (const [shard, one] of shards.entries()) {
      const isGrey = one.part.width < channels;
      const from = isCropped ? folder.cropped(shard) : folder.shard(shard);
      await eachPiece(run, from, one, (piece) => write(isGrey ? widenPixels(piece) : piece), signal);
      onProgress?.((shard + 1) / shards.length);
    }
  } finally {
    await target.close();
  }
  const { side } = facts[0];
  return { images: { file }, n: usableOf(facts), height: side, width: side, channels, k: plan.data.classes };
}
