import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createScratchFolder } from '../../../files/index.ts';
import { ENTRY_BYTES, entryAt } from './looks-entries.ts';

/** Entries by their places, in a file: those of very many pictures would take more memory than all else. */
export interface EntryFile {
  /** The entry at a place; it is overwritten as soon as the next one is asked for. */
  readonly at: (place: number) => Uint8Array;
}

/** Entries that are read at once where one after the other is asked for. */
const AHEAD = 64;

/**
 * Entries of an open file. Those that were read ahead are to be forgotten when the file is written to.
 *
 * @throws the system's error where they can't be read
 */
export function entryFile(descriptor: number): EntryFile & { readonly forget: () => void } {
  const room = new Uint8Array(AHEAD * ENTRY_BYTES);
  let from = 0;
  let end = 0;
  return {
    at: (place) => {
      if (place < from || place >= end) {
        const wanted = place === end ? AHEAD : 1;
        const read = readSync(descriptor, room, 0, wanted * ENTRY_BYTES, place * ENTRY_BYTES);
        from = place;
        end = place + Math.floor(read / ENTRY_BYTES);
        if (end === place) throw new Error('A temporary file was cut short.');
      }
      return entryAt(room, place - from);
    },
    forget: () => {
      from = end = 0;
    },
  };
}

/** A file of entries for as long as an audit runs. */
export interface EntryStore extends EntryFile {
  /** Writes entries that follow each other, from a place on. */
  readonly put: (first: number, entries: Uint8Array) => void;
  /** Removes the file. Nothing can be read any more. */
  readonly close: () => Promise<void>;
}

/** Opens a store. Where there is no room for its file, what can't be written is kept in memory. */
export async function openEntryStore(): Promise<EntryStore> {
  const scratch = await createScratchFolder().catch(() => undefined);
  let descriptor = scratch === undefined ? undefined : openQuietly(join(scratch.folder, 'looks'));
  const inFile = descriptor === undefined ? undefined : entryFile(descriptor);
  let isClosed = false;
  const inMemory = new Map<number, Uint8Array>();
  return {
    put: (first, entries) => {
      // A thread may answer while all is given up. The number of a closed file may be another one's by then.
      if (isClosed) return;
      inFile?.forget();
      if (descriptor !== undefined && isWritten(descriptor, entries, first * ENTRY_BYTES)) return;
      for (let i = 0; i < entries.length / ENTRY_BYTES; i++) inMemory.set(first + i, entryAt(entries, i).slice());
    },
    at: (place) => inMemory.get(place) ?? inFile!.at(place),
    close: async () => {
      isClosed = true;
      inMemory.clear();
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
      await scratch?.remove();
    },
  };
}

function openQuietly(file: string): number | undefined {
  try {
    return openSync(file, 'wx+');
  } catch {
    return undefined;
  }
}

function isWritten(descriptor: number, bytes: Uint8Array, position: number): boolean {
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at, bytes.length - at, position + at);
    return true;
  } catch {
    return false;
  }
}
