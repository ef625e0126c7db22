import { closeSync, fstatSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { pruneFolder, sha256, writeFileAtomic } from '../../../files/index.ts';
import { entryFile, type EntryFile } from './entry-store.ts';
import { contentOf, ENTRY_BYTES, gatherContents, indexContents, isWhole, type KnownContents } from './looks-entries.ts';
import { LOOKS_VERSION, RECORD_BYTES } from './looks-record.ts';

/** Files together never take more than this; the longest unused go first. */
const MAX_TOTAL_BYTES = 512 * 1024 ** 2;
const MAX_AGE_MS = 90 * 24 * 3600 * 1000;
/** Entries that are written at once. */
const MANY = 1024;

/** The file that keeps what was measured of a data set's pictures. */
export function looksFile(cacheFolder: string, root: string, decoder: string): string {
  const key = sha256(JSON.stringify([root, LOOKS_VERSION, RECORD_BYTES, decoder])).slice(0, 40);
  return join(cacheFolder, 'looks', `${key}.looks`);
}

/** What was measured before. */
export interface KeptLooks extends EntryFile {
  readonly n: number;
  readonly known: KnownContents;
  /** Closes the file, if it still is open: nothing can be read any more. */
  readonly close: () => void;
}

/**
 * What was measured of pictures, by the SHA-256 of their files. What is damaged, or can't be read, is not there: it is
 * measured again.
 *
 * @param file undefined where nothing is kept
 */
export function readLooks(file: string | undefined): KeptLooks {
  let descriptor: number | undefined;
  try {
    if (file === undefined) return nothingKept();
    const opened = openSync(file, 'r');
    descriptor = opened;
    const entries = entryFile(opened);
    const total = Math.floor(fstatSync(opened).size / ENTRY_BYTES);
    const whole = Int32Array.from({ length: total }, (_, i) => i).filter((i) => isWhole(entries.at(i)));
    const contents = gatherContents(whole.length, (place) => contentOf(entries.at(whole[place])));
    return {
      n: whole.length,
      known: indexContents(contents),
      at: (place) => entries.at(whole[place]),
      close: () => {
        if (descriptor !== undefined) closeSync(descriptor);
        descriptor = undefined;
      },
    };
  } catch {
    if (descriptor !== undefined) closeSync(descriptor);
    return nothingKept();
  }
}

const nothingKept = (): KeptLooks => ({
  n: 0,
  known: indexContents(gatherContents(0, () => new Uint8Array(0))),
  at: () => {
    throw new RangeError('nothing is kept');
  },
  close: () => undefined,
});

/** Keeps what was measured; never throws, since the next audit can measure again. */
export async function writeLooks(file: string, entries: Iterable<Uint8Array>): Promise<void> {
  try {
    const folder = join(file, '..');
    mkdirSync(folder, { recursive: true });
    await writeFileAtomic(file, inPieces(entries), { sync: false });
    await pruneFolder(folder, { maxBytes: MAX_TOTAL_BYTES, maxAge: MAX_AGE_MS, ending: '.looks', keep: file });
  } catch {
    // No space, say.
  }
}

/** Each piece is overwritten by the next. */
function* inPieces(entries: Iterable<Uint8Array>): Generator<Uint8Array> {
  const piece = new Uint8Array(MANY * ENTRY_BYTES);
  let filled = 0;
  for (const entry of entries) {
    piece.set(entry, filled);
    filled += ENTRY_BYTES;
    if (filled < piece.length) continue;
    yield piece;
    filled = 0;
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
