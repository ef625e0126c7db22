import { describe, expect, it } from 'vitest';
import { ALL_STRINGS } from '../../../webview/strings.ts';

/** What a text is made of: its kind and, for those in lists, its place. */
function textsOf(value: unknown, path = ''): Map<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map([[path, value]]);
  return new Map(Object.entries(value).flatMap(([key, part]) => [...textsOf(part, `${path}.${key}`)]));
}

const english = textsOf(ALL_STRINGS.en);

/** Words that are the same in other languages, by the last part of their names. */
const SAME = /^(Label Audit|Split|Epoch|Fold|Filter|Confident Joint|File|Confident joint|[^a-z]*|.)$/;

/** Names of keys on keyboards. */
const isKey = (path: string): boolean => /^\.(?:keys|queue)\.rows\.\d+\.0\.|^\.detail\.keyOf\./.test(path);

describe.each(['de', 'id'] as const)('the panel in %s', (language) => {
  const texts = textsOf(ALL_STRINGS[language]);

  it('has every text of the English one, and no other: in lists too, of which the compiler knows no length', () => {
    const kinds = (all: Map<string, unknown>) => [...all].map(([path, text]) => `${path}: ${typeof text}`).sort();
    // A key of two words may be one.
    expect(kinds(texts)).toEqual(kinds(english));
  });

  it('repeats no English sentence', () => {
    const same = [...texts].filter(
      ([path, text]) => typeof text === 'string' && text === english.get(path) && !isKey(path) && !SAME.test(text),
    );
    expect(same).toEqual([]);
  });

  it('counts pictures in its own signs and words', () => {
    const { pictures, filters, progress, timeLeft, bytes } = ALL_STRINGS[language];
    const said = [pictures(1), pictures(12345), filters.shown(1, 2000), filters.qualityText(0.5, false)];
    said.push(progress.found(1), timeLeft(5400), bytes(1));
    expect(said).toEqual(
      language === 'de'
        ? ['1 Bild', '12.345 Bilder', '1 von 2.000 Bildern', 'Höchstens 0,50'].concat(
            '1 falsches Label gefunden.',
            'noch etwa 1,5 h',
            '1 Byte',
          )
        : ['1 gambar', '12.345 gambar', '1 dari 2.000 gambar', 'Paling tinggi 0,50'].concat(
            '1 label salah ditemukan.',
            'sisa sekitar 1,5 jam',
            '1 byte',
          ),
    );
  });
});
