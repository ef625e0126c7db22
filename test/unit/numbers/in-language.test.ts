import { describe, expect, it } from 'vitest';
import { languageOf, numbersIn, type Language } from '../../../src/numbers/index.ts';
import * as english from '../../../src/numbers/written.ts';

const LANGUAGES: readonly Language[] = ['en', 'de', 'id'];

describe.each(LANGUAGES)('numbers in %s', (language) => {
  const { count, percent, finePercent, decimal, score } = numbersIn(language);

  it('have the signs that Intl gives them', () => {
    const intl = (value: number, options: Intl.NumberFormatOptions) =>
      new Intl.NumberFormat(language, { useGrouping: 'always', ...options }).format(value);
    for (const n of [0, 12, 1234, 1234567]) expect(count(n)).toBe(intl(n, {}));
    expect(percent(0.94)).toBe(intl(0.94, { style: 'percent' }));
    expect(finePercent(0.934)).toBe(intl(0.934, { style: 'percent', minimumFractionDigits: 1 }));
    expect(score(0.93)).toBe(intl(0.93, {}));
    expect(decimal(1.5, 1)).toBe(intl(1.5, {}));
  });

  it('tell one from several as Intl does, where words do', () => {
    const rules = new Intl.PluralRules(language);
    const { plural } = numbersIn(language);
    const [one, many] = language === 'id' ? ['gambar', 'gambar'] : ['one', 'many'];
    for (const n of [0, 1, 2, 11, 21, 101]) {
      expect(plural(n, one, many)).toBe(`${count(n)} ${rules.select(n) === 'one' ? one : many}`);
    }
  });
});

it('English is as it was everywhere else', () => {
  const numbers = numbersIn('en');
  for (const value of [0, 0.00004, 0.004, 0.5, 0.99999, 1, NaN]) {
    for (const name of ['percent', 'finePercent', 'score', 'fineScore', 'points'] as const)
      expect(numbers[name](value)).toBe(english[name](value));
  }
  expect(numbers.plural(1234, 'picture')).toBe(english.plural(1234, 'picture'));
});

it('bounds keep their meaning: >99% is not 100%', () => {
  expect(numbersIn('de').percent(0.999)).toBe('>99\u00a0%');
  expect(numbersIn('id').finePercent(0.0001)).toBe('<0,1%');
  expect(numbersIn('de').points(-0.0125)).toBe('−1,3');
});

it('the language of a tag is the nearest that there is', () => {
  expect(['de', 'de-AT', 'id-ID', 'ID', 'fr', 'en-GB', '', 'zh-cn'].map(languageOf)).toEqual([
    'de',
    'de',
    'id',
    'id',
    'en',
    'en',
    'en',
    'en',
  ]);
});
