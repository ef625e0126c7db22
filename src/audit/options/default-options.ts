import { DEFAULT_PRESET } from '../../training/light.ts';
import type { AuditOptions } from './audit-options.ts';

/** The options of an audit of `target` when the user says nothing else. */
export function defaultAuditOptions(target: string): AuditOptions {
  return {
    target,
    model: 'small-cnn',
    preset: DEFAULT_PRESET,
    channels: 'auto',
    trim: false,
    folds: 5,
    seed: 0,
    backend: 'auto',
    filterBy: 'prune_by_noise_rate',
    rankBy: 'self_confidence',
    adjustPredProbs: false,
    fracNoise: 1,
    minExamplesPerClass: 1,
  };
}
