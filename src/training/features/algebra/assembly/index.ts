// AssemblyScript, not TypeScript: scripts/build-simd.mjs compiles this folder into ../kernel-bytes.ts. Pointers and steps are
// in bytes, in the module's one memory, which the caller has laid out. It has no data segment and allocates nothing.

import { multiplyAddOf } from './multiply-add';

/** `multiplyAddOf` in float32; n is a multiple of 4. */
export function multiplyAdd(
  a: usize, rowA: usize, stepA: usize, b: usize, rowB: usize, c: usize, rowC: usize, m: i32, n: i32, p: i32, upper: i32,
  scratch: usize,
): void {
  multiplyAddOf<f32>(a, rowA, stepA, b, rowB, c, rowC, m, n, p, upper, scratch);
}

/** `multiplyAddOf` in float64; n is a multiple of 4. */
export function multiplyAdd64(
  a: usize, rowA: usize, stepA: usize, b: usize, rowB: usize, c: usize, rowC: usize, m: i32, n: i32, p: i32, upper: i32,
  scratch: usize,
): void {
  multiplyAddOf<f64>(a, rowA, stepA, b, rowB, c, rowC, m, n, p, upper, scratch);
}
