import * as english from './written.ts';

/** The languages that numbers are written in, as VS Code names them. */
export type Language = 'en' | 'de' | 'id';

/** The same functions as in English, and `decimal`, which have a language's own signs. */
export interface Numbers {
  readonly count: (value: number) => string;
  readonly percent: (share: number) => string;
  readonly finePercent: (share: number) => string;
  readonly score: (value: number) => string;
  readonly fineScore: (quality: number) => string;
  readonly points: (difference: number) => string;
  /** A count with its noun. The languages here that tell one from several do so for 1 alone. */
  readonly plural: (value: number, one: string, many?: string) => string;
  /** A number with so many decimals, its thousands not apart. */
  readonly decimal: (value: number, decimals: number) => string;
}

interface Signs {
  readonly thousands: string;
  readonly point: string;
  readonly percent: string;
}

/** As Unicode's CLDR has them. `Intl` has them too, and its first use blocks the extension host for 30 ms. */
const SIGNS: Readonly<Record<Language, Signs>> = {
  en: { thousands: ',', point: '.', percent: '%' },
  de: { thousands: '.', point: ',', percent: '\u00a0%' },
  id: { thousands: '.', point: ',', percent: '%' },
};

/** The language of a tag such as `de` or `de-AT`; English where it is none that we have. */
export function languageOf(tag: string): Language {
  const [language] = tag.toLowerCase().split('-');
  return Object.keys(SIGNS).find((known): known is Language => known === language) ?? 'en';
}

/** Writes numbers for people as `written.ts` does, in the signs of a language: `93,4 %` in German. */
export function numbersIn(language: Language): Numbers {
  const { thousands, point, percent } = SIGNS[language];
  const signs = new Map([
    [',', thousands],
    ['.', point],
    ['%', percent],
  ]);
  const local = (text: string): string => text.replaceAll(/[,.%]/g, (sign) => signs.get(sign)!);
  const count = (value: number): string => local(english.count(value));
  return {
    count,
    percent: (share) => local(english.percent(share)),
    finePercent: (share) => local(english.finePercent(share)),
    score: (value) => local(english.score(value)),
    fineScore: (quality) => local(english.fineScore(quality)),
    points: (difference) => local(english.points(difference)),
    plural: (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`,
    decimal: (value, decimals) => local(value.toFixed(decimals)),
  };
}
