import { createHash } from 'node:crypto';
import { measuredPixels, PictureError, readSmallPicture, withPictureFile } from '../../../pictures/index.ts';
import { findContent, writeEntry, type KnownContents } from './looks-entries.ts';
import { encodeLooks } from './looks-record.ts';
import { measurePicture } from './measured-picture.ts';

/** In place of the place of an entry that is known: it was made anew, or the picture can't be used. */
export const MADE = -1;
export const UNUSABLE = -2;

/** Room for the files that are read at once: larger ones take so long to decode that reading them costs little. */
const room = Buffer.allocUnsafeSlow(1 << 20);

/**
 * Measures a picture, unless the same content was measured before.
 *
 * @param entry what is measured is written here, see `writeEntry`
 * @returns the place of what is known already, or MADE, or UNUSABLE; at once where it can be had at once
 */
export function lookAtFile(
  root: string,
  path: string,
  known: KnownContents,
  entry: Uint8Array,
): number | Promise<number> {
  try {
    const bytes = readSmallPicture(root, path, room);
    const seen =
      bytes === undefined
        ? withPictureFile(root, path, async (large) => lookAtBytes(large, known, entry))
        : lookAtBytes(bytes, known, entry);
    return typeof seen === 'number' ? seen : seen.catch(unusable);
  } catch (error) {
    return unusable(error);
  }
}

/** @param bytes those in `room` may be overwritten as soon as this returns */
function lookAtBytes(bytes: Uint8Array, known: KnownContents, entry: Uint8Array): number | Promise<number> {
  const content = createHash('sha256').update(bytes).digest();
  const place = findContent(known, content);
  if (place >= 0) return place;
  const own = bytes.buffer === room.buffer ? Buffer.from(bytes) : bytes;
  return measuredPixels(own).then((pixels) => {
    writeEntry(entry, content, encodeLooks(measurePicture(pixels)));
    return MADE;
  });
}

function unusable(error: unknown): typeof UNUSABLE {
  if (error instanceof PictureError) return UNUSABLE;
  throw error;
}
