/**
 * Controls, marks of direction, characters without a width, tags, selectors of variants, private ones and halves of pairs:
 * text that a person does not see and a model reads.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{DI}\u2028\u2029]/gu;

const escape = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16)}}`;

/** A name is told a model in so many characters, a sentence in four times as many. */
const NAME = 160;
const SENTENCE = 4 * NAME;

/**
 * A text of a data set (a label, a file's name) as a model may read it: on one line, short, and with whatever a person would
 * not see made visible. It is data, and stands between the quotes of JSON.
 */
export function modelName(text: string): string {
  return cut(text, NAME);
}

/** A sentence that may hold names of a data set: a warning, an error. */
export function modelSentence(text: string): string {
  return cut(text, SENTENCE);
}

/** A text of several lines, such as a diff, of at most so many characters. */
export function modelLines(text: string, most: number): string {
  const shown = text.length <= most ? text : `${text.slice(0, most)}\n… (${text.length - most} more characters)`;
  return shown.replace(UNSEEN, (character) =>
    character === '\n' || character === '\t' ? character : escape(character),
  );
}

function cut(text: string, most: number): string {
  // What is far behind the end need not be looked through.
  const start = text.slice(0, 2 * most).replace(UNSEEN, escape);
  if (start.length <= most && text.length <= 2 * most) return start;
  return `${start.slice(0, most)}…`;
}
