import { createHash } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { pruneFolder, sha256, writeFileAtomic } from '../../../files/index.ts';
import { LOOKS_VERSION, RECORD_BYTES } from './looks-record.ts';

/** Content hash, record, checksum of both. */
const ENTRY = 32 + RECORD_BYTES + 8;
/** Files together never take more than this; the longest unused go first. */
const MAX_TOTAL_BYTES = 512 * 1024 ** 2;
const MAX_AGE_MS = 90 * 24 * 3600 * 1000;

/** The file that keeps what was measured of a data set's pictures. */
export function looksFile(cacheFolder: string, root: string, decoder: string): string {
  const key = sha256(JSON.stringify([root, LOOKS_VERSION, RECORD_BYTES, decoder])).slice(0, 40);
  return join(cacheFolder, 'looks', `${key}.looks`);
}

/**
 * What was measured of pictures, by the SHA-256 of their files. What is damaged, or can't be read, is not there: it is
 * measured again.
 */
export function readLooks(file: string): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return found;
  }
  try {
    const { size } = fstatSync(descriptor);
    const entries = Math.floor(size / ENTRY);
    const many = 1024;
    for (let first = 0; first < entries; first += many) {
      const bytes = Buffer.alloc(Math.min(many, entries - first) * ENTRY);
      const read = readSync(descriptor, bytes, 0, bytes.length, first * ENTRY);
      for (let at = 0; at + ENTRY <= read; at += ENTRY) {
        const sum = bytes.subarray(at + 32 + RECORD_BYTES, at + ENTRY);
        if (!checksum(bytes.subarray(at, at + 32 + RECORD_BYTES)).equals(sum)) continue;
        found.set(bytes.toString('hex', at, at + 32), bytes.subarray(at + 32, at + 32 + RECORD_BYTES));
      }
    }
  } catch {
    return found;
  } finally {
    closeSync(descriptor);
  }
  return found;
}

/** Keeps what was measured; never throws, since the next audit can measure again. */
export async function writeLooks(file: string, looks: ReadonlyMap<string, Uint8Array>): Promise<void> {
  try {
    const folder = join(file, '..');
    mkdirSync(folder, { recursive: true });
    const bytes = Buffer.alloc(looks.size * ENTRY);
    let at = 0;
    for (const [hash, record] of looks) {
      bytes.write(hash, at, 'hex');
      bytes.set(record, at + 32);
      bytes.set(checksum(bytes.subarray(at, at + 32 + RECORD_BYTES)), at + 32 + RECORD_BYTES);
      at += ENTRY;
    }
    await writeFileAtomic(file, bytes, { sync: false });
    await pruneFolder(folder, { maxBytes: MAX_TOTAL_BYTES, maxAge: MAX_AGE_MS, ending: '.looks', keep: file });
  } catch {
    // No space, say.
  }
}

const checksum = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest().subarray(0, 8);
