import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  futimesSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DECODER_VERSION, type DecodedPicture } from './decode-picture.ts';
import { pruneFolder } from '../files/index.ts';
import { sha256 } from '../files/index.ts';
import { temporaryFile, whileHeld } from '../files/index.ts';
import type { DecodeOptions } from './types.ts';

/** Packs together never take more than this; the longest unused go first. */
const MAX_TOTAL_BYTES = 3 * 1024 ** 3;
const MAX_PACK_BYTES = 2 * 1024 ** 3;
const MAX_AGE_MS = 90 * 24 * 3600 * 1000;
/** New entries are written together once they have this many bytes. */
const WRITE_AT = 1 << 22;

const MAGIC = Buffer.from('LAPIX\x00\x00\x01', 'latin1');
/** Content hash, number of channels, what was done to the picture, 2 bytes of nothing, checksum. */
const ENTRY_HEADER = 32 + 4 + 8;

/** Decoded pictures of one data set by the SHA-256 of their files' bytes. They stay on the disk. */
export interface PictureCache {
  /** Undefined where there is none, or a damaged one. */
  get(contentHash: string): DecodedPicture | undefined;
  add(contentHash: string, picture: DecodedPicture): void;
  /** Writes the new entries; never throws, since the work can do without a cache. What is added later is ignored. */
  close(): Promise<void>;
}

interface Pack {
  /** Undefined where it can't be opened or written. */
  descriptor: number | undefined;
  /** For each content hash where its entry begins. */
  readonly entries: Map<string, number>;
  /** How many entries the file has, including damaged and repeated ones. */
  count: number;
  /** Where the next entry goes. */
  end: number;
}

/**
 * Opens the cache of a data set's pictures decoded with these options: one file, since thousands of small ones are slow
 * everywhere. Its name holds the root and the options; an entry is found by content alone, so a renamed or relabelled
 * picture is not decoded again. New entries are appended. Each carries a checksum: an entry that a crash, or a second
 * process writing at the same time, has damaged is skipped and written again.
 */
export function openPictureCache(
  folder: string,
  root: string,
  options: Pick<DecodeOptions, 'imageSize' | 'trim'>,
  decoder: string,
): PictureCache {
  const key = JSON.stringify([root, options.imageSize, options.trim, DECODER_VERSION, decoder]);
  const file = join(folder, `${sha256(key).slice(0, 40)}.pack`);
  const pixels = options.imageSize ** 2;
  const pack = openPack(file, pixels);
  const used = new Set<string>();
  let pending: Buffer[] = [];
  let pendingBytes = 0;

  const flush = (): void => {
    if (pack.descriptor === undefined || pending.length === 0) return;
    try {
      writeWhole(pack.descriptor, Buffer.concat(pending), pack.end - pendingBytes);
    } catch {
      // No space, say: the entries in the file stay useful, and this run goes on without adding to them.
      closeQuietly(pack);
    }
    pending = [];
    pendingBytes = 0;
  };

  return {
    get(contentHash) {
      const at = pack.entries.get(contentHash);
      if (at === undefined || pack.descriptor === undefined) return undefined;
      const entry = readEntry(pack.descriptor, at, pixels);
      if (entry?.hash !== contentHash) {
        pack.entries.delete(contentHash);
        return undefined;
      }
      used.add(contentHash);
      return entry.picture;
    },
    add(contentHash, picture) {
      const bytes = ENTRY_HEADER + picture.pixels.length;
      if (pack.descriptor === undefined || (used.size + 1) * bytes > MAX_PACK_BYTES) return;
      pending.push(encodeEntry(contentHash, picture));
      pendingBytes += bytes;
      pack.entries.set(contentHash, pack.end);
      used.add(contentHash);
      pack.count++;
      pack.end += bytes;
      if (pendingBytes >= WRITE_AT) flush();
    },
    async close() {
      flush();
      try {
        if (pack.descriptor !== undefined) {
          const now = new Date();
          futimesSync(pack.descriptor, now, now);
          if (pack.count > 2 * used.size) await compact(file, pack, used, pixels);
        }
        await pruneFolder(folder, { maxBytes: MAX_TOTAL_BYTES, maxAge: MAX_AGE_MS, ending: '.pack', keep: file });
      } catch {
        // Without a cache the next audit decodes again; it loses nothing else.
      } finally {
        closeQuietly(pack);
      }
    },
  };
}

/** Opens or begins a pack, and finds its entries by a look at their headers alone. */
function openPack(file: string, pixels: number): Pack {
  const pack: Pack = { descriptor: undefined, entries: new Map(), count: 0, end: MAGIC.length };
  try {
    mkdirSync(dirname(file), { recursive: true });
    pack.descriptor = openSync(file, constants.O_RDWR | constants.O_CREAT);
    const { size } = fstatSync(pack.descriptor);
    const head = Buffer.alloc(ENTRY_HEADER);
    const magic = Buffer.alloc(MAGIC.length);
    readSync(pack.descriptor, magic, 0, magic.length, 0);
    if (!magic.equals(MAGIC)) {
      ftruncateSync(pack.descriptor, 0);
      writeWhole(pack.descriptor, MAGIC, 0);
      return pack;
    }
    while (pack.end + ENTRY_HEADER <= size) {
      readSync(pack.descriptor, head, 0, ENTRY_HEADER, pack.end);
      const channels = head[32];
      const end = pack.end + ENTRY_HEADER + pixels * channels;
      if ((channels !== 1 && channels !== 3) || end > size) break;
      pack.entries.set(head.toString('hex', 0, 32), pack.end);
      pack.count++;
      pack.end = end;
    }
    // What comes after the last whole entry was being written when a process was killed.
    if (pack.end < size) ftruncateSync(pack.descriptor, pack.end);
  } catch {
    closeQuietly(pack);
  }
  return pack;
}

function closeQuietly(pack: Pack): void {
  const { descriptor } = pack;
  pack.descriptor = undefined;
  if (descriptor === undefined) return;
  try {
    closeSync(descriptor);
  } catch {
    return;
  }
}

function readEntry(
  descriptor: number,
  at: number,
  pixels: number,
): { readonly hash: string; readonly picture: DecodedPicture } | undefined {
  const entry = Buffer.allocUnsafeSlow(ENTRY_HEADER + pixels * 3);
  let read: number;
  try {
    read = readSync(descriptor, entry, 0, entry.length, at);
  } catch {
    return undefined;
  }
  const channels = entry[32];
  const end = ENTRY_HEADER + pixels * channels;
  if (read < ENTRY_HEADER || (channels !== 1 && channels !== 3) || end > read) return undefined;
  const values = entry.subarray(ENTRY_HEADER, end);
  const picture = { channels, pixels: values, ...treatmentOf(entry[33]) } as const;
  if (!checksum(entry.subarray(0, 36), picture.pixels).equals(entry.subarray(36, ENTRY_HEADER))) return undefined;
  return { hash: entry.toString('hex', 0, 32), picture };
}

function treatmentByte(treatment: DecodedPicture['treatment']): number {
  return (treatment?.scaled === true ? 1 : 0) | (treatment?.onBlack === true ? 2 : 0);
}

function treatmentOf(byte: number): Pick<DecodedPicture, 'treatment'> {
  return byte === 0 ? {} : { treatment: { scaled: (byte & 1) !== 0, onBlack: (byte & 2) !== 0 } };
}

function encodeEntry(hash: string, { channels, pixels, treatment }: DecodedPicture): Buffer {
  const head = Buffer.concat([Buffer.from(hash, 'hex'), Buffer.from([channels, treatmentByte(treatment), 0, 0])]);
  return Buffer.concat([head, checksum(head, pixels), pixels]);
}

function checksum(head: Uint8Array, pixels: Uint8Array): Buffer {
  return createHash('sha256').update(head).update(pixels).digest().subarray(0, 8);
}

function writeWhole(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at, bytes.length - at, position + at);
}

/**
 * Writes a pack again when most of it is unused: the entries that were used and, since the others may belong to another
 * labels file of the same folder, as many of these, the latest first.
 */
async function compact(file: string, pack: Pack, used: ReadonlySet<string>, pixels: number): Promise<void> {
  const others = [...pack.entries.keys()].filter((hash) => !used.has(hash)).reverse();
  const temporary = temporaryFile(dirname(file));
  const descriptor = openSync(temporary, 'wx');
  let end = MAGIC.length;
  try {
    writeWhole(descriptor, MAGIC, 0);
    for (const hash of [...used, ...others.slice(0, used.size)]) {
      const entry = readEntry(pack.descriptor!, pack.entries.get(hash) ?? 0, pixels);
      if (entry?.hash !== hash) continue;
      const bytes = encodeEntry(hash, entry.picture);
      if (end + bytes.length > MAX_PACK_BYTES) break;
      writeWhole(descriptor, bytes, end);
      end += bytes.length;
    }
  } catch (error) {
    closeSync(descriptor);
    await rm(temporary, { force: true });
    throw error;
  }
  closeSync(descriptor);
  await whileHeld(() => rename(temporary, file));
}
