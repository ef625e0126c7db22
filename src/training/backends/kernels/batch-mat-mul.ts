import { util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Simd } from '../simd/simd-kernels.ts';
import type { KernelArgs, KernelCall } from './kernel-call.ts';

/**
 * BatchMatMul whose transposed operands are first transposed in memory: tfjs's WASM kernel falls to a plain triple
 * loop (1.6 GFLOP/s here) as soon as an operand is to be read transposed, and uses XNNPACK (24 GFLOP/s) otherwise.
 */
export function batchMatMul(simd: Simd, plainMatMul: KernelCall): (args: KernelArgs) => TensorInfo {
  return ({ inputs, attrs }) => {
    const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
    const a = transposeA ? transposeMatrices(simd, inputs.a!) : inputs.a!;
    const b = transposeB ? transposeMatrices(simd, inputs.b!) : inputs.b!;
    const out = plainMatMul({ a, b }, { transposeA: false, transposeB: false });
    if (a !== inputs.a) simd.free(a);
    if (b !== inputs.b) simd.free(b);
    return out;
  };
}

/** Transposes the last two dimensions. */
function transposeMatrices(simd: Simd, x: TensorInfo): TensorInfo {
  const outer = x.shape.slice(0, -2);
  const [rows, columns] = x.shape.slice(-2);
  const out = simd.output([...outer, columns, rows]);
  const bytes = rows * columns * Float32Array.BYTES_PER_ELEMENT;
  for (let i = 0; i < util.sizeFromShape(outer); i++) {
    simd.kernels.transposeOuter(simd.pointer(x) + i * bytes, rows, 1, columns, simd.pointer(out) + i * bytes);
  }
  return out;
}
