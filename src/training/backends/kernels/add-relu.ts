import {
  add,
  clone,
  customGrad,
  engine,
  greater,
  relu,
  tidy,
  where,
  zerosLike,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { nativeOps } from './native-ops.ts';
import { simd } from '../simd/simd-kernels.ts';

/** relu(a + b), the end of a residual block, with one gradient for both sides. */
export function addRelu(a: Tensor4D, b: Tensor4D): Tensor4D {
  const op = customGrad((...args) => {
    const [left, right, save] = args as unknown as [Tensor4D, Tensor4D, (saved: Tensor[]) => void];
    const y = relu(add(left, right));
    save([y]);
    return {
      value: y,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const g = reluGrad(dy, saved[0]);
        // Two tensors: tfjs disposes of a gradient once it is added to another.
        return [g, clone(g)];
      },
    };
  });
  return op(a, b) as Tensor4D;
}

function reluGrad(dy: Tensor, y: Tensor): Tensor {
  const native = nativeOps();
  if (native !== null) return native.run('ReluGrad', {}, [dy, y], 1)[0];
  const fast = simd();
  if (fast === null) return tidy(() => where(greater(y, 0), dy, zerosLike(dy)));
  const out = fast.output(y.shape);
  fast.kernels.reluGrad(fast.pointer(dy), fast.pointer(y), y.size, fast.pointer(out));
  return engine().makeTensorFromTensorInfo(out);
}
