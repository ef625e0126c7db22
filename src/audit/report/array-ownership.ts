import { hashFile } from '../../files/index.ts';

/**
 * Whether an array that was just read from a file is the one that was written with a report. The file is looked at after
 * it was read: where another audit replaces it at that moment, it is not ours.
 * @param hash what the report says of it; reports of older versions say nothing
 */
export async function isOwnArray(file: string, hash: string | undefined): Promise<boolean> {
  return hash === undefined || (await hashFile(file).catch(() => undefined)) === hash;
}
