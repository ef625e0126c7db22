import { errorCode, fileFailure } from './file-failure.ts';
import { InputError } from './input-error.ts';
import { readBounded } from './read-bounded.ts';

/** Largest JSON file that is read, in bytes: a text of more can't be held as one. */
export const MAX_JSON_BYTES = 500_000_000;

/**
 * Reads the text of a JSON file, ours or another program's.
 *
 * @param what what the file is, for errors: `the report`
 * @returns undefined where there is no such file
 * @throws InputError where it can't be read, is no regular file (a pipe would be waited for forever), or is too large
 */
export async function readJsonText(file: string, what: string): Promise<string | undefined> {
  try {
    return (await readBounded(file, MAX_JSON_BYTES)).toString('utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new InputError(`Cannot read ${what} ${file}: ${fileFailure(error)}.`, { cause: error });
  }
}

/** No file of ours holds more lists and objects. More, even in a small file, could fill the memory. */
const MAX_ENTRIES = 4_000_000;
const [BRACE, BRACKET] = [0x7b, 0x5b];

/**
 * Parses JSON, with or without the byte order mark that some editors write.
 *
 * @throws Error with the reason in plain words
 */
export function parseJson(content: string): unknown {
  let entries = 0;
  for (let i = 0; i < content.length; i++) {
    const code = content.charCodeAt(i);
    if (code === BRACE || code === BRACKET) entries++;
  }
  if (entries > MAX_ENTRIES) throw new Error(`it has more than ${MAX_ENTRIES} lists and objects`);
  try {
    return JSON.parse(content.startsWith('\ufeff') ? content.slice(1) : content);
  } catch (error) {
    throw new Error('it is not JSON', { cause: error });
  }
}
