import { tidy } from '@tensorflow/tfjs-core';
import { requireSoundGpu } from '../backends/gpu/start-gpu.ts';
import { createAdam } from './adam.ts';
import { ensemble } from './ensemble.ts';
import { TrainingError } from '../errors.ts';
import { createBatchMaker, type MakeBatch } from './batches.ts';
import { learningRateAt } from './learning-rate.ts';
import { modelNamed } from '../networks/registry.ts';
import type { Model, Network } from '../networks/model.ts';
import type { PictureSource } from './pixels-file.ts';
import { pixelStatistics } from './pixel-statistics.ts';
import { seesCropped } from '../presets.ts';
import { createRandom, type Random } from '../random.ts';
import { objectiveOf, type Objective, type StepResult } from './objective.ts';
import { holdsNumbers, trainStep } from './train-step.ts';
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
  /** Only this one of the settings' networks, from 0; default: all. */
  readonly member?: number;
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
  const { settings } = job;
  const members: TrainedFold[] = [];
  let epoch = 0;
  const onEpoch = (entry: EpochHistory): void => {
    job.onEpoch?.({ ...entry, epoch: ++epoch });
  };
  const [first, end] = job.member === undefined ? [0, settings.members] : [job.member, job.member + 1];
  for (let member = first; member < end; member++) {
    const pictures = seesCropped(settings, member) ? data.trimmed : data.pictures;
    if (pictures === undefined) throw new TrainingError('The pictures cropped to their content are missing.');
    const seen = { ...data, pictures };
    const statistics = pixelStatistics(seen, job.train);
    members.push(await trainMember(seen, { ...job, onEpoch }, statistics, (job.round - 1) * settings.members + member));
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
  const objective = objectiveOf(data);
  const judge = (indices: Int32Array, withViews: number): Promise<Float32Array> =>
    predict(network, model, makeBatch, data, objective, indices, withViews, job.onStep);
  const { earlyStopping } = job;
  try {
    if (earlyStopping === undefined) {
      const history = await fit(network, model, makeBatch, data, objective, job, random);
      return { probabilities: await judge(job.test, views), history };
    }
    const { validation, patience } = earlyStopping;
    let probabilities = new Float32Array(0);
    let least = Number.POSITIVE_INFINITY;
    let best = 0;
    const history = await fit(network, model, makeBatch, data, objective, job, random, async (entry) => {
      const { loss, correct } = objective.weigh(await judge(validation, 0), validation);
      const judged = { validationLoss: loss, validationAccuracy: correct / validation.length };
      if (judged.validationLoss < least) {
        least = judged.validationLoss;
        best = entry.epoch;
        probabilities = Float32Array.from(await judge(job.test, views));
      }
      return { entry: { ...entry, ...judged }, done: entry.epoch - best >= patience };
    });
    return { probabilities, history, bestEpoch: best };
  } finally {
    network.dispose();
  }
}

async function fit(
  network: Network,
  model: Model,
  makeBatch: MakeBatch,
  data: FoldData,
  objective: Objective,
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
      const requireNumbers = (isSound: boolean): void => {
        if (isSound) return;
        throw new TrainingError(
          `The loss is no longer a number in epoch ${epoch + 1} (learning rate ${learningRate}). ` +
            'Choose a lower learning rate.',
        );
      };
      const account = (result: StepResult, count: number): void => {
        requireNumbers(Number.isFinite(result.loss));
        lossSum += result.loss * count;
        correct += result.correct;
      };
      // On a device that works on by itself: the step before, which is waited for once the next one is under way.
      let underWay: { readonly result: Promise<StepResult>; readonly count: number } | undefined;
      for (let b = 0; b < perEpoch; b++) {
        // Even shares instead of a small last batch, whose moments would be poor.
        const from = Math.floor((b * order.length) / perEpoch);
        const batch = order.subarray(from, Math.floor(((b + 1) * order.length) / perEpoch));
        const { gradients, result } = trainStep(network, makeBatch(batch, model.augment, size), batch, objective);
        if (!(result instanceof Promise)) account(result, batch.length);
        adam.step(gradients, learningRateAt(model.schedule, learningRate, epoch * perEpoch + b, epochs * perEpoch));
        if (result instanceof Promise) {
          const before = underWay;
          underWay = { result, count: batch.length };
          if (before !== undefined) account(await before.result, before.count);
        }
        await job.onStep?.();
      }
      if (underWay !== undefined) {
        account(await underWay.result, underWay.count);
        requireSoundGpu();
        requireNumbers(await holdsNumbers(network));
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

/** Probabilities of pictures, averaged over the plain view and `views` augmented ones. */
async function predict(
  network: Network,
  model: Model,
  makeBatch: MakeBatch,
  data: FoldData,
  objective: Objective,
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
      const values = await logits.data<'float32'>();
      x.dispose();
      logits.dispose();
      for (let i = 0; i < batch.length; i++) {
        objective.readRow(values, i * k, row, 0);
        for (let j = 0; j < k; j++) sums[(from + i) * k + j] += row[j];
      }
      await onStep?.();
    }
  }
  requireSoundGpu();
  return Float32Array.from(sums, (sum) => sum / (views + 1));
}
