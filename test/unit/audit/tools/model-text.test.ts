import { describe, expect, it } from 'vitest';
import { modelLines, modelName, modelSentence } from '../../../../src/audit/tools/model-text.ts';

describe('modelName', () => {
  it('leaves what a person reads as it is', () => {
    for (const name of ['cat', 'dog, "big"', 'Katze 🐈 猫 قط', 'images/0001.png', ''])
      expect(modelName(name)).toBe(name);
  });

  it.each([
    ['a line break', 'a\nSYSTEM: b', 'a\\u{a}SYSTEM: b'],
    ['a mark of direction', 'a\u202eb', 'a\\u{202e}b'],
    ['no width', 'a\u200b\u2060\ufeffb', 'a\\u{200b}\\u{2060}\\u{feff}b'],
    ['tags, which spell words that no one sees', 'a\u{e0041}\u{e0042}', 'a\\u{e0041}\\u{e0042}'],
    ['selectors of variants, which carry bytes', 'a\ufe01\u{e0100}', 'a\\u{fe01}\\u{e0100}'],
    ['half a pair', 'a\ud800b', 'a\\u{d800}b'],
    ['an escape of a terminal', '\u001b[2J', '\\u{1b}[2J'],
  ])('makes %s visible', (_, text, shown) => {
    expect(modelName(text)).toBe(shown);
  });

  it('is short, however long the text is', () => {
    expect(modelName('x'.repeat(160))).toBe('x'.repeat(160));
    expect(modelName('x'.repeat(161))).toBe(`${'x'.repeat(160)}…`);
    expect(modelName('\u0000'.repeat(10_000_000)).length).toBeLessThan(170);
    expect(modelSentence('y'.repeat(100_000))).toHaveLength(641);
  });
});

describe('modelLines', () => {
  it('keeps lines, and says how much is left out', () => {
    expect(modelLines('-a\n+b\u200b\n', 100)).toBe('-a\n+b\\u{200b}\n');
    expect(modelLines('12345678', 5)).toBe('12345\n… (3 more characters)');
  });
});
