import type { PredProbs } from '../core/index.ts';

/**
 * What TensorFlow.js computes with. `wasm` gives the same bits on every machine; `wasm-fma` multiplies and adds in one step, where
 * the processor can, faster and with other bits; `webgpu` is the graphics adapter, with bits of its own; `auto` is `webgpu` where that
 * was measured to be the fastest, else `native` where it loads, else `wasm-fma` where it runs, else `wasm`.
 */
export const BACKENDS = ['auto', 'webgpu', 'native', 'wasm-fma', 'wasm', 'cpu'] as const;
export type BackendChoice = (typeof BACKENDS)[number];
export type Backend = Exclude<BackendChoice, 'auto'>;

/** Networks that are trained from scratch. */
export const NETWORKS = ['small-cnn', 'resnet50-conv2'] as const;
export type NetworkName = (typeof NETWORKS)[number];

/**
 * What judges pictures: a network, heads on the features of a pretrained trunk, or (`auto`) whichever of the default network
 * and the features is the better on the data set at hand.
 */
export const MODELS = ['auto', 'features', ...NETWORKS] as const;
export type ModelName = (typeof MODELS)[number];

/** Points on a model's curve of quality over time. */
export const PRESETS = ['fast', 'balanced', 'thorough'] as const;
export type PresetName = (typeof PRESETS)[number];
/** What is trained with when the user says nothing. */
export const DEFAULT_PRESET: PresetName = 'balanced';

/** What training works with; both limits are allowed, but a learning rate of 0. */
export const TRAINING_LIMITS = {
  epochs: { least: 1, most: 10_000 },
  batchSize: { least: 2, most: 4096 },
  imageSize: { least: 8, most: 512 },
  learningRate: { above: 0, most: 1 },
} as const;

/** What a user may override of a preset. */
export interface TrainingOverrides {
  readonly epochs?: number;
  readonly batchSize?: number;
  /** Peak learning rate. */
  readonly learningRate?: number;
  /** Side of the square input, in pixels. */
  readonly imageSize?: number;
}

/** What a preset sets of a model. */
export interface PresetSettings {
  readonly epochs: number;
  readonly batchSize: number;
  /** Peak of the schedule. */
  readonly learningRate: number;
  readonly imageSize: number;
  /** Number of augmented views averaged with the plain one when predicting; 0: the plain view alone. */
  readonly testTimeViews: number;
  /** Networks that are trained from different initial weights; their probabilities are averaged. */
  readonly members: number;
  /** How many of them, the last ones, see pictures cropped to their content. */
  readonly trimmedMembers: number;
  /** 2: all is done again without the pictures whose label the first round speaks against, and the networks of both judge. */
  readonly rounds: 1 | 2;
}

/** A model's settings, complete: those of a preset with the user's overrides. */
export interface TrainingSettings extends PresetSettings {
  readonly model: NetworkName;
  readonly preset: PresetName;
}

/** Pictures and labels to train on, as training sees them. */
export interface TrainingData {
  /** N×H×W×C uint8, row-major: in memory, or in a file that stays until training ends. */
  readonly images: Uint8Array | { readonly file: string };
  /** The same pictures cropped to their content, in the same shape; needed where some networks see those. */
  readonly trimmedImages?: Uint8Array | { readonly file: string };
  readonly n: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** Class index of each picture; 0 where there are `sets`. */
  readonly labels: Int32Array;
  /** Where pictures have several labels each: N×K, 1 where the picture bears the class, else 0. */
  readonly sets?: Uint8Array;
  /** Number of classes. */
  readonly k: number;
  /** Group of each picture: pictures of one group never stand on both sides of a fold. */
  readonly groups: Int32Array;
}

export interface EpochHistory {
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  /** With early stopping: on the validation pictures, after the epoch. */
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
}

export interface EarlyStopping {
  /** Pictures that are not trained on. */
  readonly validation: Int32Array;
  /** Epochs without a lower validation loss after which training stops. */
  readonly patience: number;
}

export interface FoldResult {
  /** From 1. */
  readonly fold: number;
  readonly trainSize: number;
  readonly testSize: number;
  /** Accuracy on the held-out pictures against their given labels; of several labels the share of right entries. */
  readonly heldOutAccuracy: number;
  readonly history: readonly EpochHistory[];
  readonly seconds: number;
}

export interface TrainingProgress {
  /** The training whose epoch ended last: from 1 to `folds`. */
  readonly fold: number;
  readonly folds: number;
  /** Epochs finished in this fold. */
  readonly epoch: number;
  readonly epochs: number;
  readonly loss: number;
  readonly accuracy: number;
  /** Where there are several rounds of cross-validation: which one, from 1 to `rounds`. */
  readonly round?: number;
  readonly rounds?: number;
  /** Share of the whole, all rounds together, that is done, in [0, 1]. */
  readonly share: number;
  /** Estimated seconds left for the whole. */
  readonly secondsLeft: number;
  /** How many of the `folds` an earlier run had finished that was stopped: they are used again. Absent: none. */
  readonly kept?: number;
}

/** What is to be minded of the folds: an English sentence, and what it says as facts. */
export interface FoldWarning {
  readonly text: string;
  readonly kind: 'class-of-one-picture' | 'class-of-few-pictures' | 'class-of-one-group' | 'class-of-few-groups';
  /** The class. */
  readonly names: readonly string[];
  /** How many pictures or groups there are, and how many folds. */
  readonly numbers?: readonly number[];
}

export interface CrossValidation {
  /** Out-of-sample predicted probabilities, in the order of the pictures; float32. */
  readonly predProbs: PredProbs;
  /** Where there were two rounds: the first one's. Suggestions are best taken from these. */
  readonly firstRound?: PredProbs;
  /** Fold in which each picture was held out. */
  readonly foldOf: Int32Array;
  /**
   * Share of pictures whose predicted class is the given label (of several labels: of entries on their side of 0.5), in the first round: the second one's networks never saw the
   * pictures that they judge, but what they were trained on was decided with the help of those labels.
   */
  readonly accuracy: number;
  /** Of the first round, with the seconds of all. */
  readonly folds: readonly FoldResult[];
  readonly backend: Backend;
  /** Removes what is kept of the folds; to be called once the result is safe. */
  readonly forget: () => Promise<void>;
  /** Such as a class with fewer examples than folds. */
  readonly warnings: readonly FoldWarning[];
}
