export { TrainingError, WorkerCrashError } from './errors.ts';
export { trainCrossValidated } from './folds/cross-validate.ts';
export { trainAndEvaluate, type Evaluation } from './folds/train-and-evaluate.ts';
export { resolveSettings } from './presets.ts';
export {
  BACKENDS,
  MODELS,
  PRESETS,
  type Backend,
  type BackendChoice,
  type EpochHistory,
  type FoldResult,
  type ModelName,
  type PresetName,
  type TrainingProgress,
  type TrainingSettings,
} from './types.ts';
