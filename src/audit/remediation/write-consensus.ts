import {
  applyEdits,
  columnEdits,
  columnNamesOf,
  headerOf,
  readLabelsFile,
  writeCell,
  type ColumnNames,
  type Dataset,
  type LabelsFile,
} from '../../dataset/index.ts';
import { FileChangedError, InputError, writeFilesAtomic, type FileToWrite } from '../../files/index.ts';
import type { ConsensusPicture } from '../report/consensus.ts';
import { changedMeanwhile, namingFile } from './fix-dataset.ts';
import { placeOf } from './write-fix.ts';
import { writeNew } from './write-new.ts';

export interface WriteConsensusOptions {
  /** Name of the column that holds it. */
  readonly column: string;
  /** A new file; default: the labels files themselves. */
  readonly out?: string;
  /** How the labels files were read. */
  readonly columns: ColumnNames;
}

/** Where the labels of a data set's annotators come from. */
interface ConsensusPlace {
  readonly annotators: NonNullable<Dataset['annotators']>;
  readonly files: readonly LabelsFile[];
}

/**
 * Whether consensus labels can be written as asked, as far as the data set tells: to be known before anything is trained.
 *
 * @throws InputError where they can't
 */
export function requireConsensusPlace(
  { root, labelsFile, labelsFiles, annotators }: Dataset,
  { column, out }: Pick<WriteConsensusOptions, 'column' | 'out'>,
): ConsensusPlace {
  if (labelsFile === undefined || annotators === undefined) {
    throw new InputError(`${root} has no labels file of annotators.`);
  }
  const taken = [
    ...annotators.names,
    labelsFile.imageColumn,
    labelsFile.splitColumn,
    ...(annotators.from === 'rows' ? ['image', 'split', 'quality'] : []),
  ];
  // Columns are found whatever their case: one more of the same name would be taken for the other.
  const other = taken.find((name) => name?.toLowerCase() === column.trim().toLowerCase());
  if (other !== undefined) {
    const named =
      other === column
        ? JSON.stringify(column)
        : `${JSON.stringify(column)} is the name of ${JSON.stringify(other)}, which`;
    throw new InputError(
      `--column ${named} holds something else in ${labelsFile.file}: give the consensus a name of its own.`,
    );
  }
  if (annotators.from === 'rows' && out === undefined) {
    throw new InputError(
      `${labelsFile.file} has a row for each label of an annotator, which can't hold one consensus a picture: write it to a new file with --out labels-consensus.csv.`,
    );
  }
  const files = labelsFiles ?? [labelsFile];
  if (annotators.from !== 'rows' && out !== undefined && files.length > 1) {
    throw new InputError(
      `The rows are of ${files.map(({ name }) => name).join(' and ')}, which --out can't hold in one file. Write in place with --write, or name one of the files.`,
    );
  }
  return { annotators, files };
}

/**
 * Writes consensus labels into a column of the labels file, or into a new file: a copy with that column, or where the labels
 * file has a row for each annotator, one row a picture. Rows of test splits get none, and no other byte changes.
 *
 * @returns the files that were written
 * @throws InputError where a file has changed meanwhile, can't hold the column, or `out` is there; FileWriteError
 */
export async function writeConsensus(
  dataset: Dataset,
  pictures: readonly ConsensusPicture[],
  { column, out, columns }: WriteConsensusOptions,
): Promise<readonly string[]> {
  const { annotators, files } = requireConsensusPlace(dataset, { column, out });
  if (annotators.from === 'rows') return [await writeNew(out!, onePerPicture(pictures, column))];
  const known = new Set(dataset.classes);
  const texts: { readonly file: string; readonly text: string; readonly hash: string }[] = [];
  for (const { file, name, hash, imageColumn } of files) {
    const { text, hash: now } = await readLabelsFile(file);
    if (now !== hash) throw changedMeanwhile(file);
    const own = pictures.filter((one) => dataset.labelsFiles === undefined || one.file === name);
    const cells = new Map(own.filter(({ isTest }) => isTest !== true).map(({ row, consensus }) => [row, consensus]));
    const header = headerOf(text);
    const labelColumn = annotators.names.find((one) => header.includes(one));
    if (own.length === 0 || labelColumn === undefined) continue;
    const options = { ...columnNamesOf(columns), imageColumn, labelColumn };
    const edits = namingFile(file, () =>
      columnEdits(text, { name: column, cell: (row) => cells.get(row + 1), known }, options),
    );
    texts.push({ file, text: applyEdits(text, edits), hash: now });
  }
  if (out !== undefined) return [await writeNew(out, texts[0].text)];
  const wanted: FileToWrite[] = [];
  for (const { file, text, hash } of texts) {
    wanted.push({ file: await placeOf(file, { root: dataset.root, fresh: false }), bytes: text, replaces: hash });
  }
  await writeFilesAtomic(wanted).catch((error: unknown) => {
    if (error instanceof FileChangedError) throw changedMeanwhile(error.file, error);
    throw error;
  });
  return texts.map(({ file }) => file);
}

function onePerPicture(pictures: readonly ConsensusPicture[], column: string): string {
  const withSplits = pictures.some(({ split }) => split !== undefined);
  const head = ['image', ...(withSplits ? ['split'] : []), column, 'quality'];
  const lines = pictures.map(({ path, split = '', consensus, quality, isTest }) =>
    [path, ...(withSplits ? [split] : []), isTest === true ? '' : consensus, quality.toFixed(4)]
      .map((cell, i) => writeCell(cell, ',', i === 0))
      .join(','),
  );
  return `${[head.map((name) => writeCell(name, ',', false)).join(','), ...lines].join('\n')}\n`;
}
