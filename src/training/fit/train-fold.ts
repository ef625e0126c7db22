import {
  customGrad,
  tensor2d,
  tidy,
  variableGrads,
  type NamedTensorMap,
  type Scalar,
  type Tensor,
  type Tensor2D,
  mul,
  scalar,
} from '@tensorflow/tfjs-core';
import { createAdam } from './adam.ts';
import { ensemble } from './ensemble.ts';
import { TrainingError } from '../errors.ts';
import { createBatchMaker, type MakeBatch } from './batches.ts';
import { learningRateAt } from './learning-rate.ts';
import { modelNamed } from '../networks/registry.ts';
import type { Model, Network } from '../networks/model.ts';
import type { PictureSource } from './pixels-file.ts';
import { pixelStatistics } from './pixel-statistics.ts';
import { createRandom, type Random } from '../random.ts';
import type { TrainedFold } from './trained-fold.ts';
import type { EarlyStopping, EpochHistory, TrainingData, TrainingSettings } from '../types.ts';

/** Pictures in one prediction batch. */
const PREDICT_BATCH = 128;

export interface FoldJob {
  readonly settings: TrainingSettings;
  readonly seed: number;
  /** 0-based; gives the fold its own random numbers. */
  readonly fold: number;
  /** From 1; gives the networks of each round their own random numbers. */
  readonly round: number;
  /** Pictures to learn from. */
  readonly train: Int32Array;
  /** Pictures to judge. */
  readonly test: Int32Array;
  /** Stops when the validation loss has not fallen for `patience` epochs, and keeps the best epoch's judgement. */
  readonly earlyStopping?: EarlyStopping;
  /** Called after each step; awaited, so that messages from outside get their turn. */
  readonly onStep?: () => Promise<void>;
  /** Called after each epoch of each member; `epoch` counts through all of them. */
  readonly onEpoch?: (history: EpochHistory) => void;
}

/** What a fold learns from and judges; the pictures are read batch by batch. */
export interface FoldData extends Omit<TrainingData, 'images' | 'trimmedImages' | 'groups'> {
  readonly pictures: PictureSource;
  /** The same cropped to their content, for the members that see those. */
  readonly trimmed?: PictureSource;
}

/** Members, counted through all rounds, draw from streams this far apart; folds have the numbers between. */
const MEMBER_STREAMS = 1_000_033;

/**
 * Trains the settings' number of networks on the training pictures, one after the other, each from initial weights of
 * its own; predicts the other pictures with the mean of their probabilities, on the backend that runs now.
 * @throws TrainingError when the loss is no number any more (learning rate too high)
 */
export async function trainFold(data: FoldData, job: FoldJob): Promise<TrainedFold> {
  const { members: count, trimmedMembers } = job.settings;
  const members: TrainedFold[] = [];
  let epoch = 0;
  const onEpoch = (entry: EpochHistory): void => {
    job.onEpoch?.({ ...entry, epoch: ++epoch });
  };
  for (let member = 0; member < count; member++) {
    const pictures = member < count - trimmedMembers ? data.pictures : data.trimmed;
    if (pictures === undefined) throw new TrainingError('The pictures cropped to their content are missing.');
    const seen = { ...data, pictures };
    const statistics = pixelStatistics(seen, job.train);
    members.push(await trainMember(seen, { ...job, onEpoch }, statistics, (job.round - 1) * count + member));
  }
  return ensemble(members);
}

async function trainMember(
  data: FoldData,
  job: FoldJob,
  statistics: { mean: number; deviation: number },
  member: number,
): Promise<TrainedFold> {
  const { settings } = job;
  const model = modelNamed(settings.model);
  const random = createRandom(job.seed, 1 + job.fold + member * MEMBER_STREAMS);
  const channels = model.channels ?? data.channels;
  const network = model.create({ imageSize: settings.imageSize, channels, k: data.k }, random);
  const makeBatch = createBatchMaker(data, model, channels, statistics, random);
  const views = model.augment === null ? 0 : settings.testTimeViews;
  const judge = (indices: Int32Array, withViews: number): Promise<Float32Array> =>
    predict(network, model, makeBatch, data, indices, withViews, job.onStep);
  const { earlyStopping } = job;
  try {
    if (earlyStopping === undefined) {
      const history = await fit(network, model, makeBatch, data, job, random);
      return { probabilities: await judge(job.test, views), history };
    }
    const { validation, patience } = earlyStopping;
    let probabilities = new Float32Array(0);
    let least = Number.POSITIVE_INFINITY;
    let best = 0;
    const history = await fit(network, model, makeBatch, data, job, random, async (entry) => {
      const judged = lossAndAccuracy(await judge(validation, 0), validation, data);
      if (judged.validationLoss < least) {
        least = judged.validationLoss;
        best = entry.epoch;
        probabilities = Float32Array.from(await judge(job.test, views));
      }
      return { entry: { ...entry, ...judged }, done: entry.epoch - best >= patience };
    });
    return { probabilities, history, bestEpoch: best };
  } finally {
    for (const variable of network.variables) variable.dispose();
  }
}

async function fit(
  network: Network,
  model: Model,
  makeBatch: MakeBatch,
  data: FoldData,
  job: FoldJob,
  random: Random,
  afterEpoch?: (entry: EpochHistory) => Promise<{ entry: EpochHistory; done: boolean }>,
): Promise<EpochHistory[]> {
  const { settings } = job;
  const { epochs, batchSize, learningRate, imageSize } = settings;
  const order = job.train.slice();
  const perEpoch = Math.max(1, Math.round(order.length / batchSize));
  const early = model.early?.(settings) ?? { epochs: 0, imageSize };
  const small = { height: early.imageSize, width: early.imageSize };
  const adam = createAdam(network.variables);
  const history: EpochHistory[] = [];
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      const size = epoch < early.epochs ? small : data;
      random.shuffle(order);
      let lossSum = 0;
      let correct = 0;
      for (let b = 0; b < perEpoch; b++) {
        // Even shares instead of a small last batch, whose moments would be poor.
        const from = Math.floor((b * order.length) / perEpoch);
        const batch = order.subarray(from, Math.floor(((b + 1) * order.length) / perEpoch));
        const result = step(network, makeBatch(batch, model.augment, size), batch, data);
        if (!Number.isFinite(result.loss)) {
          throw new TrainingError(
            `The loss is no longer a number in epoch ${epoch + 1} (learning rate ${learningRate}). ` +
              'Choose a lower learning rate.',
          );
        }
        adam.step(
          result.gradients,
          learningRateAt(model.schedule, learningRate, epoch * perEpoch + b, epochs * perEpoch),
        );
        lossSum += result.loss * batch.length;
        correct += result.correct;
        await job.onStep?.();
      }
      const learnt = { epoch: epoch + 1, loss: lossSum / order.length, accuracy: correct / order.length };
      const { entry, done } = (await afterEpoch?.(learnt)) ?? { entry: learnt, done: false };
      history.push(entry);
      job.onEpoch?.(entry);
      if (done) break;
    }
  } finally {
    adam.dispose();
  }
  return history;
}

/** One forward and backward pass; disposes of the input. */
function step(
  network: Network,
  x: Tensor,
  batch: Int32Array,
  data: FoldData,
): { loss: number; correct: number; gradients: NamedTensorMap } {
  let loss = 0;
  let correct = 0;
  const { value, grads } = variableGrads(() => {
    const logits = network.forward(x as never, true);
    const entropy = crossEntropy(batch, data, (l, c) => {
      loss = l;
      correct = c;
    });
    return entropy(logits);
  }, [...network.variables]);
  value.dispose();
  x.dispose();
  return { loss, correct, gradients: grads };
}

/** Mean softmax cross-entropy against the given labels, worked out in float64; its gradient is (p − y) / n. */
function crossEntropy(
  batch: Int32Array,
  data: FoldData,
  onResult: (loss: number, correct: number) => void,
): (logits: Tensor2D) => Scalar {
  const { k, labels } = data;
  return customGrad((...args) => {
    const [logits] = args as unknown as [Tensor2D];
    const values = logits.dataSync<'float32'>();
    const gradient = new Float32Array(values.length);
    let loss = 0;
    let correct = 0;
    for (let i = 0; i < batch.length; i++) {
      const best = softmaxRow(values, i * k, k, gradient, i * k);
      const label = labels[batch[i]];
      loss -= Math.log(Math.max(gradient[i * k + label], 1e-30));
      if (best === label) correct++;
      gradient[i * k + label] -= 1;
    }
    for (let j = 0; j < gradient.length; j++) gradient[j] /= batch.length;
    onResult(Number.isNaN(values[0]) ? Number.NaN : loss / batch.length, correct);
    return {
      value: scalar(loss / batch.length),
      gradFunc: (dy: Tensor) => tidy(() => mul(tensor2d(gradient, [batch.length, k]), dy)),
    };
  }) as unknown as (logits: Tensor2D) => Scalar;
}

/** Softmax of one row into `out`; returns the index of the largest entry (the first on ties). */
function softmaxRow(values: Float32Array, at: number, k: number, out: Float32Array, to: number): number {
  let best = 0;
  for (let j = 1; j < k; j++) if (values[at + j] > values[at + best]) best = j;
  const top = values[at + best];
  let sum = 0;
  for (let j = 0; j < k; j++) sum += Math.exp(values[at + j] - top);
  for (let j = 0; j < k; j++) out[to + j] = Math.exp(values[at + j] - top) / sum;
  return best;
}

/** How well pictures are judged, against their given labels. */
function lossAndAccuracy(
  probabilities: Float32Array,
  indices: Int32Array,
  { k, labels }: FoldData,
): { validationLoss: number; validationAccuracy: number } {
  let loss = 0;
  let correct = 0;
  indices.forEach((index, i) => {
    const row = probabilities.subarray(i * k, (i + 1) * k);
    loss -= Math.log(Math.max(row[labels[index]], 1e-30));
    if (row.every((value) => value <= row[labels[index]])) correct++;
  });
  return { validationLoss: loss / indices.length, validationAccuracy: correct / indices.length };
}

/** Probabilities of pictures, averaged over the plain view and `views` augmented ones. */
async function predict(
  network: Network,
  model: Model,
  makeBatch: MakeBatch,
  data: FoldData,
  indices: Int32Array,
  views: number,
  onStep?: () => Promise<void>,
): Promise<Float32Array> {
  const { k } = data;
  const sums = new Float64Array(indices.length * k);
  const row = new Float32Array(k);
  for (let view = 0; view <= views; view++) {
    for (let from = 0; from < indices.length; from += PREDICT_BATCH) {
      const batch = indices.subarray(from, from + PREDICT_BATCH);
      const x = makeBatch(batch, view === 0 ? null : model.augment, data);
      const logits = tidy(() => network.forward(x as never, false));
      const values = logits.dataSync<'float32'>();
      x.dispose();
      logits.dispose();
      for (let i = 0; i < batch.length; i++) {
        softmaxRow(values, i * k, k, row, 0);
        for (let j = 0; j < k; j++) sums[(from + i) * k + j] += row[j];
      }
      await onStep?.();
    }
  }
  return Float32Array.from(sums, (sum) => sum / (views + 1));
}
