import { closeSync, openSync, readSync } from 'node:fs';
import { TrainingError } from '../errors.ts';

/** Pictures of equal size that can be read in any order, wherever they are. */
export interface PictureSource {
  /**
   * Copies pictures, one after the other.
   * @param indices which ones
   * @param target at least as many bytes as they have; filled from its start
   */
  read(indices: Int32Array, target: Uint8Array): void;
}

export interface PictureFile extends PictureSource {
  close(): void;
}

/**
 * Opens a file of pictures that lie one after the other. Nothing is kept in memory: the system's file cache, which all
 * processes share, makes a read from it about as fast as a copy.
 * @param size bytes of each picture
 */
export function openPictureFile(file: string, size: number): PictureFile {
  const descriptor = openSync(file, 'r');
  return {
    read(indices, target) {
      let run: number;
      for (let i = 0; i < indices.length; i += run) {
        // Neighbours in the file are read at once.
        run = 1;
        while (i + run < indices.length && indices[i + run] === indices[i] + run) run++;
        readWhole(descriptor, target.subarray(i * size, (i + run) * size), indices[i] * size, file);
      }
    },
    close() {
      closeSync(descriptor);
    },
  };
}

/** Pictures that are in memory. */
export function picturesInMemory(images: Uint8Array, size: number): PictureSource {
  return {
    read(indices, target) {
      indices.forEach((index, i) => {
        target.set(images.subarray(index * size, (index + 1) * size), i * size);
      });
    },
  };
}

function readWhole(descriptor: number, target: Uint8Array, position: number, file: string): void {
  for (let at = 0; at < target.length;) {
    const count = readSync(descriptor, target, at, target.length - at, position + at);
    if (count === 0) throw new TrainingError(`${file} ends too early. Run the audit again.`);
    at += count;
  }
}
