// AssemblyScript; see index.ts.

/**
 * a · b + c in float32. Compiled with `--enable relaxed-simd`, one instruction that rounds once, where the processor has it;
 * else two that round twice.
 */
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? v128.relaxed_madd<f32>(a, b, c) : f32x4.add(c, f32x4.mul(a, b));
}
