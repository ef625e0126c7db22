import { TrainingError } from './errors.ts';
import { modelNamed } from './networks/registry.ts';
import {
  DEFAULT_PRESET,
  PRESETS,
  type ModelName,
  type PresetName,
  type PresetSettings,
  type TrainingOverrides,
  type TrainingSettings,
} from './types.ts';

/**
 * A preset's settings of a model, with the user's overrides.
 * @throws TrainingError when an override is out of range, naming it, and for a preset that there isn't
 */
export function resolveSettings(
  model: ModelName,
  overrides: TrainingOverrides = {},
  preset: PresetName = DEFAULT_PRESET,
): TrainingSettings {
  const { epochs, batchSize, learningRate, imageSize, testTimeViews, members } = presetSettings(model, preset);
  const settings = {
    ...{ model, preset, testTimeViews, members },
    epochs: overrides.epochs ?? epochs,
    batchSize: overrides.batchSize ?? batchSize,
    learningRate: overrides.learningRate ?? learningRate,
    imageSize: overrides.imageSize ?? imageSize,
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

function presetSettings(model: ModelName, preset: PresetName): PresetSettings {
  // A name may come from a report on disk.
  if (!PRESETS.includes(preset)) {
    throw new TrainingError(`There is no preset "${preset}": choose one of ${PRESETS.join(', ')}.`);
  }
  const { defaults, presets } = modelNamed(model);
  return preset === 'balanced' ? defaults : { ...defaults, ...presets[preset] };
}

/** Epochs that one fold goes through with these settings, over all members. */
export function epochsPerFold({ epochs, members }: Pick<TrainingSettings, 'epochs' | 'members'>): number {
  return epochs * members;
}
