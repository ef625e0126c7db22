import { basename } from 'node:path';
import { findClassNames } from './class-names.ts';
import { DatasetError } from '../dataset-error.ts';
import type { LabelRows } from '../labels/label-rows.ts';
import { readLabelsFile } from '../labels/labels-file.ts';
import { isParquetName, readParquet, type ReadParquet } from '../parquet/read-parquet.ts';
import { areIndices, withClassNames } from './named-rows.ts';
import { HEAD_LENGTH, type LayoutName, type LayoutOptions } from './layout.ts';
import { isOfLines, layoutOf } from './layouts.ts';
import { withLabelSets } from '../sets/with-label-sets.ts';

/** A labels file of any layout. */
export interface ReadLabels {
  readonly rows: LabelRows;
  readonly layout: LayoutName;
  readonly text: string;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly hash: string;
  /** Name of the file beside it that says what its indices are called, where one does. */
  readonly classNames?: string;
  /** Where pictures are in the file itself: writes them out, once, below the data set's folder; see `readParquet`. */
  readonly unpack?: ReadParquet['unpack'];
}

/**
 * Reads a labels file. Where its labels are indices, and a file beside it names them, its rows bear names.
 * @throws DatasetError where it can't be read or understood
 */
export async function readLabels(file: string, options: LayoutOptions, signal?: AbortSignal): Promise<ReadLabels> {
  const name = basename(file);
  if (isParquetName(name)) {
    const { rows, hash, unpack } = await readParquet(file, options, signal);
    return naming(file, { rows, layout: 'parquet', text: '', hash, unpack }, options);
  }
  const { text, hash } = await readLabelsFile(file);
  return { ...(await readLabelsText(file, text, options)), hash };
}

/**
 * Reads the text of a labels file as `readLabels` does, whatever is on disk: it may be in the middle of being typed.
 * @param file absolute path; names of indices are looked for beside it
 * @throws DatasetError where it can't be understood
 */
export async function readLabelsText(
  file: string,
  text: string,
  options: LayoutOptions,
): Promise<Omit<ReadLabels, 'hash'>> {
  const name = basename(file);
  const layout = layoutOf({ name, head: isOfLines(name) ? text.slice(0, HEAD_LENGTH) : text, text, columns: options });
  if (layout === undefined) throw new DatasetError(file, unknownLayout(name));
  const rows = await layout.read({ file, bytes: Buffer.alloc(0), text }, options);
  if (!rows.ok) throw new DatasetError(file, rows.message);
  return naming(file, { rows, layout: layout.name, text }, options);
}

/** The same as sets of labels, where they are said to be; or with the names of classes, where labels are indices and a file beside says what they are called. */
async function naming<Read extends Omit<ReadLabels, 'hash'>>(
  file: string,
  read: Read,
  { asIndices, multiLabel }: LayoutOptions,
): Promise<Read> {
  const rows = withLabelSets(file, read.layout, read.rows, read.text, multiLabel);
  if (rows !== read.rows) return { ...read, rows };
  if (asIndices === true || rows.classOrder !== undefined || !areIndices(rows)) return read;
  const named = withClassNames(rows, await findClassNames(file));
  return { ...read, rows: named.rows, ...(named.file === undefined ? {} : { classNames: named.file }) };
}

function unknownLayout(name: string): string {
  if (/\.json$/i.test(name)) {
    return 'this is no JSON that is read: COCO, Datumaro, Label Studio, or a list of objects, one a picture';
  }
  if (/\.xml$/i.test(name)) return 'this is no XML that is read: "CVAT for images 1.1"';
  return 'this is no labels file (.csv, .tsv, .txt, .jsonl, .json, .xml or .parquet)';
}
