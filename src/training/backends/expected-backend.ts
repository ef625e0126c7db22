import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import type { Backend, BackendChoice } from '../types.ts';
import { autoBackend, findGpu } from './gpu/gpu-location.ts';
import { NATIVE_PACKAGE, nativeCandidates } from './native/native-location.ts';

/** A 32-bit float as WebAssembly holds it. */
const float = (value: number): number[] => [...new Uint8Array(Float32Array.of(value).buffer)];
/** The instruction that makes a vector of four of it. */
const splat = (value: number): number[] => [0x43, ...float(value), 0xfd, 0x13];

const BODY = [
  // No locals; then (1 + 2⁻¹²)² − (1 + 2⁻¹¹) by f32x4.relaxed_madd, of which the first lane; end.
  ...[0, ...splat(1 + 2 ** -12), ...splat(1 + 2 ** -12), ...splat(-(1 + 2 ** -11))],
  ...[0xfd, 0x85, 0x02, 0xfd, 0x1f, 0, 0x0b],
];
/** A module that exports one function, `f`: 2⁻²⁴ where multiply-add rounds once, 0 where it rounds twice. */
const PROBE = new Uint8Array([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 5, 1, 0x60, 0, 1, 0x7d, 3, 2, 1, 0, 7, 5, 1, 1, 0x66, 0, 0],
  ...[10, BODY.length + 2, 1, BODY.length, ...BODY],
]);

let fused: boolean | undefined;

/**
 * Whether WebAssembly multiplies and adds in one step here, with one rounding. V8 11.3, of Node 20, has it behind a flag, which
 * this sets; later ones have it as it is. A processor without such an instruction rounds twice, and that would be other bits.
 */
export function fusesMultiplyAdd(): boolean {
  if (fused === undefined) {
    if (!WebAssembly.validate(PROBE)) setFlagsFromString('--experimental-wasm-relaxed-simd');
    fused =
      WebAssembly.validate(PROBE) &&
      (new WebAssembly.Instance(new WebAssembly.Module(PROBE)).exports.f as () => number)() !== 0;
  }
  return fused;
}

/** The faster of the two WASM backends that this machine has. */
export const wasmBackend = (): 'wasm' | 'wasm-fma' => (fusesMultiplyAdd() ? 'wasm-fma' : 'wasm');

/**
 * What `startBackend` will start, as far as it can be told without starting it: native TensorFlow may be there and not load, a
 * graphics adapter be another one now.
 */
export function expectedBackend(choice: BackendChoice): Backend {
  if (choice !== 'auto') return choice;
  return autoBackend(nativeIsThere(), findGpu()?.record, wasmBackend());
}

/** Whether native TensorFlow is there, loading or not. */
export const nativeIsThere = (): boolean => nativeCandidates().some(isThere);

function isThere({ require }: ReturnType<typeof nativeCandidates>[number]): boolean {
  try {
    require.resolve(NATIVE_PACKAGE);
    return true;
  } catch {
    return false;
  }
}

/** Trainings at once on a graphics adapter: one uses it while the other makes its next batch. They share its memory. */
const GPU_JOBS = 2;

/** How many processes work at once where the user says nothing. */
export function usualJobs(choice: BackendChoice): number {
  const cores = availableParallelism();
  return expectedBackend(choice) === 'webgpu' ? Math.min(GPU_JOBS, cores) : cores;
}

/** The graphics adapter that computes where the backend is `webgpu`: the one that training was verified with here. */
export function verifiedAdapter(): string | undefined {
  return findGpu()?.record?.adapter;
}
