import { TrainingError } from './errors.ts';
import { modelNamed } from './networks/registry.ts';
import {
  DEFAULT_PRESET,
  PRESETS,
  TRAINING_LIMITS,
  type NetworkName,
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
  model: NetworkName,
  overrides: TrainingOverrides = {},
  preset: PresetName = DEFAULT_PRESET,
): TrainingSettings {
  const { epochs, batchSize, learningRate, imageSize, ...fixed } = presetSettings(model, preset);
  const settings = {
    ...{ model, preset, ...fixed },
    epochs: overrides.epochs ?? epochs,
    batchSize: overrides.batchSize ?? batchSize,
    learningRate: overrides.learningRate ?? learningRate,
    imageSize: overrides.imageSize ?? imageSize,
  };
  const wholeNumbers = [
    ['epochs', settings.epochs, TRAINING_LIMITS.epochs],
    ['batch size', settings.batchSize, TRAINING_LIMITS.batchSize],
    ['image size', settings.imageSize, TRAINING_LIMITS.imageSize],
  ] as const;
  for (const [what, value, { least, most }] of wholeNumbers) {
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new TrainingError(`The ${what} must be a whole number from ${least} to ${most}, not ${value}.`);
    }
  }
  const { above, most } = TRAINING_LIMITS.learningRate;
  if (!(settings.learningRate > above && settings.learningRate <= most)) {
    throw new TrainingError(
      `The learning rate must be above ${above} and at most ${most}, not ${settings.learningRate}.`,
    );
  }
  return settings;
}

function presetSettings(model: NetworkName, preset: PresetName): PresetSettings {
  // A name may come from a report on disk.
  if (!PRESETS.includes(preset)) {
    throw new TrainingError(`There is no preset "${preset}": choose one of ${PRESETS.join(', ')}.`);
  }
  const { defaults, presets } = modelNamed(model);
  return preset === 'balanced' ? defaults : { ...defaults, ...presets[preset] };
}

/** Whether a network of a fold, from 0, sees the pictures cropped to their content: the last ones do. */
export function seesCropped(
  { members, trimmedMembers }: Pick<TrainingSettings, 'members' | 'trimmedMembers'>,
  member: number,
): boolean {
  return member >= members - trimmedMembers;
}

/** Epochs that one fold goes through with these settings, over all members. */
export function epochsPerFold({ epochs, members }: Pick<TrainingSettings, 'epochs' | 'members'>): number {
  return epochs * members;
}
