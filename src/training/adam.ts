import {
  add,
  div,
  engine,
  keep,
  mul,
  sqrt,
  square,
  sub,
  tidy,
  zeros,
  type NamedTensorMap,
  type Tensor,
  type Variable,
} from '@tensorflow/tfjs-core';
import { simd } from './simd/simd-kernels.ts';

/** The Adam optimizer (Kingma and Ba 2015, algorithm 1, in the form of its section 2). */
export interface Adam {
  /** One step with the gradients by variable name, which it disposes of. */
  step(gradients: NamedTensorMap, learningRate: number): void;
  dispose(): void;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/**
 * Creates the optimizer. Weights get a new tensor at each step, never new contents in the old one: XNNPACK keeps
 * packed filters by tensor.
 * @param variables what it trains
 */
export function createAdam(variables: readonly Variable[]): Adam {
  const moments = new Map(
    variables.map((variable) => [
      variable.name,
      { variable, first: keep(zeros(variable.shape)), second: keep(zeros(variable.shape)) },
    ]),
  );
  let steps = 0;
  return {
    step(gradients, learningRate) {
      steps++;
      const correction = Math.sqrt(1 - BETA2 ** steps);
      const rate = (learningRate * correction) / (1 - BETA1 ** steps);
      const epsilon = EPSILON * correction;
      for (const [name, gradient] of Object.entries(gradients)) {
        const state = moments.get(name)!;
        const next =
          simd() === null ? composedStep(state, gradient, rate, epsilon) : simdStep(state, gradient, rate, epsilon);
        state.variable.assign(next);
        next.dispose();
        gradient.dispose();
      }
    },
    dispose() {
      for (const { first, second } of moments.values()) {
        first.dispose();
        second.dispose();
      }
    },
  };
}

interface State {
  readonly variable: Variable;
  first: Tensor;
  second: Tensor;
}

function simdStep(state: State, gradient: Tensor, rate: number, epsilon: number): Tensor {
  const { kernels, pointer, output } = simd()!;
  const out = output(state.variable.shape);
  const { variable, first, second } = state;
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
}

function composedStep(state: State, gradient: Tensor, rate: number, epsilon: number): Tensor {
  const [first, second, next]: Tensor[] = tidy((): Tensor[] => {
    const m = add(mul(state.first, BETA1), mul(gradient, 1 - BETA1));
    const v = add(mul(state.second, BETA2), mul(square(gradient), 1 - BETA2));
    return [m, v, sub(state.variable, div(mul(m, rate), add(sqrt(v), epsilon)))];
  });
  state.first.dispose();
  state.second.dispose();
  state.first = keep(first);
  state.second = keep(second);
  return next;
}
