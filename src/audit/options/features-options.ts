import { FINDING_OPTIONS } from './finding-options.ts';
import type { OptionTable } from './option.ts';
import { TRAINING_OPTIONS } from './training-options.ts';

const { preset, trunk, trunkSize, trunkScaling, trunkOutput, trim, backend, jobs } = TRAINING_OPTIONS;
const { classes, imageColumn, labelColumn, splitColumn, imageRoot, imagePattern, ignoreLabels, asIndices, classFrom } =
  TRAINING_OPTIONS;
const { annotators, annotatorColumn, multiLabel } = TRAINING_OPTIONS;
const { splits } = FINDING_OPTIONS;

/** What an audit's features depend on: how its data set is read, and what looks at the pictures. */
export const FEATURES_OPTIONS = {
  ...{ preset, trunk, trunkSize, trunkScaling, trunkOutput, trim, backend, jobs },
  ...{ classes, imageColumn, labelColumn, splitColumn, imageRoot, imagePattern, ignoreLabels, asIndices, classFrom },
  ...{ annotators, annotatorColumn, multiLabel, splits },
} as const satisfies OptionTable;
