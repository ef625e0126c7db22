import {
  BatchMatMul,
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  getKernel,
  registerKernel,
  Slice,
  Transpose,
  unregisterKernel,
  type KernelFunc,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Simd } from '../simd/simd-kernels.ts';
import { batchMatMul } from './batch-mat-mul.ts';
import { conv2dBackpropFilter } from './conv2d-backprop-filter.ts';
import { conv2dBackpropInput } from './conv2d-backprop-input.ts';
import { wasmKernel, type KernelArgs } from './kernel-call.ts';

/**
 * Gives tfjs's WASM backend the gradient kernels that it lacks (Conv2DBackpropFilter) or has only as plain loops
 * (Conv2DBackpropInput, BatchMatMul with transposed operands). Called once, after the backend is ready.
 */
export function registerGradientKernels(simd: Simd): void {
  const conv2d = wasmKernel(simd, Conv2D);
  const matMul = wasmKernel(simd, BatchMatMul);
  const transpose = wasmKernel(simd, Transpose);
  const slice = wasmKernel(simd, Slice);
  replaceKernel(BatchMatMul, batchMatMul(simd, matMul));
  replaceKernel(Conv2DBackpropFilter, conv2dBackpropFilter(simd, { conv2d, matMul, transpose, slice }));
  replaceKernel(Conv2DBackpropInput, conv2dBackpropInput(simd, { conv2d, matMul, slice }));
}

function replaceKernel(kernelName: string, kernel: (args: KernelArgs) => TensorInfo): void {
  if ((getKernel(kernelName, 'wasm') as unknown) !== undefined) unregisterKernel(kernelName, 'wasm');
  registerKernel({ kernelName, backendName: 'wasm', kernelFunc: kernel as unknown as KernelFunc });
}
