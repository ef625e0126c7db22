import {
  customGrad,
  keep,
  mul,
  scalar,
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

/** What a batch's judgement was worth. */
export interface StepResult {
  /** Mean softmax cross-entropy, worked out in float64; NaN where the network gave no numbers. */
  readonly loss: number;
  /** How many were judged to be of their given class. */
  readonly correct: number;
}

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
 * @param labels class index of each picture
 * @param k how many classes
 */
export function trainStep(network: Network, x: Tensor, batch: Int32Array, labels: Int32Array, k: number): Step {
  let result: StepResult | Promise<StepResult> = { loss: 0, correct: 0 };
  const { value, grads } = variableGrads(() => {
    const logits = network.forward(x as never, true);
    const entropy =
      gpuOps() === null
        ? crossEntropy(batch, labels, k, (known) => (result = known))
        : crossEntropyOnDevice(batch, labels, k, (kept) => {
            const fetching = fetched(kept, batch, labels, k);
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

/** Mean softmax cross-entropy against the given labels, worked out in float64; its gradient is (p − y) / n. */
function crossEntropy(batch: Int32Array, labels: Int32Array, k: number, onResult: (result: StepResult) => void): Loss {
  return customGrad((...args) => {
    const [logits] = args as unknown as [Tensor2D];
    const values = logits.dataSync<'float32'>();
    const gradient = new Float32Array(values.length);
    const result = judge(values, batch, labels, k, gradient);
    for (let i = 0; i < batch.length; i++) gradient[i * k + labels[batch[i]]] -= 1;
    for (let j = 0; j < gradient.length; j++) gradient[j] /= batch.length;
    onResult(result);
    return {
      value: scalar(result.loss),
      gradFunc: (dy: Tensor) => tidy(() => mul(tensor2d(gradient, [batch.length, k]), dy)),
    };
  }) as unknown as Loss;
}

/**
 * The same where nothing can be read at once. The gradient is made on the device; the loss itself, which no step needs, is
 * worked out once the logits are here.
 * @param onLogits given a tensor with the logits, which it is to dispose of
 */
function crossEntropyOnDevice(
  batch: Int32Array,
  labels: Int32Array,
  k: number,
  onLogits: (logits: Tensor) => void,
): Loss {
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
          for (let i = 0; i < batch.length; i++) given[i * k + labels[batch[i]]] = share;
          const wanted = tensor2d(given, [batch.length, k]);
          return mul(sub(mul(softmax(saved), share), wanted), dy);
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

async function fetched(logits: Tensor, batch: Int32Array, labels: Int32Array, k: number): Promise<StepResult> {
  try {
    const values = await logits.data<'float32'>();
    return judge(values, batch, labels, k, new Float32Array(values.length));
  } finally {
    logits.dispose();
  }
}

/** Loss and right answers of a batch's logits; writes their probabilities. */
function judge(
  values: Float32Array,
  batch: Int32Array,
  labels: Int32Array,
  k: number,
  probabilities: Float32Array,
): StepResult {
  let loss = 0;
  let correct = 0;
  for (let i = 0; i < batch.length; i++) {
    const best = softmaxRow(values, i * k, k, probabilities, i * k);
    const label = labels[batch[i]];
    loss -= Math.log(Math.max(probabilities[i * k + label], 1e-30));
    if (best === label) correct++;
  }
  return { loss: Number.isNaN(values[0]) ? Number.NaN : loss / batch.length, correct };
}

/** Softmax of one row into `out`; returns the index of the largest entry (the first on ties). */
export function softmaxRow(values: Float32Array, at: number, k: number, out: Float32Array, to: number): number {
  let best = 0;
  for (let j = 1; j < k; j++) if (values[at + j] > values[at + best]) best = j;
  const top = values[at + best];
  let sum = 0;
  for (let j = 0; j < k; j++) sum += Math.exp(values[at + j] - top);
  for (let j = 0; j < k; j++) out[to + j] = Math.exp(values[at + j] - top) / sum;
  return best;
}
