import { KERNEL_BYTES } from './kernel-bytes.ts';

/** What assembly/index.ts exports; see there. */
interface LooksKernels {
  readonly memory: WebAssembly.Memory;
  readonly countColours: (data: number, pixels: number, squared: number, bits: number, counts: number) => void;
  readonly countValues: (data: number, length: number, channels: number, counts: number) => void;
  readonly countWithin: (squared: number, pixels: number, first: number, bits: number, counts: number) => void;
  readonly across: (
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
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BYTES), (letter) => letter.charCodeAt(0)));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  loaded = { memory, ...(exports as unknown as Omit<LooksKernels, 'memory'>) };
  return loaded;
}

/** The next address that vectors of 16 bytes may begin at, with room behind for what is read beyond an end. */
export const behind = (end: number): number => (end + 31) & ~15;
