import { KERNEL_BYTES } from './kernel-bytes.ts';
import type { Raster } from './raster.ts';

/** Weighs the pixels of each row; see assembly/resize.ts. */
type WeighRows = (
  data: number,
  height: number,
  from: number,
  width: number,
  firsts: number,
  groups: number,
  weights: number,
  most: number,
  out: number,
) => void;

/** What assembly/index.ts exports; see there. */
export interface LooksKernels {
  readonly memory: WebAssembly.Memory;
  readonly countNumbers: (
    numbers: number,
    many: number,
    first: number,
    end: number,
    bits: number,
    counts: number,
  ) => void;
  readonly countSome: (data: number, pixels: number, every: number, bits: number, counts: number) => void;
  readonly countValues: (data: number, length: number, channels: number, counts: number) => void;
  readonly sortOut: (
    data: number,
    pixels: number,
    first: number,
    firstEnd: number,
    second: number,
    secondEnd: number,
    out: number,
  ) => void;
  readonly hash: (
    square: number,
    axes: number,
    ways: number,
    cuts: number,
    many: number,
    factors: number,
    room: number,
    hashes: number,
  ) => void;
  readonly findNear: (
    starts: number,
    near: number,
    keys: number,
    sought: number,
    first: number,
    skipped: number,
    many: number,
    mask: number,
    most: number,
    out: number,
    room: number,
  ) => number;
  readonly digest: (data: number, length: number, out: number) => void;
  readonly across: WeighRows;
  readonly acrossGreys: WeighRows;
  readonly toGreys: (data: number, pixels: number, out: number) => void;
  readonly sumEdges: (data: number, width: number, height: number, out: number) => void;
  readonly down: (
    data: number,
    samples: number,
    height: number,
    firsts: number,
    counts: number,
    weights: number,
    most: number,
    out: number,
  ) => void;
  readonly steepest: (
    data: number,
    stride: number,
    channels: number,
    columns: number,
    rows: number,
    greys: number,
  ) => number;
}

const PAGE = 2 ** 16;

let compiled: WebAssembly.Module | undefined;
let loaded: LooksKernels | undefined;

/**
 * The kernels, with at least `bytes` of memory; what is in it is valid until they are asked for again. Memory that is too
 * small is replaced, never grown: growing it would detach its buffer, which makes V8 check every access to typed arrays.
 */
export function looksKernels(bytes: number): LooksKernels {
  if (loaded && loaded.memory.buffer.byteLength >= bytes) return loaded;
  loaded = ownLooksKernels(bytes);
  return loaded;
}

/** Kernels with a memory of their own, of at least `bytes`. */
export function ownLooksKernels(bytes: number): LooksKernels {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BYTES), (letter) => letter.charCodeAt(0)));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  return { memory, ...(exports as unknown as Omit<LooksKernels, 'memory'>) };
}

/** The next address that vectors of 16 bytes may begin at, with room behind for what is read beyond an end. */
export const behind = (end: number): number => (end + 31) & ~15;

/** A picture whose pixels stand in the kernels' memory from address 0 on, followed by zeros up to a multiple of 64. */
export interface PlacedRaster {
  readonly raster: Raster;
  /** The first address behind it that is free. */
  readonly free: number;
  /** The kernels, with so many bytes free behind the picture. */
  readonly kernels: (bytes: number) => LooksKernels;
}

/** Bytes that kernels take at once. */
const STRIPE = 64;

/** The length of some bytes with the zeros that stand behind them. */
export const paddedLength = (length: number): number => Math.ceil(length / STRIPE) * STRIPE;

/**
 * Puts a picture into the kernels' memory, so that several of them work on it without copying it again. It stays there until
 * another one is placed, or kernels are asked for in another way.
 */
export function placeRaster(raster: Raster): PlacedRaster {
  const { data } = raster;
  const padded = paddedLength(data.length);
  const free = behind(padded);
  let placed: WebAssembly.Memory | undefined;
  return {
    raster,
    free,
    kernels: (bytes) => {
      const kernels = looksKernels(free + bytes);
      if (kernels.memory === placed) return kernels;
      placed = kernels.memory;
      const whole = new Uint8Array(placed.buffer);
      whole.set(data);
      whole.fill(0, data.length, padded);
      return kernels;
    },
  };
}
