export { atTemperature, fitTemperature, pairwiseQuality } from './calibrate.ts';
export { extractFeatures, type ExtractedFeatures, type ExtractOptions } from './extract-features.ts';
export { fitHeads, type FitHeadsOptions, type Heads, type HeadsFit } from './fit-heads.ts';
export {
  judgeAgain,
  judgeByFeatures,
  type FirstRound,
  type Flag,
  type JudgeOptions,
  type Judgement,
  type RoundsJudged,
} from './judge-by-features.ts';
export { prepareFeatures, type PrepareOptions } from './prepare-features.ts';
export { TRUNK_FEATURES, TRUNK_NAME, TRUNK_SHA256 } from './trunk-file.ts';
export type { Features, HeadTask, PreparedFeatures, Probabilities } from './types.ts';
