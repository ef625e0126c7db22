import type { PresetName } from '../types.ts';

/** What a preset sets of an audit by features of the pretrained trunk. */
export interface FeatureSettings {
  /** Side of the square that the trunk sees, in pixels. */
  readonly side: number;
  /** Folds of the heads, where the user has not said how many. They cost seconds. */
  readonly folds: number;
  /** Whether a second round leaves out of training what the first one flags. */
  readonly secondRound: boolean;
}

/**
 * The trunk was trained at 224 pixels. It tells more at a larger side than at that (Touvron et al., "Fixing the train-test
 * resolution discrepancy", 2019), for time that grows with the area; a mirrored view, for the same time, brought nothing.
 */
export const FEATURE_PRESETS: Readonly<Record<PresetName, FeatureSettings>> = {
  fast: { side: 160, folds: 5, secondRound: true },
  balanced: { side: 224, folds: 10, secondRound: true },
  thorough: { side: 288, folds: 10, secondRound: true },
};
