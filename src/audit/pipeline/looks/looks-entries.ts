import { createHash } from 'node:crypto';
import { RECORD_BYTES } from './looks-record.ts';

/** Bytes of the SHA-256 of a file, by which what was measured of it is known. */
const CONTENT_BYTES = 32;
const CHECKSUM_BYTES = 8;
const CHECKED_BYTES = CONTENT_BYTES + RECORD_BYTES;
/** Content hash, record, checksum of both: what the cache file holds, and what threads share. */
export const ENTRY_BYTES = CHECKED_BYTES + CHECKSUM_BYTES;

/** Entries by content, in memory that threads share: there is one copy, however many look into it. */
export interface KnownEntries {
  /** One after the other. */
  readonly entries: Uint8Array;
  /** An open hash table of their places, by the first 32 bits of the content; −1 where there is none. A power of 2 long. */
  readonly slots: Int32Array;
}

export const entryAt = (entries: Uint8Array, place: number): Uint8Array =>
  entries.subarray(place * ENTRY_BYTES, (place + 1) * ENTRY_BYTES);

export const contentOf = (entry: Uint8Array): Uint8Array => entry.subarray(0, CONTENT_BYTES);

/** Where the record of an entry begins among all entries. */
export const recordAt = (place: number): number => place * ENTRY_BYTES + CONTENT_BYTES;

/** @param content SHA-256 of the file */
export function writeEntry(entry: Uint8Array, content: Uint8Array, record: Uint8Array): void {
  entry.set(content, 0);
  entry.set(record, CONTENT_BYTES);
  entry.set(checksum(entry), CHECKED_BYTES);
}

export const isWhole = (entry: Uint8Array): boolean => checksum(entry).equals(entry.subarray(CHECKED_BYTES));

const checksum = (entry: Uint8Array): Buffer =>
  createHash('sha256').update(entry.subarray(0, CHECKED_BYTES)).digest().subarray(0, CHECKSUM_BYTES);

/**
 * Makes entries to be found by their content.
 *
 * @param entries in shared memory
 */
export function indexEntries(entries: Uint8Array): KnownEntries {
  const n = entries.length / ENTRY_BYTES;
  const size = 2 ** Math.ceil(Math.log2(2 * n + 2));
  const slots = new Int32Array(new SharedArrayBuffer(4 * size)).fill(-1);
  for (let place = 0; place < n; place++) {
    const slot = slotOf(slots, entries, contentOf(entryAt(entries, place)));
    if (slots[slot] < 0) slots[slot] = place;
  }
  return { entries, slots };
}

/** Where the entry of a content is; −1: there is none. */
export const findEntry = ({ entries, slots }: KnownEntries, content: Uint8Array): number =>
  slots[slotOf(slots, entries, content)];

/** The slot that holds the place of a content, or would. */
function slotOf(slots: Int32Array, entries: Uint8Array, content: Uint8Array): number {
  let slot = ((content[0] << 24) | (content[1] << 16) | (content[2] << 8) | content[3]) & (slots.length - 1);
  while (slots[slot] >= 0 && Buffer.compare(contentOf(entryAt(entries, slots[slot])), content) !== 0) {
    slot = (slot + 1) & (slots.length - 1);
  }
  return slot;
}
