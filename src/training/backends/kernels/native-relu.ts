import { customGrad, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import type { NativeOps } from './native-ops.ts';

/** A ReLU whose gradient is one operation of libtensorflow, where tfjs takes three. */
export function nativeRelu(native: NativeOps, x: Tensor4D): Tensor4D {
  const op = customGrad((...args) => {
    const [xIn, save] = args as unknown as [Tensor4D, (saved: Tensor[]) => void];
    const [y] = native.run('Relu', {}, [xIn], 1);
    save([y]);
    return { value: y, gradFunc: (dy: Tensor, saved: Tensor[]) => native.run('ReluGrad', {}, [dy, saved[0]], 1)[0] };
  });
  return op(x) as Tensor4D;
}
