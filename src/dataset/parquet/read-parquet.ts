import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { bundledFile, startThreads, untilAborted } from '../../processes/index.ts';
import { fileFailure, hashFile } from '../../files/index.ts';
import { DatasetError } from '../dataset-error.ts';
import { findColumns, type ColumnNames } from '../labels/labels-columns.ts';
import type { LabelRows, RowState } from '../labels/label-rows.ts';
import { shortened } from '../labels/shortened.ts';
import { unpackPictures } from './unpack-pictures.ts';
import type { ParquetAnswer, ParquetColumn, ParquetRequest, ParquetWords } from './parquet-protocol.ts';

/** A Parquet file with pictures in it. */
export interface ReadParquet {
  /** They name no picture's file: `unpack` does. */
  readonly rows: LabelRows;
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly hash: string;
  /**
   * Writes the pictures out, where that has not been done, below the data set's folder.
   * @returns for each row the path of its picture below the root, '' where it holds none; and what was done, in a sentence
   * @throws DatasetError where they can't be written; the signal's reason where it is aborted
   */
  readonly unpack: (
    root: string,
    signal?: AbortSignal,
  ) => Promise<{ readonly paths: readonly string[]; readonly note: string }>;
}

/** Whether a file is Parquet, by its name. */
export function isParquetName(name: string): boolean {
  return /\.parquet$/i.test(name);
}

/** A sound Parquet file that holds no labelled pictures: tables lie beside pictures, and parts of a split may be empty. */
export class NoPicturesError extends DatasetError {}

/** Columns that hold more are no labels, splits or groups: captions, embeddings. */
const MOST_WORDS = 256 * 2 ** 20;
/** What the thread may take for its objects; a file of a million rows needs a tenth. */
const LIMITS = { maxOldGenerationSizeMb: 2048 };

/**
 * Reads the labels of a Parquet file, as Hugging Face's `datasets` and pandas write them: a column of pictures (a struct of bytes and
 * path, or bytes) and one of labels. The pictures are not read. A thread does it.
 * @throws DatasetError where it can't be read, or has no such columns
 */
export async function readParquet(file: string, options: ColumnNames, signal?: AbortSignal): Promise<ReadParquet> {
  const facts = await ask(file, { kind: 'look', file }, signal);
  const { picture, label, split, others } = chosenColumns(file, facts.columns, options);
  const named = [label, ...(split === undefined ? [] : [split]), ...others];
  if (facts.rows === 0) throw new NoPicturesError(file, 'it has no rows');
  const request = { kind: 'read', file, columns: named.map(({ name }) => name), picture: picture.name } as const;
  const { columns, paths } = await ask(file, request, signal);
  const hash = await hashFile(file, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new DatasetError(file, fileFailure(error), { cause: error });
  });
  const size = picture.size;
  return {
    rows: parquetRows(named, columns, paths, picture.name, split?.name),
    hash,
    unpack: (root, stop) =>
      unpackPictures(
        { root, file, hash, size, rows: facts.rows },
        async (folder) => (await ask(file, { kind: 'unpack', file, picture: picture.name, folder, size }, stop)).names,
        stop,
      ),
  };
}

interface Chosen {
  readonly picture: ParquetColumn;
  readonly label: ParquetColumn;
  readonly split?: ParquetColumn;
  /** Other columns of words, such as one of groups. */
  readonly others: readonly ParquetColumn[];
}

function chosenColumns(file: string, columns: readonly ParquetColumn[], given: ColumnNames): Chosen {
  const all = columns.slice(0, 30).map(({ name }) => JSON.stringify(shortened(name)));
  const listed = `Its columns are ${all.join(', ')}${columns.length > 30 ? ` and ${columns.length - 30} more` : ''}`;
  const pictures = columns.filter(({ kind }) => kind === 'picture');
  const words = columns.filter(({ kind, size }) => kind === 'word' && size <= MOST_WORDS);
  if (pictures.length === 0) {
    throw new NoPicturesError(
      file,
      `it has no column of pictures (bytes, or a struct of bytes and path, as Hugging Face's datasets writes). ${listed}`,
    );
  }
  if (words.length === 0) throw new NoPicturesError(file, `it has no column that could hold labels. ${listed}`);
  // One column of pictures is meant, whatever it is called, and so is one that has the names of its classes.
  const classed = words.filter(({ classNames }) => classNames !== undefined);
  const wanted: ColumnNames = {
    ...given,
    imageColumn: given.imageColumn ?? (pictures.length === 1 ? pictures[0].name : undefined),
    labelColumn: given.labelColumn ?? (classed.length === 1 ? classed[0].name : undefined),
  };
  const candidates = [...pictures, ...words];
  const found = findColumns(
    candidates.map(({ name }) => name),
    wanted,
    file,
  );
  const [picture, label] = [candidates[found.image], candidates[found.label]];
  const wrong = picture.kind === 'picture' ? (label.kind === 'word' ? undefined : label) : picture;
  if (wrong !== undefined) {
    const what = wrong === picture ? 'pictures' : 'labels';
    throw new DatasetError(file, `its column ${JSON.stringify(shortened(wrong.name))} holds no ${what}. ${listed}`);
  }
  const split = found.split < 0 ? undefined : candidates[found.split];
  const others = words.filter((column) => column !== label && column !== split);
  return { picture, label, others, ...(split?.kind === 'word' ? { split } : {}) };
}

/** Rows as other layouts give them. Offsets mean nothing here: nothing is edited. */
function parquetRows(
  named: readonly ParquetColumn[],
  read: readonly ParquetWords[],
  stored: readonly string[],
  image: string,
  split: string | undefined,
): LabelRows {
  const [{ name: label, classNames }] = named;
  const count = read[0].codes.length;
  const at = (column: number, row: number): string => wordOf(named[column], read[column], row);
  const unnamed = (row: number): boolean =>
    classNames !== undefined && at(0, row) === '' && read[0].words[read[0].codes[row]] !== '';
  const isNone = (row: number): boolean => read[0].words[read[0].codes[row]] === '-1';
  const state = (row: number): RowState => {
    if (unnamed(row) && !isNone(row)) return 'ragged';
    return at(0, row) === '' ? 'no-label' : 'usable';
  };
  return {
    ...{ ok: true, count, state, columnNames: { image, label, ...(split === undefined ? {} : { split }) } },
    lines: Int32Array.from({ length: count }, (_, row) => row + 1),
    ...{ rowStarts: new Int32Array(count), rowEnds: new Int32Array(count) },
    paths: new Array<string>(count).fill(''),
    written: (row) => stored[row] || `row ${row + 1}`,
    stored: (row) => stored[row] ?? '',
    label: (row) => at(0, row),
    split: (row) => (split === undefined ? '' : at(1, row)),
    columns: named.map(({ name }) => name),
    cell: (row, column) => at(column, row),
    ...(classNames === undefined ? {} : { classOrder: classNames }),
    fault: (row) =>
      `has the label ${JSON.stringify(shortened(read[0].words[read[0].codes[row]]))}, but the file names ${classNames?.length ?? 0} classes, counted from 0`,
  };
}

function wordOf({ classNames }: ParquetColumn, { words, codes }: ParquetWords, row: number): string {
  const word = words[codes[row]];
  return classNames === undefined ? word : (classNames[/^\d{1,9}$/.test(word) ? Number(word) : -1]?.trim() ?? '');
}

async function ask<R extends ParquetRequest>(
  file: string,
  request: R,
  signal: AbortSignal | undefined,
): Promise<Extract<ParquetAnswer, { kind: R['kind'] }>> {
  signal?.throwIfAborted();
  const script = bundledFile('parquet-worker.mjs');
  if (!existsSync(script))
    throw new DatasetError(file, `the reader of Parquet files is missing (${script}). Reinstall label-audit`);
  const broken = (why: string): DatasetError =>
    new DatasetError(
      file,
      `it can't be read: what it claims of itself takes too much memory, or breaks the reader (${basename(why)})`,
    );
  const thread = startThreads<ParquetRequest, ParquetAnswer & { readonly code?: string }>(
    script,
    [undefined],
    broken,
    LIMITS,
  );
  try {
    const [answer] = await untilAborted(thread.ask(request), signal);
    if (answer.kind === 'fault') {
      const { reason, code } = answer;
      throw new DatasetError(
        file,
        code === undefined ? reason : fileFailure(Object.assign(new Error(reason), { code })),
      );
    }
    return answer as Extract<ParquetAnswer, { kind: R['kind'] }>;
  } finally {
    await thread.end();
  }
}
