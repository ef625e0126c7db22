import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** The part of Emscripten's module that hands out memory: a byte offset, or 0 where there is none left. */
interface Heap {
  _malloc: (bytes: number) => number;
  readonly _free: (place: number) => void;
}

/**
 * Has the WASM backend fail where memory is short. tfjs takes the 0 that its heap then gives for a place like any other, and tensors
 * written there overwrite each other: training goes on, with wrong numbers.
 */
export function failWhereMemoryIsShort(backend: BackendWasm): void {
  const heap = backend.wasm as unknown as Heap;
  // With its first call Emscripten's function puts the module's own in its place.
  heap._free(heap._malloc(1));
  const malloc = heap._malloc;
  heap._malloc = (bytes) => {
    const place = malloc(bytes);
    if (place === 0 && bytes > 0) throw new RangeError(`Out of memory: no room for ${bytes} bytes on the heap.`);
    return place;
  };
}
