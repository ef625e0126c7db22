import {
  BatchMatMul,
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  FusedConv2D,
  FusedDepthwiseConv2D,
  Identity,
  MaxPoolGrad,
  Slice,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Simd } from '../simd/simd-kernels.ts';
import { batchMatMul } from './batch-mat-mul.ts';
import { convolution, product } from './convolution.ts';
import { conv2dBackpropFilter } from './conv2d-backprop-filter.ts';
import { conv2dBackpropInput } from './conv2d-backprop-input.ts';
import { fusedDepthwiseConv2d } from './fused-depthwise-conv2d.ts';
import { kernelCall, kernelOf, replaceKernel, type KernelArgs } from './kernel-call.ts';
import { maxPoolGrad } from './max-pool-grad.ts';

/**
 * Gives tfjs's WASM backend the gradient kernels that it lacks (Conv2DBackpropFilter) or has only as plain loops
 * (Conv2DBackpropInput, MaxPoolGrad, BatchMatMul with transposed operands), and depthwise convolutions that wait less for memory.
 * Called once, after the backend is ready.
 */
export function registerOwnKernels(simd: Simd): void {
  const conv2d = convolution(simd, kernelCall('wasm', Conv2D, simd.backend));
  const fusedConv2d = convolution(simd, kernelCall('wasm', FusedConv2D, simd.backend));
  const matMul = product(simd, kernelCall('wasm', BatchMatMul, simd.backend));
  const slice = kernelCall('wasm', Slice, simd.backend);
  replaceKernel('wasm', BatchMatMul, batchMatMul(simd, matMul));
  replaceKernel('wasm', Conv2D, kernelOf(conv2d));
  replaceKernel('wasm', FusedConv2D, kernelOf(fusedConv2d));
  replaceKernel('wasm', Conv2DBackpropFilter, conv2dBackpropFilter(simd));
  replaceKernel('wasm', Conv2DBackpropInput, conv2dBackpropInput(simd, { conv2d, matMul, slice }));
  replaceKernel('wasm', MaxPoolGrad, maxPoolGrad(simd));
  const depthwise = kernelCall('wasm', FusedDepthwiseConv2D, simd.backend);
  replaceKernel('wasm', FusedDepthwiseConv2D, kernelOf(fusedDepthwiseConv2d(simd, depthwise)));
  replaceKernel('wasm', Identity, shareIdentity(simd));
}

/** Identity that shares the data, as on tfjs's other backends: the tape clones every tensor that it saves. */
function shareIdentity(simd: Simd): (args: KernelArgs) => TensorInfo {
  return ({ inputs }) => {
    const { dataId, shape, dtype } = inputs.x!;
    simd.backend.incRef(dataId);
    return { dataId, shape, dtype };
  };
}
