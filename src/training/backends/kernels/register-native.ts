import {
  backend_util,
  cast,
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  div,
  equal,
  FusedConv2D,
  Identity,
  MaxPool,
  MaxPoolGrad,
  mul,
  ones,
  tensor1d,
  tidy,
  zeros,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { kernelCall, replaceKernel, type KernelArgs, type KernelCall } from './kernel-call.ts';
import type { NativeOps } from './native-ops.ts';

interface WindowAttrs {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  filterShape: [number, number, number, number];
  inputShape: [number, number, number, number];
}

/** With fewer values the single operation is faster than the several that share the work: measured. */
const WORTH_SHARING = 100_000;

type OpAttributes = Record<string, string | number[]>;

type Shape4D = [number, number, number, number];

/**
 * Gives tfjs-node what it refuses, though libtensorflow has it: explicit padding of max-pooling and of a convolution's
 * gradients. Called once, after the backend is ready.
 */
export function registerNativeKernels(native: NativeOps): void {
  const register = (name: string, kernel: (args: KernelArgs) => TensorInfo): void => {
    replaceKernel('tensorflow', name, kernel);
  };
  register(MaxPool, ({ inputs, attrs }) => {
    const x = inputs.x!;
    return native.run('MaxPool', poolAttributes(x.shape, attrs as unknown as WindowAttrs), [x], 1)[0];
  });
  register(MaxPoolGrad, ({ inputs, attrs }) => {
    const { input, output, dy } = inputs as Record<string, Tensor>;
    const attributes = poolAttributes(input.shape, attrs as unknown as WindowAttrs);
    if (input.size >= WORTH_SHARING && windowsApart(attributes)) {
      return sharedMaxPoolGrad(native, attributes, input, output, dy);
    }
    return native.run('MaxPoolGrad', attributes, [input, output, dy], 1)[0];
  });
  register(Conv2DBackpropFilter, ({ inputs, attrs }) => {
    const { x, dy } = inputs;
    const given = attrs as unknown as WindowAttrs;
    const sizes = tensor1d(given.filterShape, 'int32');
    const attributes = convolutionAttributes(x!.shape, given.filterShape, given);
    const [out] = native.run('Conv2DBackpropFilter', attributes, [x!, sizes, dy!], 1);
    sizes.dispose();
    return out;
  });
  register(Conv2DBackpropInput, ({ inputs, attrs }) => {
    const { dy, filter } = inputs;
    const given = attrs as unknown as WindowAttrs;
    const sizes = tensor1d(given.inputShape, 'int32');
    const attributes = convolutionAttributes(given.inputShape, filter!.shape as Shape4D, given);
    const [out] = native.run('Conv2DBackpropInput', attributes, [sizes, filter!, dy!], 1);
    sizes.dispose();
    return out;
  });
  const plainConv2d = kernelCall('tensorflow', Conv2D, native.backend);
  register(FusedConv2D, (args) => fusedConv2d(native, plainConv2d, args));
  // Shares the data; the tape clones every tensor that it saves.
  register(Identity, ({ inputs }) => {
    const { dataId, shape, dtype } = inputs.x!;
    native.backend.incRef(dataId);
    return { dataId, shape, dtype };
  });
}

/** A convolution with bias and ReLU. A bias is added fastest as batch normalisation with nothing to normalise. */
function fusedConv2d(native: NativeOps, plainConv2d: KernelCall, { inputs, attrs }: KernelArgs): TensorInfo {
  const { x, filter, bias } = inputs;
  const { activation, ...rest } = attrs as unknown as { activation: string } & Record<string, unknown>;
  if (bias === undefined || (activation !== 'relu' && activation !== 'linear')) {
    throw new Error(`Of fused convolutions, only those with a bias and no activation but ReLU are made use of.`);
  }
  return tidy(() => {
    const convolved = plainConv2d({ x: x!, filter: filter! }, rest);
    const [zero, one] = [zeros(bias.shape), ones(bias.shape)];
    const attributes = { epsilon: 0, data_format: 'NHWC', is_training: false };
    const [shifted] = native.run('FusedBatchNormV3', attributes, [convolved, one, bias, zero, one], 6);
    return activation === 'relu' ? native.run('Relu', {}, [shifted], 1)[0] : shifted;
  });
}

function windowsApart({ ksize, strides, padding }: OpAttributes): boolean {
  return padding === 'VALID' && String(ksize) === String(strides);
}

/**
 * MaxPoolGrad of windows that do not overlap, from operations that libtensorflow has vectorised: a quarter of the time of
 * its own kernel. Equal largest values share the gradient, where other kernels give it to the first: as good a
 * subgradient, and behind a ReLU no difference where they are 0. Average pooling's gradient spreads a value over its window.
 */
function sharedMaxPoolGrad(native: NativeOps, attributes: OpAttributes, x: Tensor, y: Tensor, dy: Tensor): TensorInfo {
  const [height, width] = (attributes.ksize as number[]).slice(1);
  return tidy(() => {
    const shape = tensor1d(x.shape, 'int32');
    const spread = (value: Tensor): Tensor => native.run('AvgPoolGrad', attributes, [shape, value], 1)[0];
    const largest = cast(equal(x, spread(mul(y, height * width))), 'float32');
    const [share] = native.run('AvgPool', attributes, [largest], 1);
    return mul(spread(div(dy, share)), largest);
  });
}

function poolAttributes(shape: number[], attrs: WindowAttrs): OpAttributes {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const info = backend_util.computePool2DInfo(shape as Shape4D, filterSize, strides, 1, pad, dimRoundingMode);
  return {
    ksize: [1, info.filterHeight, info.filterWidth, 1],
    strides: [1, info.strideHeight, info.strideWidth, 1],
    ...padding(info.padInfo),
  };
}

function convolutionAttributes(
  inputShape: number[],
  filterShape: Shape4D,
  { strides, pad, dimRoundingMode }: WindowAttrs,
): OpAttributes {
  const info = backend_util.computeConv2DInfo(inputShape as Shape4D, filterShape, strides, 1, pad, dimRoundingMode);
  return { strides: [1, info.strideHeight, info.strideWidth, 1], ...padding(info.padInfo) };
}

function padding(info: backend_util.PadInfo): OpAttributes {
  const { type, top, bottom, left, right } = info;
  const shared = { data_format: 'NHWC' };
  if (type === 'VALID' || type === 'SAME') return { ...shared, padding: type };
  return { ...shared, padding: 'EXPLICIT', explicit_paddings: [0, 0, top, bottom, left, right, 0, 0] };
}
