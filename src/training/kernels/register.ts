import {
  BatchMatMul,
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  getKernel,
  Identity,
  MaxPoolGrad,
  registerKernel,
  Slice,
  unregisterKernel,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Simd } from '../simd/simd-kernels.ts';
import { batchMatMul } from './batch-mat-mul.ts';
import { conv2dBackpropFilter } from './conv2d-backprop-filter.ts';
import { conv2dBackpropInput } from './conv2d-backprop-input.ts';
import { wasmKernel, type KernelArgs } from './kernel-call.ts';
import { maxPoolGrad } from './max-pool-grad.ts';

/**
 * Gives tfjs's WASM backend the gradient kernels that it lacks (Conv2DBackpropFilter) or has only as plain loops
 * (Conv2DBackpropInput, MaxPoolGrad, BatchMatMul with transposed operands). Called once, after the backend is ready.
 */
export function registerGradientKernels(simd: Simd): void {
  const conv2d = wasmKernel(simd, Conv2D);
  const matMul = wasmKernel(simd, BatchMatMul);
  const slice = wasmKernel(simd, Slice);
  replaceKernel(BatchMatMul, batchMatMul(simd, matMul));
  replaceKernel(Conv2DBackpropFilter, conv2dBackpropFilter(simd));
  replaceKernel(Conv2DBackpropInput, conv2dBackpropInput(simd, { conv2d, matMul, slice }));
  replaceKernel(MaxPoolGrad, maxPoolGrad(simd));
  replaceKernel(Identity, shareIdentity(simd));
}

/** Identity that shares the data, as on tfjs's other backends: the tape clones every tensor that it saves. */
function shareIdentity(simd: Simd): (args: KernelArgs) => TensorInfo {
  return ({ inputs }) => {
    const { dataId, shape, dtype } = inputs.x!;
    simd.backend.incRef(dataId);
    return { dataId, shape, dtype };
  };
}

function replaceKernel(kernelName: string, kernel: (args: KernelArgs) => TensorInfo): void {
  if ((getKernel(kernelName, 'wasm') as unknown) !== undefined) unregisterKernel(kernelName, 'wasm');
  registerKernel({ kernelName, backendName: 'wasm', kernelFunc: kernel });
}
