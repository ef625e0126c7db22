import { sha256 } from '../../../files/index.ts';
import { measuredPixels, PictureError, withPictureFile } from '../../../pictures/index.ts';
import { encodeLooks } from './looks-record.ts';
import { measurePicture } from './measured-picture.ts';

/** What was measured of a file: a record, see `encodeLooks`; undefined where it can't be used. */
export interface Looked {
  /** SHA-256 of the file. */
  readonly content: string;
  readonly record: Uint8Array;
}

/**
 * Measures a picture, unless the same content was measured before.
 *
 * @param known records by content
 * @returns a record of no bytes where the picture can't be used
 */
export async function lookAtFile(root: string, path: string, known: ReadonlyMap<string, Uint8Array>): Promise<Looked> {
  try {
    return await withPictureFile(root, path, async (bytes) => {
      const content = sha256(bytes);
      return { content, record: known.get(content) ?? encodeLooks(measurePicture(await measuredPixels(bytes))) };
    });
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    return { content: '', record: new Uint8Array(0) };
  }
}
