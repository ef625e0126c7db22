import { KERNEL_BYTES } from './kernel-bytes.ts';

/** What assembly/index.ts exports: c += a·b, see there. Pointers and steps are in bytes; n is a multiple of 4. */
type MultiplyAdd = (
  a: number,
  rowA: number,
  stepA: number,
  b: number,
  rowB: number,
  c: number,
  rowC: number,
  m: number,
  n: number,
  p: number,
  upper: number,
  scratch: number,
) => void;

/** Matrices in one memory of the matrix kernels'. */
export interface ProductMemory {
  readonly multiplyAdd: MultiplyAdd;
  readonly multiplyAdd64: MultiplyAdd;
  /** Byte offset of each matrix, by its name. */
  readonly at: Readonly<Record<string, number>>;
  readonly floats: (name: string) => Float32Array;
  readonly doubles: (name: string) => Float64Array;
}

const PAGE = 2 ** 16;
/** Matrices begin at a multiple of so many bytes: what the processor's caches fetch at once. */
const LINE = 64;

let compiled: WebAssembly.Module | undefined;

/**
 * Lays matrices out in a new memory. Memory is never grown; see `kernels` of the core.
 * @param sizes bytes of each matrix, by its name
 */
export function createProductMemory(sizes: Readonly<Record<string, number>>): ProductMemory {
  const at: Record<string, number> = {};
  // Offset 0 stays free.
  let end = LINE;
  for (const [name, bytes] of Object.entries(sizes)) {
    at[name] = end;
    end += Math.ceil(bytes / LINE) * LINE;
  }
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BYTES), (letter) => letter.charCodeAt(0)));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(end / PAGE) });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  return {
    ...(exports as unknown as Pick<ProductMemory, 'multiplyAdd' | 'multiplyAdd64'>),
    at,
    floats: (name) => new Float32Array(memory.buffer, at[name], sizes[name] >> 2),
    doubles: (name) => new Float64Array(memory.buffer, at[name], sizes[name] >> 3),
  };
}

/**
 * Floats from one row to the next: a multiple of four with an odd number of cache lines, since rows that lie a power of
 * two apart would meet in a few sets of the first-level cache.
 */
export function rowStride(columns: number): number {
  const lines = Math.ceil(columns / 16);
  return (lines % 2 === 0 ? lines + 1 : lines) * 16;
}

/** The next multiple of four. */
export function fours(n: number): number {
  return Math.ceil(n / 4) * 4;
}
