import type { ClassIndices, PredProbs } from '../types.ts';
import { KERNEL_BYTES } from './kernel-bytes.ts';

/** What assembly/index.ts exports: notes the facts of some rows; see there. Widths are in bytes. */
type ScanKernel = (
  data: number,
  dataWidth: number,
  labels: number,
  labelWidth: number,
  own: number,
  marks: number,
  markWidth: number,
  from: number,
  n: number,
  k: number,
  lenient: number,
) => number;

/** Room for some rows in the memory that the kernels work on. What is in it is valid until the next is asked for. */
export interface KernelRoom {
  readonly rows: number;
  readonly data: PredProbs['data'];
  readonly labels: ClassIndices;
  readonly own: Float64Array;
  readonly marks: ClassIndices;
  /**
   * Notes the facts of rows `from` up to `n`, without it; stops at the first that must be looked at value by value, unless
   * `lenient`.
   *
   * @returns that row's number, else n
   */
  readonly scan: (from: number, n: number, lenient: boolean) => number;
}

/** Bytes of probabilities that are copied at once: few enough to stay in the processor's nearer caches until they are read. */
const AT_ONCE = 2 ** 17;
const PAGE = 2 ** 16;

interface Kernels {
  readonly memory: WebAssembly.Memory;
  readonly scan: ScanKernel;
}

let compiled: WebAssembly.Module | undefined;
let loaded: Kernels | undefined;

/**
 * The kernels, with at least `bytes` of memory. Memory that is too small is replaced, never grown: growing it would
 * detach its buffer, and after the first detached buffer V8 checks for others at every access to every typed array.
 */
function kernels(bytes: number): Kernels {
  if (loaded && loaded.memory.buffer.byteLength >= bytes) return loaded;
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BYTES), (letter) => letter.charCodeAt(0)));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  loaded = { memory, ...(exports as unknown as Pick<Kernels, 'scan'>) };
  return loaded;
}

/** A view of the same kind as `like`. */
function view<Kind extends PredProbs['data'] | ClassIndices>(
  like: Kind,
  memory: WebAssembly.Memory,
  at: number,
  length: number,
): Kind {
  const { buffer } = memory;
  const made = ((): PredProbs['data'] | ClassIndices => {
    if (like instanceof Float64Array) return new Float64Array(buffer, at, length);
    if (like instanceof Float32Array) return new Float32Array(buffer, at, length);
    if (like instanceof Uint8Array) return new Uint8Array(buffer, at, length);
    if (like instanceof Uint16Array) return new Uint16Array(buffer, at, length);
    return new Int32Array(buffer, at, length);
  })();
  return made as Kind;
}

/**
 * Room for rows of `k` probabilities of the type of `data`, with labels and marks as wide as the given ones; for at most
 * `n` rows, or as many as are best processed together.
 */
export function kernelRoom(
  data: PredProbs['data'],
  labels: ClassIndices,
  marks: ClassIndices,
  k: number,
  n: number,
): KernelRoom {
  const rows = Math.min(n, Math.max(1, Math.floor(AT_ONCE / (k * data.BYTES_PER_ELEMENT))));
  // Each part begins at a multiple of 8.
  const ownAt = Math.ceil((rows * k * data.BYTES_PER_ELEMENT) / 8) * 8;
  const labelsAt = ownAt + 8 * rows;
  const marksAt = labelsAt + 4 * Math.ceil(rows / 2) * 2;
  const { memory, scan } = kernels(marksAt + 4 * rows);
  const widths = [data.BYTES_PER_ELEMENT, labels.BYTES_PER_ELEMENT, marks.BYTES_PER_ELEMENT] as const;
  return {
    rows,
    data: view(data, memory, 0, rows * k),
    own: new Float64Array(memory.buffer, ownAt, rows),
    labels: view(labels, memory, labelsAt, rows),
    marks: view(marks, memory, marksAt, rows),
    scan: (from, end, lenient) =>
      scan(0, widths[0], labelsAt, widths[1], ownAt, marksAt, widths[2], from, end, k, lenient ? 1 : 0),
  };
}
