import { createHash } from 'node:crypto';
import { RECORD_BYTES } from './looks-record.ts';
import { findPlace, indexPlaces, type NameAt, type PlaceSlots } from './place-index.ts';

/** Bytes of the SHA-256 of a file, by which what was measured of it is known. */
const CONTENT_BYTES = 32;
const CHECKSUM_BYTES = 8;
const CHECKED_BYTES = CONTENT_BYTES + RECORD_BYTES;
/** Content hash, record, checksum of both: what the cache file holds, and what threads share. */
export const ENTRY_BYTES = CHECKED_BYTES + CHECKSUM_BYTES;

/** Contents of files that were measured before, in memory that threads share: there is one copy, however many look into it. */
export interface KnownContents {
  /** One after the other. */
  readonly contents: Uint8Array;
  /** Their places. */
  readonly slots: PlaceSlots;
}

export const entryAt = (entries: Uint8Array, place: number): Uint8Array =>
  entries.subarray(place * ENTRY_BYTES, (place + 1) * ENTRY_BYTES);

export const contentOf = (entry: Uint8Array): Uint8Array => entry.subarray(0, CONTENT_BYTES);

/** What was measured, of an entry. */
export const recordOf = (entry: Uint8Array): Uint8Array => entry.subarray(CONTENT_BYTES, CHECKED_BYTES);

/** @param content SHA-256 of the file */
export function writeEntry(entry: Uint8Array, content: Uint8Array, record: Uint8Array): void {
  entry.set(content, 0);
  entry.set(record, CONTENT_BYTES);
  entry.set(checksum(entry), CHECKED_BYTES);
}

export const isWhole = (entry: Uint8Array): boolean => checksum(entry).equals(entry.subarray(CHECKED_BYTES));

const checksum = (entry: Uint8Array): Buffer =>
  createHash('sha256').update(entry.subarray(0, CHECKED_BYTES)).digest().subarray(0, CHECKSUM_BYTES);

/** So many contents, which are told one after the other, in shared memory. */
export function gatherContents(n: number, contentAt: (i: number) => Uint8Array): Uint8Array {
  const contents = new Uint8Array(new SharedArrayBuffer(n * CONTENT_BYTES));
  for (let i = 0; i < n; i++) contents.set(contentAt(i), i * CONTENT_BYTES);
  return contents;
}

/** The content at a place, of many. */
export const contentIn =
  (contents: Uint8Array): NameAt =>
  (place) =>
    contents.subarray(place * CONTENT_BYTES, (place + 1) * CONTENT_BYTES);

/** Makes contents to be found. */
export function indexContents(contents: Uint8Array): KnownContents {
  return { contents, slots: indexPlaces(contents.length / CONTENT_BYTES, contentIn(contents)) };
}

/** The place of a content; −1: it is not known. */
export const findContent = ({ contents, slots }: KnownContents, content: Uint8Array): number =>
  findPlace(slots, contentIn(contents), content);
