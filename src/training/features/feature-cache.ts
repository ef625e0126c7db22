import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rename, rm, utimes, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pruneFolder, sha256, temporaryFile, whileHeld } from '../../files/index.ts';
import type { View } from './trunk-protocol.ts';

/** Packs together never take more than this; the longest unused go first. */
const MAX_TOTAL_BYTES = 2 * 1024 ** 3;
const MAX_AGE_MS = 90 * 24 * 3600 * 1000;
/** New entries are written together once they are so many. */
const WRITE_AT = 256;
/** Entries that are read at once. */
const READ_AT_ONCE = 1024;

const MAGIC = Buffer.from('LAFEAT\x00\x01', 'latin1');
const HASH = 32;
/** A byte, and three of nothing. */
const VIEW = 4;
const CHECKSUM = 8;

/** Where features of one data set's pictures are kept, by the SHA-256 of their files' bytes. They stay on the disk. */
export interface FeatureCache {
  readonly add: (contentHash: string, view: View, features: Uint16Array) => Promise<void>;
  /** Writes what is new. A cache that can't be written is no reason to fail. */
  readonly close: () => Promise<void>;
}

export interface FeatureCacheOptions {
  /** Real path of the data set's root: each has a file of its own, which goes when it is not used any more. */
  readonly root: string;
  /** All that the features depend on but the picture and the view. */
  readonly how: string;
  /** Numbers per picture and view. */
  readonly width: number;
  /** Whether a picture's features are of use now. */
  readonly wants: (contentHash: string) => boolean;
  /** Told the features of each wanted picture that are there, as 16-bit floats; valid during the call only. */
  readonly onFound: (contentHash: string, view: View, features: Uint16Array) => void;
}

interface Pack {
  /** Undefined where it can't be opened or written. */
  handle: FileHandle | undefined;
  /** Entries in the file, with those that are damaged or of no use. */
  count: number;
}

/**
 * Opens the cache, and goes through it once: one file, of entries of one size: content hash, view, features, checksum. New
 * entries are appended. What a crash or a second process that writes at once has damaged is passed over and made anew.
 */
export async function openFeatureCache(folder: string, options: FeatureCacheOptions): Promise<FeatureCache> {
  const { root, how, width, wants, onFound } = options;
  const file = join(folder, `${sha256(JSON.stringify([root, how])).slice(0, 40)}.pack`);
  const size = HASH + VIEW + width * 2 + CHECKSUM;
  const pack: Pack = { handle: undefined, count: 0 };
  let used = 0;
  let pending: Buffer[] = [];
  try {
    await openPack(file, size, pack);
    await forEachEntry(pack, size, (entry) => {
      const contentHash = entry.toString('hex', 0, HASH);
      if (!wants(contentHash) || !isWhole(entry)) return;
      used++;
      onFound(contentHash, viewOf(entry), featuresOf(entry));
    });
  } catch {
    await closeQuietly(pack);
  }

  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(pending);
    const at = MAGIC.length + pack.count * size;
    pack.count += pending.length;
    pending = [];
    if (pack.handle === undefined || bytes.length === 0) return;
    try {
      await writeWhole(pack.handle, bytes, at);
    } catch {
      // No space, say: this run goes on without a cache.
      await closeQuietly(pack);
    }
  };

  return {
    async add(contentHash, view, features) {
      used++;
      pending.push(encode(contentHash, view, features));
      if (pending.length >= WRITE_AT) await flush();
    },
    async close() {
      try {
        await flush();
        if (pack.handle !== undefined) {
          const now = new Date();
          await utimes(file, now, now);
          if (pack.count > 2 * used + WRITE_AT) await compact(file, pack, size, wants);
        }
        await pruneFolder(folder, { maxBytes: MAX_TOTAL_BYTES, maxAge: MAX_AGE_MS, ending: '.pack', keep: file });
      } catch {
        // Without a cache the next audit computes again; it loses nothing else.
      } finally {
        await closeQuietly(pack);
      }
    },
  };
}

async function openPack(file: string, size: number, pack: Pack): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  pack.handle = await open(file, constants.O_RDWR | constants.O_CREAT);
  const { size: length } = await pack.handle.stat();
  const magic = Buffer.alloc(MAGIC.length);
  await pack.handle.read(magic, 0, magic.length, 0);
  if (magic.equals(MAGIC)) {
    // What comes after the last whole entry was being written when a process was killed; it is overwritten.
    pack.count = Math.floor((length - MAGIC.length) / size);
    return;
  }
  await pack.handle.truncate(0);
  await writeWhole(pack.handle, MAGIC, 0);
}

/** Goes through the entries of a pack. What `look` is given is valid during the call only. */
async function forEachEntry(
  { handle, count }: Pack,
  size: number,
  look: (entry: Buffer) => Promise<void> | void,
): Promise<void> {
  // Numbers are read in place, which needs an even offset: so big a buffer has a memory of its own.
  const block = Buffer.allocUnsafeSlow(READ_AT_ONCE * size);
  for (let from = 0; from < count; from += READ_AT_ONCE) {
    const wanted = Math.min(READ_AT_ONCE, count - from) * size;
    const { bytesRead } = await handle!.read(block, 0, wanted, MAGIC.length + from * size);
    for (let at = 0; at + size <= bytesRead; at += size) {
      const looked = look(block.subarray(at, at + size));
      if (looked !== undefined) await looked;
    }
  }
}

function viewOf(entry: Buffer): View {
  return entry[HASH] === 0 ? 'plain' : 'mirrored';
}

function featuresOf(entry: Buffer): Uint16Array {
  const from = entry.byteOffset + HASH + VIEW;
  return new Uint16Array(entry.buffer, from, (entry.length - HASH - VIEW - CHECKSUM) / 2);
}

function encode(contentHash: string, view: View, features: Uint16Array): Buffer {
  const body = Buffer.concat([
    Buffer.from(contentHash, 'hex'),
    Buffer.from([view === 'plain' ? 0 : 1, 0, 0, 0]),
    Buffer.from(features.buffer, features.byteOffset, features.byteLength),
  ]);
  return Buffer.concat([body, checksum(body)]);
}

function isWhole(entry: Buffer): boolean {
  const body = entry.subarray(0, entry.length - CHECKSUM);
  return checksum(body).equals(entry.subarray(body.length));
}

function checksum(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest().subarray(0, CHECKSUM);
}

async function writeWhole(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += (await handle.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
  }
}

async function closeQuietly(pack: Pack): Promise<void> {
  const { handle } = pack;
  pack.handle = undefined;
  await handle?.close().catch(() => undefined);
}

/** Writes a pack anew where most of it is of no use: what was asked for alone, and each once. */
async function compact(file: string, pack: Pack, size: number, wants: FeatureCacheOptions['wants']): Promise<void> {
  const temporary = temporaryFile(dirname(file));
  const handle = await open(temporary, 'wx');
  try {
    const kept = new Set<string>();
    await writeWhole(handle, MAGIC, 0);
    await forEachEntry(pack, size, async (entry) => {
      const name = entry.toString('hex', 0, HASH + VIEW);
      if (kept.has(name) || !wants(entry.toString('hex', 0, HASH)) || !isWhole(entry)) return;
      await writeWhole(handle, entry, MAGIC.length + kept.size * size);
      kept.add(name);
    });
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await whileHeld(() => rename(temporary, file));
}
