import { describe, expect, it } from 'vitest';
import { resolveSettings } from '../../../src/training/presets.ts';
import { DEFAULT_PRESET } from '../../../src/training/types.ts';
import { NETWORKS, PRESETS } from '../../../src/training/types.ts';
import { TrainingError } from '../../../src/training/errors.ts';
import { epochsPerFold } from '../../../src/training/presets.ts';
import type { PresetName } from '../../../src/training/types.ts';

/** Work on pixels that a preset's training is, up to a factor of the model. */
const work = (model: (typeof NETWORKS)[number], preset: PresetName): number => {
  const { epochs, members, imageSize } = resolveSettings(model, {}, preset);
  return epochs * members * imageSize ** 2;
};

describe('presets', () => {
  it.each(NETWORKS)('%s: fast is well under half of balanced, thorough is more', (model) => {
    expect(work(model, 'fast')).toBeLessThan(0.45 * work(model, 'balanced'));
    expect(work(model, 'thorough')).toBeGreaterThan(1.5 * work(model, 'balanced'));
  });

  it.each(NETWORKS)('%s: settings name the preset and the model, and are complete', (model) => {
    for (const preset of PRESETS) {
      const settings = resolveSettings(model, {}, preset);
      expect(settings).toMatchObject({ model, preset });
      expect(Object.values(settings).every((value) => typeof value === 'string' || Number.isFinite(value))).toBe(true);
      expect(settings.members).toBeGreaterThanOrEqual(1);
    }
  });

  it('is balanced where none is said', () => {
    expect(DEFAULT_PRESET).toBe('balanced');
    expect(resolveSettings('small-cnn')).toEqual(resolveSettings('small-cnn', {}, 'balanced'));
  });

  it.each(PRESETS)('%s: each override takes the place of its part alone', (preset) => {
    const own = resolveSettings('small-cnn', {}, preset);
    const overrides = { epochs: 3, batchSize: 17, learningRate: 0.123, imageSize: 19 };
    for (const [name, value] of Object.entries(overrides)) {
      expect(resolveSettings('small-cnn', { [name]: value }, preset)).toEqual({ ...own, [name]: value });
    }
    expect(resolveSettings('small-cnn', { epochs: undefined }, preset)).toEqual(own);
  });

  it('refuses a preset that there is not, as a report on disk may name', () => {
    expect(() => resolveSettings('small-cnn', {}, 'perfect' as PresetName)).toThrow(TrainingError);
    expect(() => resolveSettings('small-cnn', {}, 'perfect' as PresetName)).toThrow(
      /no preset "perfect".*fast, balanced, thorough/,
    );
  });

  it('counts the epochs of all members', () => {
    expect(epochsPerFold({ epochs: 7, members: 3 })).toBe(21);
  });
});
