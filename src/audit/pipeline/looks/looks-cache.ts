import { closeSync, fstatSync, mkdirSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { pruneFolder, sha256, writeFileAtomic } from '../../../files/index.ts';
import { ENTRY_BYTES, entryAt, indexEntries, isWhole, type KnownEntries } from './looks-entries.ts';
import { LOOKS_VERSION, RECORD_BYTES } from './looks-record.ts';

/** Files together never take more than this; the longest unused go first. */
const MAX_TOTAL_BYTES = 512 * 1024 ** 2;
const MAX_AGE_MS = 90 * 24 * 3600 * 1000;
/** Entries that are read or written at once. */
const MANY = 1024;

/** The file that keeps what was measured of a data set's pictures. */
export function looksFile(cacheFolder: string, root: string, decoder: string): string {
  const key = sha256(JSON.stringify([root, LOOKS_VERSION, RECORD_BYTES, decoder])).slice(0, 40);
  return join(cacheFolder, 'looks', `${key}.looks`);
}

/**
 * What was measured of pictures, by the SHA-256 of their files. What is damaged, or can't be read, is not there: it is
 * measured again.
 */
export function readLooks(file: string): KnownEntries {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return indexEntries(new Uint8Array(0));
  }
  try {
    const total = Math.floor(fstatSync(descriptor).size / ENTRY_BYTES);
    const entries = new Uint8Array(new SharedArrayBuffer(total * ENTRY_BYTES));
    const bytes = new Uint8Array(Math.min(MANY, total) * ENTRY_BYTES);
    let found = 0;
    for (let first = 0; first < total; first += MANY) {
      const read = readSync(descriptor, bytes, 0, bytes.length, first * ENTRY_BYTES);
      for (let i = 0; (i + 1) * ENTRY_BYTES <= read; i++) {
        const entry = entryAt(bytes, i);
        if (isWhole(entry)) entries.set(entry, ENTRY_BYTES * found++);
      }
    }
    return indexEntries(entries.subarray(0, found * ENTRY_BYTES));
  } catch {
    return indexEntries(new Uint8Array(0));
  } finally {
    closeSync(descriptor);
  }
}

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
