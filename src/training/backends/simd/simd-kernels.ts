import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { engine, type DataType, type TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { BackendError } from '../../errors.ts';
import { fusesMultiplyAdd } from '../expected-backend.ts';

/** What assembly/index.ts exports. Pointers are byte offsets on the heap of tfjs's WASM backend. */
interface SimdExports {
  columnMoments(x: number, rows: number, c: number, mean: number, variance: number, partial: number): void;
  scaleShift(x: number, rows: number, c: number, scale: number, shift: number, relu: number, out: number): void;
  normGradSums(
    x: number,
    dy: number,
    y: number,
    rows: number,
    c: number,
    mean: number,
    inverseStd: number,
    relu: number,
    sumDy: number,
    sumDyX: number,
    partial: number,
  ): void;
  normGradInput(
    x: number,
    dy: number,
    y: number,
    rows: number,
    c: number,
    a: number,
    b: number,
    d: number,
    relu: number,
    dx: number,
  ): void;
  reluGrad(dy: number, y: number, n: number, out: number): void;
  transposeOuter(x: number, n: number, p: number, c: number, out: number): void;
  filterGrad(
    x: number,
    dy: number,
    n: number,
    height: number,
    width: number,
    ci: number,
    outHeight: number,
    outWidth: number,
    co: number,
    kh: number,
    kw: number,
    strideHeight: number,
    strideWidth: number,
    top: number,
    left: number,
    chunk: number,
    scratch: number,
    out: number,
  ): void;
  maxPoolGrad(
    x: number,
    dy: number,
    n: number,
    height: number,
    width: number,
    c: number,
    outHeight: number,
    outWidth: number,
    kh: number,
    kw: number,
    strideHeight: number,
    strideWidth: number,
    top: number,
    left: number,
    dx: number,
  ): void;
  depthwise(
    x: number,
    n: number,
    height: number,
    width: number,
    c: number,
    filter: number,
    kh: number,
    kw: number,
    bias: number,
    strideHeight: number,
    strideWidth: number,
    top: number,
    left: number,
    outHeight: number,
    outWidth: number,
    least: number,
    most: number,
    out: number,
  ): void;
  convolution(
    x: number,
    n: number,
    height: number,
    width: number,
    ci: number,
    filter: number,
    kh: number,
    kw: number,
    co: number,
    bias: number,
    strideHeight: number,
    strideWidth: number,
    top: number,
    left: number,
    outHeight: number,
    outWidth: number,
    bounded: number,
    least: number,
    most: number,
    scratch: number,
    out: number,
  ): void;
  adamStep(
    w: number,
    g: number,
    m: number,
    v: number,
    n: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    out: number,
  ): void;
}

/** Which of our kernels run: those for any processor, or those that multiply and add in one step, with one rounding. */
export type KernelSet = 'plain' | 'fma';

const FILES: Readonly<Record<KernelSet, string>> = { plain: 'simd-kernels.wasm', fma: 'simd-kernels-fma.wasm' };

/** Our SIMD kernels beside tfjs's own, on the same heap. */
export interface Simd {
  /** Those of the set that was chosen last. */
  readonly kernels: SimdExports;
  readonly backend: BackendWasm;
  /** Byte offset of a tensor's first float. */
  readonly pointer: (tensor: TensorInfo) => number;
  /** A new float32 tensor with unset contents. */
  readonly output: (shape: number[]) => TensorInfo;
  /** A view of a tensor's floats; stale once the heap has grown, so it must not outlive the next allocation. */
  readonly view: (tensor: TensorInfo) => Float32Array;
  /** Frees a tensor that `output` made and that nothing else refers to. */
  readonly free: (tensor: TensorInfo) => void;
}

/** All that is loaded, and how to change what runs. */
interface LoadedSimd extends Simd {
  kernels: SimdExports;
  readonly sets: Partial<Record<KernelSet, SimdExports>>;
  readonly memory: WebAssembly.Memory;
}

let loaded: LoadedSimd | null = null;

/** The kernels, where the WASM backend runs and `loadSimd` was called; else null. */
export function simd(): Simd | null {
  return loaded !== null && engine().backend === loaded.backend ? loaded : null;
}

/**
 * Loads the compiled kernels for any processor into the heap of the running WASM backend.
 * @param backend the initialised WASM backend
 * @param folder of the .wasm files
 * @throws BackendError when a file cannot be read or the backend's memory cannot be shared
 */
export async function loadSimd(backend: BackendWasm, folder: string): Promise<Simd> {
  const exports = (backend.wasm as unknown as { asm?: Record<string, unknown> }).asm ?? {};
  const memory = Object.values(exports).find((value) => value instanceof WebAssembly.Memory);
  if (memory === undefined) {
    throw new BackendError('The WASM backend does not show its memory. Reinstall label-audit.');
  }
  const plain = await instanceOf(await bytesOf(folder, 'plain'), memory);
  const floats: DataType = 'float32';
  loaded = {
    kernels: plain,
    sets: { plain },
    memory,
    backend,
    pointer: (tensor) => backend.getMemoryOffset(tensor.dataId),
    output: (shape) => backend.makeOutput(shape, floats),
    view: (tensor) => backend.typedArrayFromHeap(tensor) as Float32Array,
    free: (tensor) => {
      backend.disposeData(tensor.dataId);
    },
  };
  return loaded;
}

/**
 * Has a set of kernels run from now on.
 * @param folder of the .wasm files
 * @returns false where `fma` is wanted and this machine or this version of Node does not fuse: the set stays as it was
 * @throws BackendError when a file cannot be read
 */
export async function useKernels(set: KernelSet, folder: string): Promise<boolean> {
  if (loaded === null) throw new BackendError('The WASM backend has not been started.');
  let kernels = loaded.sets[set];
  if (kernels === undefined) {
    if (set === 'fma' && !fusesMultiplyAdd()) return false;
    kernels = await instanceOf(await bytesOf(folder, set), loaded.memory);
    loaded.sets[set] = kernels;
  }
  loaded.kernels = kernels;
  return true;
}

async function bytesOf(folder: string, set: KernelSet): Promise<Uint8Array<ArrayBuffer>> {
  const file = join(folder, FILES[set]);
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    throw new BackendError(`The training kernels are missing (${file}). Reinstall label-audit.`, { cause: error });
  }
}

async function instanceOf(bytes: Uint8Array<ArrayBuffer>, memory: WebAssembly.Memory): Promise<SimdExports> {
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  return instance.exports as unknown as SimdExports;
}
