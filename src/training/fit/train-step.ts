import {
  customGrad,
  keep,
  mul,
  scalar,
  sigmoid,
  softmax,
  sub,
  tensor2d,
  tidy,
  variableGrads,
  type NamedTensorMap,
  type Scalar,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { gpuOps } from '../backends/kernels/gpu-ops.ts';
import type { Network } from '../networks/model.ts';
import type { Objective, StepResult } from './objective.ts';

/** One forward and backward pass. */
export interface Step {
  /** By variable name. */
  readonly gradients: NamedTensorMap;
  /** A promise where the device works on, and what it made has to be fetched. */
  readonly result: StepResult | Promise<StepResult>;
}

/**
 * One forward and backward pass against the given labels; disposes of the input.
 * @param batch which pictures
 */
export function trainStep(network: Network, x: Tensor, batch: Int32Array, objective: Objective): Step {
  let result: StepResult | Promise<StepResult> = { loss: 0, correct: 0 };
  const { value, grads } = variableGrads(() => {
    const logits = network.forward(x as never, true);
    const entropy =
      gpuOps() === null
        ? crossEntropy(batch, objective, (known) => (result = known))
        : crossEntropyOnDevice(batch, objective, (kept) => {
            const fetching = fetched(kept, batch, objective);
            // It is waited for later.
            fetching.catch(() => undefined);
            result = fetching;
          });
    return entropy(logits);
  }, [...network.variables]);
  value.dispose();
  x.dispose();
  return { gradients: grads, result };
}

type Loss = (logits: Tensor2D) => Scalar;

/** Mean cross-entropy against the given labels, worked out in float64; its gradient is (p − y) / n. */
function crossEntropy(batch: Int32Array, objective: Objective, onResult: (result: StepResult) => void): Loss {
  return customGrad((...args) => {
    const [logits] = args as unknown as [Tensor2D];
    const values = logits.dataSync<'float32'>();
    const gradient = new Float32Array(values.length);
    const result = objective.judge(values, batch, gradient);
    objective.addGiven(batch, -1, gradient);
    for (let j = 0; j < gradient.length; j++) gradient[j] /= batch.length;
    onResult(result);
    return {
      value: scalar(result.loss),
      gradFunc: (dy: Tensor) => tidy(() => mul(tensor2d(gradient, [batch.length, objective.k]), dy)),
    };
  }) as unknown as Loss;
}

/**
 * The same where nothing can be read at once. The gradient is made on the device; the loss itself, which no step needs, is
 * worked out once the logits are here.
 * @param onLogits given a tensor with the logits, which it is to dispose of
 */
function crossEntropyOnDevice(batch: Int32Array, objective: Objective, onLogits: (logits: Tensor) => void): Loss {
  const { k, link } = objective;
  return customGrad((...args) => {
    const [logits, save] = args as unknown as [Tensor2D, (saved: Tensor[]) => void];
    onLogits(keep(logits.clone()));
    save([logits]);
    return {
      value: scalar(0),
      gradFunc: (dy: Tensor, [saved]: Tensor[]) =>
        tidy(() => {
          const share = 1 / batch.length;
          const given = new Float32Array(batch.length * k);
          objective.addGiven(batch, share, given);
          const wanted = tensor2d(given, [batch.length, k]);
          return mul(sub(mul(link === 'softmax' ? softmax(saved) : sigmoid(saved), share), wanted), dy);
        }),
    };
  });
}

/**
 * Whether the network still holds numbers. On a graphics adapter the loss does not tell: its ReLU makes 0 of what is none, but
 * the scales of the normalisation before it get a gradient that is none.
 */
export async function holdsNumbers({ variables }: Network): Promise<boolean> {
  for (const variable of variables.filter(({ rank }) => rank === 1)) {
    if (!(await variable.data<'float32'>()).every(Number.isFinite)) return false;
  }
  return true;
}

async function fetched(logits: Tensor, batch: Int32Array, objective: Objective): Promise<StepResult> {
  try {
    const values = await logits.data<'float32'>();
    return objective.judge(values, batch, new Float32Array(values.length));
  } finally {
    logits.dispose();
  }
}
