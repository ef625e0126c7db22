import { createHash } from 'node:crypto';
import { RECORD_BYTES } from './looks-record.ts';
import { findPlace, indexPlaces, type NameAt, type PlaceSlots } from './place-index.ts';

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
  /** Their places by content. */
  readonly slots: PlaceSlots;
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
  return { entries, slots: indexPlaces(entries.length / ENTRY_BYTES, contentIn(entries)) };
}

/** Where the entry of a content is; −1: there is none. */
export const findEntry = ({ entries, slots }: KnownEntries, content: Uint8Array): number =>
  findPlace(slots, contentIn(entries), content);

const contentIn =
  (entries: Uint8Array): NameAt =>
  (place) =>
    entries.subarray(place * ENTRY_BYTES, place * ENTRY_BYTES + CONTENT_BYTES);
