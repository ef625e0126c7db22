import { join } from 'node:path';
import { CsvScanner, writeCell } from '../../dataset/index.ts';
import { InputError, readLines } from '../../files/index.ts';
import { PATHS_FILE } from './report-files.ts';
import { checkPath } from './report-meaning.ts';
import { pictureKey } from './picture-keys.ts';
import type { AuditReport, RepeatedPicture } from './schema/report-schema.ts';

/** `row` and `split` are empty but for pictures that stand in several rows of the labels file. */
const HEADER = 'path,content,row,split';
/** Lines are passed on in groups of this size. */
const AT_ONCE = 4096;
/** No path and no split is longer. */
const LONGEST_RECORD = 100_000;

type Pictures = Pick<AuditReport, 'paths' | 'contents' | 'repeated'>;

/** The bytes of `paths.csv`: a header, then the path of each audited picture, what it held, and which row it is. */
export function encodePaths({ paths, contents, repeated = [] }: Pictures): Uint8Array[] {
  const parts: Uint8Array[] = [Buffer.from(`${HEADER}\n`)];
  const rows = new Map(repeated.map(({ index, row, split = '' }) => [index, `${row},${writeCell(split, ',', false)}`]));
  for (let start = 0; start < paths.length; start += AT_ONCE) {
    let text = '';
    for (let i = start; i < Math.min(start + AT_ONCE, paths.length); i++) {
      text += `${writeCell(paths[i], ',', true)},${contents?.[i] ?? ''},${rows.get(i) ?? ','}\n`;
    }
    parts.push(Buffer.from(text));
  }
  return parts;
}

/**
 * Reads `paths.csv`.
 *
 * @param expected number of pictures that the report speaks of
 * @returns the pictures, and the hash of the file that they were read from
 * @throws InputError that names the file and the line
 */
export async function readPaths(
  folder: string,
  kind: AuditReport['dataset']['kind'],
  expected: number,
): Promise<Pictures & { readonly hash: string }> {
  const file = join(folder, PATHS_FILE);
  const paths: string[] = [];
  const contents: (string | null)[] = [];
  const repeated: RepeatedPicture[] = [];
  const seen = new Set<string>();
  let line = 0;
  /** A record whose quotes are not closed on its line: a path may hold a line break. */
  let open = '';
  const broken = (why: string): InputError =>
    new InputError(`${file} is not the list of the audited pictures: line ${line} ${why}. Run the audit again.`);
  const add = (path: string, content: string, row: string, split: string): void => {
    try {
      checkPath(path, 'its path', kind);
    } catch (error) {
      throw broken(`can't be used, as ${(error as Error).message}`);
    }
    if (paths.length === expected) throw broken(`is one picture more than the ${expected} of the report`);
    let key = path;
    if (row !== '') {
      if (!/^\d{1,15}$/.test(row)) throw broken(`has the row ${row.slice(0, 40)}, which is no number`);
      const of = split === '' ? {} : { split };
      repeated.push({ index: paths.length, row: Number(row), ...of });
      key = pictureKey(path, of.split);
    } else if (split !== '') throw broken('has a split, but no row');
    if (seen.size === seen.add(key).size) throw broken(`names ${path.slice(0, 200)} a second time`);
    paths.push(path);
    contents.push(content === '' ? null : content);
  };
  const hash = await readLines(file, (lines) => {
    for (const text of lines) {
      line++;
      if (line === 1) {
        if (text !== HEADER) throw broken(`should be ${HEADER}`);
      } else if (open === '' && !text.includes('"')) {
        const content = text.indexOf(',') + 1;
        const row = text.indexOf(',', content) + 1;
        const split = text.indexOf(',', row) + 1;
        if (content === 0 || row === 0 || split === 0 || text.includes(',', split)) throw broken('should have 4 cells');
        add(text.slice(0, content - 1), text.slice(content, row - 1), text.slice(row, split - 1), text.slice(split));
      } else {
        open = open === '' ? text : `${open}\n${text}`;
        if (open.length > LONGEST_RECORD) throw broken('has a quote that is never closed');
        if (quotes(open) % 2 !== 0) continue;
        const scanner = new CsvScanner(open, ',');
        if (!scanner.next() || scanner.count !== 4) throw broken('should have 4 cells');
        add(scanner.value(0), scanner.value(1), scanner.value(2), scanner.value(3));
        open = '';
      }
    }
  });
  if (open !== '' || paths.length !== expected) {
    line++;
    throw broken(`is missing: there are ${paths.length} of the report's ${expected} pictures`);
  }
  return { paths, contents, ...(repeated.length > 0 ? { repeated } : {}), hash };
}

function quotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count++;
  return count;
}
