import { describe, expect, it } from 'vitest';
import { isAllowed, wantedOf } from '../../../../src/audit/options/allowed-values.ts';
import { AUDIT_OPTIONS, defaultAuditOptions } from '../../../../src/audit/options/audit-options.ts';
import { choice, FLAG, NAMES, number, TEXT, integer } from '../../../../src/audit/options/option.ts';
import { readText } from '../../../../src/cli/flags/option-values.ts';
import { optionsSchema } from '../../../../src/audit/report/schema/report-options.ts';
import { match } from '../../../../src/schema/index.ts';
import { TRAINING_LIMITS } from '../../../../src/training/types.ts';
import { resolveSettings } from '../../../../src/training/presets.ts';

describe('what an option allows', () => {
  it.each([
    [choice([1, 3, 'auto']), [1, 3, 'auto'], ['1', 2, null], 'one of 1, 3, auto'],
    [integer(8, 512), [8, 512], [7, 513, 8.5, '8', Number.NaN], 'a whole number from 8 to 512'],
    [integer(0, Number.MAX_SAFE_INTEGER), [0], [-1], 'a whole number of at least 0'],
    [number(0, 1), [0, 0.5, 1], [-0.1, 1.1, Number.NaN, '1'], 'a number from 0 to 1'],
    [number(0, 1, { above: true }), [1e-9, 1], [0], 'a number above 0 and at most 1'],
    [number(0, 1, { above: true, below: true }), [0.5], [0, 1], 'a number above 0 and below 1'],
    [number(0, 1, { above: true, percent: true }), [0.1], [0], 'a share above 0% and at most 100%, such as 10% or 0.1'],
    [number(0, Number.MAX_VALUE), [0, 3], [-1, Infinity], 'a number of at least 0'],
    [TEXT, ['a'], ['', ' ', 3], 'a text that is not blank'],
    [NAMES, [['a'], []], ['a', [3]], 'a list of names'],
    [FLAG, [true, false], [0, 'true'], 'true or false'],
  ])('%j', (allowed, good, bad, words) => {
    expect(good.map((value) => isAllowed(allowed, value))).toEqual(good.map(() => true));
    expect(bad.map((value) => isAllowed(allowed, value))).toEqual(bad.map(() => false));
    expect(wantedOf(allowed)).toBe(words);
  });
});

describe('the limits of a number', () => {
  const numbers = [
    ['imageSize', TRAINING_LIMITS.imageSize],
    ['epochs', TRAINING_LIMITS.epochs],
    ['batchSize', TRAINING_LIMITS.batchSize],
  ] as const;

  it.each(numbers)('of %s are the same on the command line, in a report and in training', (name, { least, most }) => {
    const { allowed } = AUDIT_OPTIONS[name];
    const report = (value: number) => match(optionsSchema, { ...defaultAuditOptions('data'), [name]: value });
    const training = (value: number): unknown => resolveSettings('small-cnn', { [name]: value });
    for (const value of [least, most]) {
      expect(readText(allowed, String(value))).toBe(value);
      expect(report(value)).toMatchObject({ ok: true, value: { [name]: value } });
      expect(() => training(value)).not.toThrow();
    }
    for (const value of [least - 1, most + 1]) {
      expect(() => readText(allowed, String(value))).toThrow(`a whole number from ${least} to ${most}`);
      const mismatch = { place: name, wanted: `a whole number from ${least} to ${most}`, found: value };
      expect(report(value)).toEqual({ ok: false, mismatch });
      expect(() => training(value)).toThrow(`from ${least} to ${most}`);
    }
  });
});
