import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { readClassFolders } from './folders/class-folders.ts';
import { DATASET_SHAPE, DatasetError } from './dataset-error.ts';
import { fileFailure, isInside, normaliseDatasetPath } from '../files/index.ts';
import { readLabelsFile } from './labels/labels-file.ts';
import { indexLabels, type LabelsIndex } from './labels/labels-index.ts';
import { passedOverNote, passedOverProblem } from './passed-over.ts';
import { naturalCompare } from './natural-sort.ts';
import type { Dataset, DatasetProblem, Example, ReadDatasetOptions, RepeatedRow } from './types.ts';

/** Names under which a folder's labels file is found, best first. */
export const LABELS_FILE_NAMES = ['labels.csv', 'labels.tsv'] as const;

/** An example whose label is still a word. */
interface Named {
  readonly path: string;
  readonly label: string;
  readonly split?: string;
  readonly place: Example['place'];
}

/**
 * Reads a data set: a labels file (`.csv`, `.tsv`), or a folder that holds a `labels.csv` or else one folder per class.
 * No picture is opened.
 *
 * Rows that can't be used are left out and listed under `problems`: ragged ones, those without picture or label, those
 * whose path is absolute or leaves the folder. Space around a path or label is ignored. A picture that stands in several
 * splits is an example in each of them. Of several rows that name the same picture in the same split the first counts;
 * the others are `repeatedRows`. Later rows of a picture, in whatever split, are listed as `duplicate-row` where they
 * agree with the first, and all of them, the first one too, as `conflicting-duplicates` where they do not, since one of
 * them is certainly wrong.
 * @throws DatasetError when nothing usable is found; the signal's reason where it is aborted.
 */
export async function readDataset(target: string, options: ReadDatasetOptions = {}): Promise<Dataset> {
  const path = resolve(target);
  const info = await stat(path).catch((error: unknown) => {
    throw new DatasetError(path, fileFailure(error), { cause: error });
  });
  options.signal?.throwIfAborted();
  if (info.isDirectory()) {
    for (const name of LABELS_FILE_NAMES) {
      const file = join(path, name);
      const found = await stat(file).catch(() => undefined);
      if (found?.isFile() !== true) continue;
      const [real, folder] = await Promise.all([realpath(file), realpath(path)]);
      // Whoever means that file names it; a data set alone must not make us read it.
      if (!isInside(real, folder))
        throw new DatasetError(file, `it is a link to ${real}; name that file, or copy it here`);
      return readCsvDataset(file, options);
    }
    return readFolderDataset(path, options);
  }
  if (!['.csv', '.tsv', '.txt'].includes(extname(path).toLowerCase())) {
    throw new DatasetError(path, `this is no labels file (.csv or .tsv). ${DATASET_SHAPE}`);
  }
  if (!info.isFile()) throw new DatasetError(path, `this is no regular file. ${DATASET_SHAPE}`);
  return readCsvDataset(path, options);
}

async function readCsvDataset(file: string, options: ReadDatasetOptions): Promise<Dataset> {
  const { text, hash } = await readLabelsFile(file);
  options.signal?.throwIfAborted();
  const index = indexLabels(text, options);
  if (!index.ok) throw new DatasetError(file, index.message);
  const { examples, problems, ...repeated } = readRows(index, basename(file));
  if (index.count === 0) throw new DatasetError(file, 'it has a header but no rows; add one row per picture');
  const { header, columns, delimiter } = index;
  const root = await realpath(dirname(file));
  return finish(examples, problems, options, file, {
    root,
    ...repeated,
    labelsFile: {
      file: join(root, basename(file)),
      imageColumn: header[columns.image],
      labelColumn: header[columns.label],
      ...(columns.split < 0 ? {} : { splitColumn: header[columns.split] }),
      delimiter,
      hash,
    },
  });
}

async function readFolderDataset(root: string, options: ReadDatasetOptions): Promise<Dataset> {
  const found = await readClassFolders(root, options).catch((error: unknown) => {
    options.signal?.throwIfAborted();
    throw new DatasetError(root, fileFailure(error), { cause: error });
  });
  const { folders, passedOver, notes } = found;
  const unused = passedOverNote(passedOver);
  const besides = unused === undefined ? '' : ` Besides, ${unused}`;
  if (folders.length === 0) {
    throw new DatasetError(root, `there is no data set here: ${found.refusal}.${besides} ${DATASET_SHAPE}.`);
  }
  const place = { kind: 'folder' } as const;
  const examples = folders.flatMap((folder) =>
    folder.pictures.map((name): Named => {
      const split = folder.split === undefined ? {} : { split: folder.split };
      return { path: `${folder.path}/${name}`, label: folder.class, ...split, place };
    }),
  );
  const problems = passedOver.map((one) => passedOverProblem(one)).filter((problem) => problem !== undefined);
  const said = unused === undefined ? notes : [...notes, unused];
  const extra = { passedOver, ...(said.length > 0 ? { notes: said } : {}) };
  return { ...finish(examples, problems, options, root, { root: await realpath(root) }, besides), ...extra };
}

/** Settles the classes and gives each example its class index. */
function finish(
  named: readonly Named[],
  problems: readonly DatasetProblem[],
  options: ReadDatasetOptions,
  source: string,
  where: Pick<Dataset, 'root' | 'labelsFile' | 'repeatedRows' | 'repeatedPaths'>,
  besides = '',
): Dataset {
  const classes = options.classes ?? [...new Set(named.map(({ label }) => label))].sort(naturalCompare);
  const indices = new Map(classes.map((name, i) => [name, i]));
  if (indices.size < classes.length) {
    const twice = classes.find((name, i) => classes.indexOf(name) !== i);
    throw new DatasetError(source, `the class ${JSON.stringify(twice)} is given twice in the list of classes`);
  }
  const examples = named.map(({ label, ...rest }): Example => {
    const index = indices.get(label);
    if (index !== undefined) return { ...rest, label: index };
    const row = rest.place.kind === 'csv' ? rest.place.row : undefined;
    const at = row === undefined ? rest.path : `row ${row} (${rest.path})`;
    const list = classes.join(', ');
    throw new DatasetError(source, `${at} has the label ${JSON.stringify(label)}, which is not among: ${list}`, {
      row,
    });
  });
  if (examples.length === 0) {
    const first = problems[0].message;
    throw new DatasetError(source, `none of its rows can be used; the first: ${first}`);
  }
  if (classes.length < 2) {
    const only = `every picture has the label ${JSON.stringify(classes[0])}`;
    throw new DatasetError(source, `at least two classes are needed, but ${only}. ${DATASET_SHAPE}.${besides}`);
  }
  return { ...where, classes, examples, problems };
}

/** What the rows of a labels file say. */
interface ReadRows extends Pick<Dataset, 'problems' | 'repeatedRows' | 'repeatedPaths'> {
  readonly examples: Named[];
}

/** The usable rows of a labels file, and what is wrong with the others. */
function readRows(index: LabelsIndex, fileName: string): ReadRows {
  const examples: Named[] = [];
  const problems: DatasetProblem[] = [];
  const repeatedRows: RepeatedRow[] = [];
  const firsts = new Map<string, Named>();
  /** The examples of pictures that stand in several splits. */
  const inSplits = new Map<string, Named[]>();
  const repeatedPaths = new Set<string>();
  const inConflict = new Set<string>();
  for (let i = 0; i < index.count; i++) {
    const row = i + 1;
    const line = index.lines[i];
    const label = index.label(i);
    if (index.state(i) !== 'usable') {
      problems.push(unusable(index, i, fileName));
      continue;
    }
    const path = index.paths[i];
    const split = index.split(i);
    const example: Named = { path, label, ...(split === '' ? {} : { split }), place: { kind: 'csv', row, line } };
    const first = firsts.get(path);
    if (first === undefined) {
      firsts.set(path, example);
      examples.push(example);
      continue;
    }
    repeatedPaths.add(path);
    const known = inSplits.get(path) ?? [first];
    const twin = known.find((other) => other.split === example.split);
    if (twin === undefined) {
      inSplits.set(path, [...known, example]);
      examples.push(example);
    } else repeatedRows.push({ path, label, ...(split === '' ? {} : { split }), row });
    const earlier = twin ?? first;
    const message = repetition(example, earlier);
    if (earlier.label === label) {
      problems.push({ kind: 'duplicate-row', path, row, message });
      continue;
    }
    if (!inConflict.has(path)) problems.push(conflict(path, rowOf(earlier), message));
    inConflict.add(path);
    problems.push(conflict(path, row, message));
  }
  return { examples, problems, ...(repeatedPaths.size === 0 ? {} : { repeatedRows, repeatedPaths }) };
}

/** What is wrong with a row that names the picture of an earlier one. */
function repetition(later: Named, earlier: Named): string {
  const { path, label } = later;
  const [first, second] = [rowOf(earlier), rowOf(later)];
  const line = later.place.kind === 'csv' ? later.place.line : 0;
  if (earlier.split === later.split) {
    if (earlier.label === label) {
      return `Row ${second} (line ${line}) names ${path} again, as row ${first} does; remove one of them.`;
    }
    const labels = `${JSON.stringify(earlier.label)} in row ${first} but ${JSON.stringify(label)} in row ${second}`;
    return `${path} is labelled ${labels}; row ${first} was used. Keep the right one and remove the other.`;
  }
  const [from, to] = [splitName(earlier), splitName(later)];
  if (earlier.label === label) {
    return `Row ${second} (line ${line}) names ${path} again: it stands in ${to}, and in ${from} in row ${first}. Remove one of them.`;
  }
  const labels = `${JSON.stringify(earlier.label)} in row ${first} (${from}) but ${JSON.stringify(label)} in row ${second} (${to})`;
  return `${path} is labelled ${labels}; each row was used in its split. Correct the wrong one.`;
}

function rowOf({ place }: Named): number {
  return place.kind === 'csv' ? place.row : 0;
}

function splitName({ split }: Named): string {
  return split === undefined ? 'no split' : `the split ${JSON.stringify(split)}`;
}

/** Why a row can't be used. */
function unusable(index: LabelsIndex, i: number, fileName: string): DatasetProblem {
  const { columns, header } = index;
  const cells = index.cells(i);
  const written = (cells[columns.image] ?? '').trim();
  const path = written === '' ? undefined : normaliseDatasetPath(written);
  const row = i + 1;
  const at = `Row ${row} (line ${index.lines[i]})`;
  switch (index.state(i)) {
    case 'ragged': {
      const counts = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} where the header has ${header.length}`;
      const message = `${at} has ${counts}; add what is missing or quote cells with delimiters.`;
      return { kind: 'ragged-row', path: path ?? fileName, row, message };
    }
    case 'no-image': {
      const message = `${at} names no picture in the column "${header[columns.image]}".`;
      return { kind: 'missing-image', path: fileName, row, message };
    }
    case 'outside-root': {
      const what = 'leads out of the data set; pictures must lie in the folder of the labels file or below';
      return {
        kind: 'outside-root',
        path: written,
        row,
        message: `${at}: the path ${JSON.stringify(written)} ${what}.`,
      };
    }
    default: {
      const message = `${at} gives ${path} no label in the column "${header[columns.label]}".`;
      return { kind: 'empty-label', path: path ?? fileName, row, message };
    }
  }
}

function conflict(path: string, row: number, message: string): DatasetProblem {
  return { kind: 'conflicting-duplicates', path, row, message };
}
