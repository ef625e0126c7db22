import { stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { InputError, parseJson } from '../../files/index.ts';
import type { RowNames } from './match-names.ts';
import { listed, looksLikePicture, nameOf, pathColumn, readText, tableOf } from './table-text.ts';

/** A file that says which picture each row of an array belongs to. */
export interface Sidecar extends RowNames {
  readonly file: string;
  /** The class of each column, where it says that too. */
  readonly classes?: readonly string[];
}

const ENDINGS = ['txt', 'csv', 'json'] as const;
/** Keys of JSON objects that hold paths, and class names. */
const PATH_KEYS = ['paths', 'files', 'filenames', 'file_names', 'filepaths', 'file_paths', 'samples', 'imgs', 'images'];
const CLASS_KEYS = ['classes', 'class_names', 'classNames', 'class_to_idx', 'class_indices'];

/** A sidecar that was looked for. */
export interface FoundSidecar {
  readonly sidecar?: Sidecar;
  /** What was found and not used, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Looks for the sidecar of an array `X.npy`: `X.paths.txt`, `X.paths.csv` or `X.paths.json` beside it, else `paths.txt`,
 * `paths.csv` or `paths.json`. The latter may be another array's: with another number of names it is passed over.
 *
 * @param rows number of rows of the array
 * @param given the file that the user names instead
 * @throws InputError where a file can't be read or understood, or has another number of names than the array has rows
 */
export async function findSidecar(arrayFile: string, rows: number, given?: string): Promise<FoundSidecar> {
  if (given !== undefined) return { sidecar: fitting(await readSidecar(given, arrayFile), arrayFile, rows), notes: [] };
  const folder = dirname(arrayFile);
  const stem = nameOf(arrayFile).replace(/\.[^.]*$/, '');
  const own = await present(ENDINGS.map((ending) => join(folder, `${stem}.paths.${ending}`)));
  if (own.length > 0) {
    const sidecar = fitting(await readSidecar(own[0], arrayFile), arrayFile, rows);
    return { sidecar, notes: alsoThere(own) };
  }
  const shared = await present(ENDINGS.map((ending) => join(folder, `paths.${ending}`)));
  const notes: string[] = [];
  for (const file of shared) {
    let sidecar: Sidecar;
    try {
      sidecar = await readSidecar(file, arrayFile);
    } catch (error) {
      // It need not be meant for us.
      if (!(error instanceof InputError)) throw error;
      notes.push(`Not used: ${error.message}`);
      continue;
    }
    if (sidecar.names.length === rows) return { sidecar, notes: [...notes, ...alsoThere([file, ...shared])] };
    notes.push(
      `${file} names ${sidecar.names.length} pictures, but ${nameOf(arrayFile)} has ${rows} rows: it was not used.`,
    );
  }
  return { notes };
}

async function present(files: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    files.map(async (file) => ((await stat(file).catch(() => undefined))?.isFile() === true ? [file] : [])),
  );
  return found.flat();
}

function alsoThere([used, ...others]: readonly string[]): string[] {
  const unused = others.filter((file) => file !== used);
  return unused.length === 0
    ? []
    : [`${used} was read; ${unused.map(nameOf).join(' and ')} beside it ${unused.length === 1 ? 'was' : 'were'} not.`];
}

function fitting(sidecar: Sidecar, arrayFile: string, rows: number): Sidecar {
  if (sidecar.names.length === rows) return sidecar;
  throw new InputError(
    `${sidecar.file} names ${sidecar.names.length} pictures, but ${arrayFile} has ${rows} rows: write one name for each row, in the same order.`,
  );
}

/**
 * Reads a sidecar: a text with one path a line; a CSV with a column of paths; or JSON: a list of paths, of `[path, …]`
 * pairs (torchvision's `dataset.samples`) or of objects with a path, or an object that holds such a list and the classes.
 *
 * @throws InputError that names the file, and the line or entry
 */
export async function readSidecar(file: string, arrayFile: string): Promise<Sidecar> {
  const what = `the paths of ${nameOf(arrayFile)}`;
  const extension = extname(file).toLowerCase();
  const text = await readText(file, what);
  if (extension === '.json') return { file, ...fromJson(text, file) };
  if (extension === '.csv' || extension === '.tsv') return { file, ...fromTable(text, file) };
  if (extension === '.txt' || extension === '') return { file, names: fromLines(text) };
  throw new InputError(`${file} can't be read as ${what}: it should be a .txt, .csv or .json file.`);
}

function fromLines(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  while (lines.length > 0 && lines[lines.length - 1] === '') lines.pop();
  const hasHeader = lines.length > 1 && !looksLikePicture(lines[0]) && pathColumn([lines[0]]) === 0;
  return hasHeader ? lines.slice(1) : lines;
}

function fromTable(text: string, file: string): RowNames {
  const { header, rows } = tableOf(text, file);
  const names: string[] = [];
  let column = pathColumn(header);
  if (column < 0) {
    // Without a header the first line is a picture.
    const pictures = header.flatMap((cell, i) => (looksLikePicture(cell) ? [i] : []));
    if (pictures.length !== 1) {
      throw new InputError(
        `${file}: no column of paths was recognised among ${listed(header)}; call one of them "path".`,
      );
    }
    column = pictures[0];
    names.push(header[column]);
  }
  const splitColumn = header.findIndex((name) => name.toLowerCase() === 'split');
  const splits: (string | undefined)[] = [];
  rows((scanner, row) => {
    if (column >= scanner.count) throw new InputError(`${file}: row ${row + 1} (line ${scanner.line}) has no path.`);
    names.push(scanner.value(column).trim());
    const split = splitColumn < 0 || splitColumn >= scanner.count ? '' : scanner.value(splitColumn).trim();
    splits.push(split === '' ? undefined : split);
  });
  return {
    names,
    ...(splits.length === names.length && splits.some((split) => split !== undefined) ? { splits } : {}),
  };
}

function fromJson(text: string, file: string): RowNames & { readonly classes?: readonly string[] } {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    throw new InputError(`${file}: ${(error as Error).message}.`, { cause: error });
  }
  if (Array.isArray(value)) return { names: pathsOf(value, file) };
  if (typeof value !== 'object' || value === null) throw notUnderstood(file);
  const record = value as Record<string, unknown>;
  const list = PATH_KEYS.map((key) => (Object.hasOwn(record, key) ? record[key] : undefined)).find(Array.isArray);
  if (list === undefined) throw notUnderstood(file);
  const classes = CLASS_KEYS.map((key) => (Object.hasOwn(record, key) ? record[key] : undefined)).find(
    (one) => typeof one === 'object' && one !== null,
  );
  return { names: pathsOf(list, file), ...(classes === undefined ? {} : { classes: classesOf(classes, file) }) };
}

function pathsOf(list: readonly unknown[], file: string): string[] {
  return list.map((entry, i) => {
    const path: unknown = Array.isArray(entry) ? (entry as unknown[])[0] : entry;
    if (typeof path === 'string') return path;
    if (typeof path === 'number') return String(path);
    if (typeof path === 'object' && path !== null) {
      const record = path as Record<string, unknown>;
      const keys = Object.keys(record);
      const column = pathColumn(keys);
      const inner = column < 0 ? undefined : record[keys[column]];
      if (typeof inner === 'string' || typeof inner === 'number') return String(inner);
    }
    throw new InputError(`${file}: entry ${i + 1} is no path: ${JSON.stringify(entry).slice(0, 100)}.`);
  });
}

/** Class names as a list, or as `class_to_idx`: an object of names and their columns. */
function classesOf(value: object, file: string): string[] {
  const names = Array.isArray(value)
    ? (value as unknown[])
    : Object.entries(value)
        .sort(([, a], [, b]) => Number(a) - Number(b))
        .map(([name]) => name);
  if (!Array.isArray(value) && !Object.values(value).every((index) => Number.isInteger(index))) {
    throw new InputError(`${file}: its classes should be a list of names, or an object of names and columns.`);
  }
  const bad = names.findIndex((name) => typeof name !== 'string' && typeof name !== 'number');
  if (bad >= 0) throw new InputError(`${file}: class ${bad + 1} is no name.`);
  const texts = names.map(String);
  const twice = texts.find((name, i) => texts.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`${file}: the class ${JSON.stringify(twice)} stands there twice.`);
  return texts;
}

function notUnderstood(file: string): InputError {
  return new InputError(
    `${file} should be a list of paths, or an object with "paths" (and "classes", if columns are named, too).`,
  );
}
