// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Text from a data set, safe to print on a terminal: control characters (which could move the cursor, or forge a line
 * of the report) and those that turn the direction of writing become `\u....` escapes.
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, escape);
}

/** The same for a text of several lines, such as JSON or a diff: line breaks and tabs stay. */
export function printableLines(text: string): string {
  return text.replace(UNSAFE, (character) =>
    character === '\n' || character === '\t' ? character : escape(character),
  );
}
