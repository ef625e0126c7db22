import type { ModelName, TrainingOverrides, TrainingSettings } from '../types.ts';
import { TrainingError } from '../errors.ts';
import type { Model } from './model.ts';
import { resnet50Conv2 } from './resnet50-conv2.ts';
import { smallCnn } from './small-cnn.ts';

const REGISTRY: Readonly<Record<ModelName, Model>> = { 'small-cnn': smallCnn, 'resnet50-conv2': resnet50Conv2 };

/** The model of that name. */
export function modelNamed(name: ModelName): Model {
  return REGISTRY[name];
}

/**
 * A model's defaults with the user's overrides.
 * @throws TrainingError when an override is out of range, naming it
 */
export function resolveSettings(name: ModelName, overrides: TrainingOverrides = {}): TrainingSettings {
  const { defaults } = modelNamed(name);
  const settings = {
    model: name,
    epochs: overrides.epochs ?? defaults.epochs,
    batchSize: overrides.batchSize ?? defaults.batchSize,
    learningRate: overrides.learningRate ?? defaults.learningRate,
    imageSize: overrides.imageSize ?? defaults.imageSize,
    testTimeViews: defaults.testTimeViews,
  };
  const whole: [string, number, number, number][] = [
    ['epochs', settings.epochs, 1, 10_000],
    ['batch size', settings.batchSize, 2, 4096],
    ['image size', settings.imageSize, 8, 512],
  ];
  for (const [what, value, low, high] of whole) {
    if (!Number.isInteger(value) || value < low || value > high) {
      throw new TrainingError(`The ${what} must be a whole number from ${low} to ${high}, not ${value}.`);
    }
  }
  if (!(settings.learningRate > 0 && settings.learningRate <= 1)) {
    throw new TrainingError(`The learning rate must be above 0 and at most 1, not ${settings.learningRate}.`);
  }
  return settings;
}
