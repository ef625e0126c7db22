export { BACKENDS, MODELS, PRESETS } from './types.ts';
export type * from './types.ts';
export { BackendError, TrainingError, WorkerCrashError } from './errors.ts';
export { DEFAULT_PRESET, resolveSettings } from './presets.ts';
export { setUpNative, type NativeSetup } from './native/native-client.ts';
export { stratifiedFolds } from './stratified-folds.ts';
export { trainCrossValidated } from './cross-validate.ts';
export {
  trainAndEvaluate,
  type Evaluation,
  type EvaluationRun,
  type EvaluationSide,
  type TrainAndEvaluateOptions,
  type TrainedAndEvaluated,
} from './train-and-evaluate.ts';
