import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { DECODER_VERSION, type DecodedPicture } from './decode-picture.ts';
import { sha256 } from './sha256.ts';
import type { DecodeOptions } from './types.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/** Packs together never take more than this; the longest unused go first. */
const MAX_TOTAL_BYTES = 2 * 1024 ** 3;
const MAX_PACK_BYTES = 1024 ** 3;
const MAX_AGE_MS = 90 * 24 * 3600 * 1000;

const MAGIC = Buffer.from('LAPIX\x00\x00\x01', 'latin1');
/** Content hash, number of channels, 3 bytes of nothing, checksum. */
const ENTRY_HEADER = 32 + 4 + 8;

/** Decoded pictures of one data set by the SHA-256 of their files' bytes. */
export interface PictureCache {
  get(contentHash: string): DecodedPicture | undefined;
  add(contentHash: string, picture: DecodedPicture): void;
  /** Writes the pack if there is anything new in it. A cache that can't be written is no reason to fail. */
  save(): Promise<void>;
}

/**
 * Opens the cache of a data set's pictures decoded with these options: one file, since thousands of small ones are slow
 * everywhere. Its name holds the root and the options; an entry is found by content alone, so a renamed or relabelled
 * picture is not decoded again. Damaged entries are passed over and written anew.
 */
export async function openPictureCache(
  folder: string,
  root: string,
  options: Pick<DecodeOptions, 'imageSize' | 'trim'>,
  decoder: string,
): Promise<PictureCache> {
  const key = JSON.stringify([root, options.imageSize, options.trim, DECODER_VERSION, decoder]);
  const file = join(folder, `${sha256(key).slice(0, 40)}.pack`);
  const { entries, damaged } = await readPack(file, options.imageSize);
  const used = new Set<string>();
  let changed = damaged;
  return {
    get(contentHash) {
      const picture = entries.get(contentHash);
      if (picture !== undefined) used.add(contentHash);
      return picture;
    },
    add(contentHash, picture) {
      entries.set(contentHash, picture);
      used.add(contentHash);
      changed = true;
    },
    async save() {
      try {
        const now = new Date();
        if (!changed) await utimes(file, now, now);
        else {
          await mkdir(folder, { recursive: true });
          await writeFileAtomic(file, encodePack(entries, used), { sync: false });
          changed = false;
        }
        await prune(folder, file);
      } catch {
        // Without a cache the next audit decodes again; it loses nothing else.
        return;
      }
    },
  };
}

async function readPack(
  file: string,
  imageSize: number,
): Promise<{ entries: Map<string, DecodedPicture>; damaged: boolean }> {
  const entries = new Map<string, DecodedPicture>();
  const pack = await readFile(file).catch(() => undefined);
  if (pack === undefined) return { entries, damaged: false };
  if (!pack.subarray(0, MAGIC.length).equals(MAGIC)) return { entries, damaged: true };
  let damaged = false;
  let at = MAGIC.length;
  while (at < pack.length) {
    const channels = pack[at + 32];
    const end = at + ENTRY_HEADER + imageSize * imageSize * channels;
    if ((channels !== 1 && channels !== 3) || end > pack.length) return { entries, damaged: true };
    const pixels = pack.subarray(at + ENTRY_HEADER, end);
    const sum = checksum(pack.subarray(at, at + 36), pixels);
    if (sum.equals(pack.subarray(at + 36, at + ENTRY_HEADER))) {
      entries.set(pack.toString('hex', at, at + 32), { channels, pixels });
    } else damaged = true;
    at = end;
  }
  return { entries, damaged };
}

/**
 * The pack's bytes, in pieces. Pictures that this run did not use may belong to another labels file of the same folder:
 * as many of them are kept as were used.
 */
function encodePack(entries: ReadonlyMap<string, DecodedPicture>, used: ReadonlySet<string>): Buffer[] {
  const parts: Buffer[] = [];
  let piece: Buffer[] = [MAGIC];
  let pieceBytes = 0;
  let total = 0;
  let spare = used.size;
  for (const [hash, { channels, pixels }] of entries) {
    if (!used.has(hash) && spare-- <= 0) continue;
    total += ENTRY_HEADER + pixels.length;
    if (total > MAX_PACK_BYTES) break;
    const head = Buffer.concat([Buffer.from(hash, 'hex'), Buffer.from([channels, 0, 0, 0])]);
    piece.push(head, checksum(head, pixels), Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength));
    pieceBytes += pixels.length;
    if (pieceBytes > 1 << 23) {
      parts.push(Buffer.concat(piece));
      piece = [];
      pieceBytes = 0;
    }
  }
  parts.push(Buffer.concat(piece));
  return parts;
}

function checksum(head: Uint8Array, pixels: Uint8Array): Buffer {
  return createHash('sha256').update(head).update(pixels).digest().subarray(0, 8);
}

/** Removes packs that were not used for long, then the longest unused while all together take too much. */
async function prune(folder: string, current: string): Promise<void> {
  const files: { file: string; size: number; time: number }[] = [];
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.pack') && !(name.startsWith('.label-audit-') && name.endsWith('.tmp'))) continue;
    const file = join(folder, name);
    const info = await stat(file).catch(() => undefined);
    if (info?.isFile() === true) files.push({ file, size: info.size, time: info.mtimeMs });
  }
  files.sort((a, b) => b.time - a.time);
  const now = Date.now();
  let total = 0;
  for (const { file, size, time } of files) {
    total += size;
    const age = now - time;
    const abandoned = file.endsWith('.tmp') && age > 3_600_000;
    if (abandoned || age > MAX_AGE_MS || (total > MAX_TOTAL_BYTES && file !== current)) await rm(file, { force: true });
  }
}
