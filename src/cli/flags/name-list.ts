import { readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { InvalidArgumentError } from 'commander';

/** Largest file of names, in bytes. */
const MOST_BYTES = 10_000_000;

/**
 * `a,b,c` as a list of different names, none of them empty. A name with a comma stands in double quotes, as in CSV:
 * `"cat, black",dog`. `@classes.txt` reads them from a file, one a line, or from a JSON list (`@classes.json`); a name that
 * begins with @ stands in quotes.
 *
 * @throws InvalidArgumentError, which commander reports with the option's name
 */
export function nameList(text: string): string[] {
  const names = text.startsWith('@') ? namesOfFile(text.slice(1)) : split(text);
  if (names.includes('')) {
    throw new InvalidArgumentError('It should be names with a comma between, none of them empty.');
  }
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new InvalidArgumentError(`"${name}" stands there twice.`);
    seen.add(name);
  }
  return names;
}

/** Cells of one CSV record; those without quotes are trimmed. */
function split(text: string): string[] {
  const names: string[] = [];
  let rest = text;
  for (;;) {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*(?:,|$)/.exec(rest);
    const cell = quoted ?? /^[^,]*(?:,|$)/.exec(rest)!;
    if (quoted === null && rest.trimStart().startsWith('"')) {
      throw new InvalidArgumentError('A quote is not closed, or something stands behind it.');
    }
    names.push(quoted === null ? cell[0].replace(/,$/, '').trim() : quoted[1].replaceAll('""', '"'));
    if (!cell[0].endsWith(',')) return names;
    rest = rest.slice(cell[0].length);
  }
}

function namesOfFile(file: string): string[] {
  let text: string;
  try {
    const { size } = statSync(file);
    if (!statSync(file).isFile()) throw new InvalidArgumentError(`${file} is no regular file.`);
    if (size > MOST_BYTES) throw new InvalidArgumentError(`${file} has ${size} bytes, too many for a list of names.`);
    text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw error;
    throw new InvalidArgumentError(`The file of names ${file} can't be read: ${(error as Error).message}.`);
  }
  if (extname(file).toLowerCase() !== '.json' && !text.trimStart().startsWith('[')) {
    const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim());
    while (lines.length > 0 && lines[lines.length - 1] === '') lines.pop();
    return lines.length === 0 ? [''] : lines;
  }
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list) && list.length > 0 && list.every((name) => typeof name === 'string')) return list;
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError(`${file} should be a JSON list of names.`);
}
