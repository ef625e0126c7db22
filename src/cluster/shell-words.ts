import { InputError } from '../files/index.ts';

/**
 * The words of a text as a shell would take them apart: by blanks, but for what stands in quotes or after a backslash.
 * Nothing else that a shell knows has a meaning.
 *
 * @throws InputError where a quote is not closed
 */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  // A word is made of pieces without blanks, in single quotes, in double quotes, or after a backslash.
  const piece = /\s+|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)/gsy;
  let word: string | undefined;
  let at = 0;
  for (let match = piece.exec(text); match !== null; match = piece.exec(text)) {
    at = piece.lastIndex;
    const [all, single, double, escaped, plain] = match as readonly (string | undefined)[];
    const own = single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? plain;
    if (own !== undefined) word = (word ?? '') + own;
    else if (all !== undefined && word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (at < text.length) throw new InputError(`A quote is not closed in: ${text}`);
  return word === undefined ? words : [...words, word];
}
