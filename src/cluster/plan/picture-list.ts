import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import type { AuditedDataset } from '../../audit/index.ts';
import { fileFailure, MAX_JSON_BYTES, readBounded, sha256 } from '../../files/index.ts';
import { PlanError } from './plan.ts';

/** A picture in a shard's list: where it is written down, and its file's size and time, both null where it was not there. */
export interface ListedPicture {
  readonly path: string;
  readonly place: { readonly kind: string; readonly row?: number; readonly file?: string };
  readonly size: number | null;
  readonly time: number | null;
}

/** How many files are asked for their size at once: on NFS each answer takes a while. */
const AT_ONCE = 32;

/** The lines of some pictures. */
export async function listPictures(
  root: string,
  examples: AuditedDataset['examples'],
  signal?: AbortSignal,
): Promise<string> {
  const line = async ({ path, place }: AuditedDataset['examples'][number]): Promise<string> => {
    const { kind, row, file } = place as ListedPicture['place'];
    return `${JSON.stringify({ path, place: { kind, row, file }, ...(await fileFacts(root, path)) })}\n`;
  };
  return (await pMap(examples, line, { concurrency: AT_ONCE, signal })).join('');
}

async function fileFacts(root: string, path: string): Promise<Pick<ListedPicture, 'size' | 'time'>> {
  const found = await stat(join(root, path)).catch(() => undefined);
  return found?.isFile() === true ? { size: found.size, time: Math.round(found.mtimeMs) } : { size: null, time: null };
}

/**
 * Reads the list of a shard.
 *
 * @param hash SHA-256 of the list, by the plan
 * @throws PlanError where it can't be read, or is not the list that the plan was made with
 */
export async function readPictureList(file: string, hash: string): Promise<readonly ListedPicture[]> {
  let bytes: Buffer;
  try {
    bytes = await readBounded(file, MAX_JSON_BYTES);
  } catch (error) {
    throw new PlanError(`${file} can't be read: ${fileFailure(error)}. Plan into a new folder.`, { cause: error });
  }
  if (sha256(bytes) !== hash) throw new PlanError(`${file} is not the list that was planned. Plan into a new folder.`);
  const lines = bytes.toString('utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as ListedPicture);
}

/**
 * Refuses pictures whose files are not as they were when the run was planned.
 *
 * @throws PlanError that names one of them
 */
export async function requireUnchanged(
  root: string,
  pictures: readonly ListedPicture[],
  signal?: AbortSignal,
): Promise<void> {
  const check = async ({ path, size, time }: ListedPicture): Promise<void> => {
    const now = await fileFacts(root, path);
    if (now.size === size && now.time === time) return;
    throw new PlanError(`${join(root, path)} was changed after the run was planned. Plan into a new folder.`);
  };
  await pMap(pictures, check, { concurrency: AT_ONCE, signal });
}
