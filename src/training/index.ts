export { expectedBackend, usualJobs, verifiedAdapter, wasmBackend } from './backends/expected-backend.ts';
export { TrainingError, WorkerCrashError } from './errors.ts';
export { evaluateHeads, rowsOf as rowsOfFeatures } from './features/heads/evaluate-heads.ts';
export type { FoldOutcome } from './folds/fold-outcome.ts';
export { codeHashes } from './folds/kept-folds.ts';
export { doubtedPictures } from './folds/doubted-pictures.ts';
export { joinMembers, trainAlone, type FiledPictures } from './folds/train-elsewhere.ts';
export type { FoldTask } from './folds/worker-protocol.ts';
export { stratifiedFolds, type StratifiedFolds } from './folds/stratified-folds.ts';
export { stratifiedGroupFolds } from './folds/stratified-group-folds.ts';
export { createRandom } from './random.ts';
export { trainCrossValidated } from './folds/cross-validate.ts';
export { trainAndEvaluate, type Evaluation } from './folds/train-and-evaluate.ts';
export { resolveSettings, seesCropped } from './presets.ts';
export {
  BACKENDS,
  MODELS,
  PRESETS,
  type Backend,
  type BackendChoice,
  type CrossValidation,
  type EpochHistory,
  type FoldResult,
  type ModelName,
  type NetworkName,
  type PresetName,
  type TrainingData,
  type TrainingProgress,
  type TrainingSettings,
} from './types.ts';
export { extractFeatures, type ExtractedFeatures, type ExtractOptions } from './features/extract-features.ts';
export { fitHeads, type FitHeadsOptions, type Heads, type HeadsFit } from './features/heads/fit-heads.ts';
export {
  judgeAgain,
  judgeByFeatures,
  type Flag,
  type JudgeOptions,
  type Judgement,
  type RoundsJudged,
} from './features/heads/judge-by-features.ts';
export { predictByHeads } from './features/heads/predict-by-heads.ts';
export { judgeSets, type JudgeSetsOptions, type SetJudgement } from './features/heads/judge-sets.ts';
export { findOwnTrunk, type OwnTrunk } from './features/own-trunk/find-own-trunk.ts';
export { withHeadThreads, type HeadThreads } from './features/heads/head-threads.ts';
export { prepareFeatures, type PrepareOptions } from './features/prepare-features.ts';
export { FEATURE_PRESETS, type FeatureSettings } from './features/feature-presets.ts';
export { TRUNK_FEATURES, TRUNK_NAME } from './features/trunk-facts.ts';
export type { Features, HeadTask, PreparedFeatures, Probabilities, SetTask } from './features/types.ts';
