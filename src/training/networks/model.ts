import type { Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import type { Random } from '../random.ts';
import type { NetworkName, PresetName, PresetSettings } from '../types.ts';

/** How the learning rate goes over the steps of a training. */
export type Schedule = 'one-cycle' | 'constant';

/** How far a picture is moved at random; each amount is the limit of a uniform draw to both sides. */
export interface AugmentRanges {
  /** Degrees. */
  readonly rotation: number;
  /** Share, about 1. */
  readonly scale: number;
  /** Share of the side. */
  readonly shift: number;
  /** Degrees. */
  readonly shear: number;
}

/** What a network is built for. */
export interface NetworkShape {
  /** Side of the square input. */
  readonly imageSize: number;
  readonly channels: number;
  /** Number of classes. */
  readonly k: number;
}

/** A network with its weights. */
export interface Network {
  readonly variables: readonly Variable[];
  /** Numbers that the network holds, trained or not. */
  readonly parameters: number;
  /** @returns logits [n × k] */
  forward(x: Tensor4D, training: boolean): Tensor2D;
  /** Frees all that it holds. */
  dispose(): void;
}

/** A kind of model. Adding one is one file with such an object, and a line in networks/registry.ts. */
export interface Model {
  readonly name: NetworkName;
  /** The preset "balanced". */
  readonly defaults: PresetSettings;
  /** What the other presets do otherwise. */
  readonly presets: Readonly<Record<Exclude<PresetName, 'balanced'>, Partial<PresetSettings>>>;
  readonly schedule: Schedule;
  /** Random moves of the training pictures and of the test-time views; null: none. */
  readonly augment: AugmentRanges | null;
  /** How many of the first epochs see smaller pictures, and of which side: see test/bench/README.md; absent: none. */
  early?(settings: Pick<PresetSettings, 'epochs' | 'imageSize'>): {
    readonly epochs: number;
    readonly imageSize: number;
  };
  /** Channels that the network wants; grey pictures are repeated into three. Absent: as they come. */
  readonly channels?: 3;
  /**
   * Brings pixel values to what the network expects, in place.
   * @param batch n × H × W × C floats in [0, 255]
   * @param statistics mean and standard deviation of the training pictures' values
   */
  preprocess(batch: Float32Array, channels: number, statistics: { mean: number; deviation: number }): void;
  create(shape: NetworkShape, random: Random): Network;
}
