import { engine, keep, tensor, zeros, type NamedTensorMap, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import { gpuOps, type Elementwise, type GpuOps } from '../backends/kernels/gpu-ops.ts';
import { simd, type Simd } from '../backends/simd/simd-kernels.ts';

/** The Adam optimizer (Kingma and Ba 2015, algorithm 1, in the form of its section 2). */
export interface Adam {
  /** One step with the gradients by variable name, which it disposes of. */
  step(gradients: NamedTensorMap, learningRate: number): void;
  dispose(): void;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/** One variable's part: its moments, and how to make its next value. */
interface Part {
  readonly variable: Variable;
  /** The variable's new value; `rate` and `epsilon` have the bias corrections in them. */
  next(gradient: Tensor, rate: number, epsilon: number): Tensor;
  dispose(): void;
}

/**
 * Creates the optimizer. Weights get a new tensor at each step, never new contents in the old one: XNNPACK keeps
 * packed filters by tensor.
 * @param variables what it trains
 */
export function createAdam(variables: readonly Variable[]): Adam {
  const fast = simd();
  const gpu = gpuOps();
  const partOf = (variable: Variable): Part => {
    if (gpu !== null) return gpuPart(gpu, variable);
    return fast === null ? plainPart(variable) : simdPart(fast, variable);
  };
  const parts = new Map(variables.map((variable) => [variable.name, partOf(variable)]));
  let steps = 0;
  return {
    step(gradients, learningRate) {
      steps++;
      const correction = Math.sqrt(1 - BETA2 ** steps);
      const rate = (learningRate * correction) / (1 - BETA1 ** steps);
      const epsilon = EPSILON * correction;
      for (const [name, gradient] of Object.entries(gradients)) {
        const part = parts.get(name)!;
        const next = part.next(gradient, rate, epsilon);
        part.variable.assign(next);
        next.dispose();
        gradient.dispose();
      }
    },
    dispose() {
      for (const part of parts.values()) part.dispose();
    },
  };
}

function simdPart({ kernels, pointer, output }: Simd, variable: Variable): Part {
  const first: Tensor = keep(zeros(variable.shape));
  const second: Tensor = keep(zeros(variable.shape));
  return {
    variable,
    next(gradient, rate, epsilon) {
      const out = output(variable.shape);
      kernels.adamStep(
        pointer(variable),
        pointer(gradient),
        pointer(first),
        pointer(second),
        variable.size,
        rate,
        BETA1,
        BETA2,
        epsilon,
        pointer(out),
      );
      return engine().makeTensorFromTensorInfo(out);
    },
    dispose() {
      first.dispose();
      second.dispose();
    },
  };
}

const MEAN: Elementwise = {
  name: 'adam-mean',
  tensors: ['mean', 'gradient'],
  numbers: ['beta', 'rest'],
  expression: 'uniforms.beta * mean[i] + uniforms.rest * gradient[i]',
};
const SQUARE: Elementwise = {
  name: 'adam-square',
  tensors: ['square', 'gradient'],
  numbers: ['beta', 'rest'],
  expression: 'uniforms.beta * square[i] + uniforms.rest * gradient[i] * gradient[i]',
};
const WEIGHT: Elementwise = {
  name: 'adam-weight',
  tensors: ['weight', 'mean', 'square'],
  numbers: ['rate', 'epsilon'],
  expression: 'weight[i] - uniforms.rate * mean[i] / (sqrt(square[i]) + uniforms.epsilon)',
};

function gpuPart(gpu: GpuOps, variable: Variable): Part {
  let first: Tensor = keep(zeros(variable.shape));
  let second: Tensor = keep(zeros(variable.shape));
  const replace = (old: Tensor, next: Tensor): Tensor => {
    old.dispose();
    return keep(next);
  };
  return {
    variable,
    next(gradient, rate, epsilon) {
      // Their rests are worked out here: in 32 bits, 1 less 0.999 would be off by a part in 60,000.
      first = replace(first, gpu.elementwise(MEAN, [first, gradient], [BETA1, 1 - BETA1]));
      second = replace(second, gpu.elementwise(SQUARE, [second, gradient], [BETA2, 1 - BETA2]));
      return gpu.elementwise(WEIGHT, [variable, first, second], [rate, epsilon]);
    },
    dispose() {
      first.dispose();
      second.dispose();
    },
  };
}

/** In plain JavaScript: as a backend's single operations it would be a dozen of them for each variable. */
function plainPart(variable: Variable): Part {
  const first = new Float32Array(variable.size);
  const second = new Float32Array(variable.size);
  return {
    variable,
    next(gradient, rate, epsilon) {
      const values = variable.dataSync<'float32'>();
      const slope = gradient.dataSync<'float32'>();
      const next = new Float32Array(values.length);
      for (let i = 0; i < next.length; i++) {
        const g = slope[i];
        const m = BETA1 * first[i] + (1 - BETA1) * g;
        const v = BETA2 * second[i] + (1 - BETA2) * g * g;
        first[i] = m;
        second[i] = v;
        next[i] = values[i] - (rate * m) / (Math.sqrt(v) + epsilon);
      }
      return tensor(next, variable.shape);
    },
    dispose() {
      first.fill(0);
      second.fill(0);
    },
  };
}
