import { realpath, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { DATASET_SHAPE, DatasetError } from './dataset-error.ts';
import { missingPartsNotes } from './parquet/missing-parts.ts';
import { datasetFolder, findLabelsFiles } from './find-labels-files.ts';
import { findPictures, listPictures } from './find-pictures.ts';
import { readClassFolders } from './folders/class-folders.ts';
import { fileFailure } from '../files/index.ts';
import { readRows, type LabelsSource, type Named } from './labelled-rows.ts';
import { shortened } from './labels/shortened.ts';
import { splitOfFile } from './labels/split-column.ts';
import { givenPatterns, patternName } from './labels/written-paths.ts';
import { mayHoldLabels } from './layouts/layouts.ts';
import { readLabels, type ReadLabels } from './layouts/read-labels.ts';
import { withUnpacked } from './parquet/unpacked-rows.ts';
import { annotatorsOf, labelsSaid, saidByIndex, strangeLabelsNote } from './annotators/read-annotators.ts';
import { readGroups } from './read-groups.ts';
import { naturalCompare } from './natural-sort.ts';
import { notesOnLabels, notesOnRows, unheardNote } from './dataset-notes.ts';
import { passedOverNote, passedOverProblem } from './passed-over.ts';
import { inUnlabelledFolders, withoutUnlabelled } from './folders/unlabelled-folders.ts';
import { findMultiLabel } from './sets/find-multi-label.ts';
import type { MultiLabelChoice, MultiLabelWay } from './labels/multi-label-way.ts';
import { notesOnSets, settleSets } from './sets/settle-sets.ts';
import { unnamedPictures } from './unnamed-pictures.ts';
import type { Dataset, DatasetProblem, Example, LabelsFile, ReadDatasetOptions } from './types.ts';

/**
 * Reads a data set: a labels file (of any of `LAYOUTS`), or a folder that holds labels files (see `findLabelsFiles`) or
 * else one folder per class.
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
    const { names, others, refused } = await findLabelsFiles(path, options);
    if (names.length === 0) {
      return readFolderDataset(path, options).catch((error: unknown) => {
        options.signal?.throwIfAborted();
        throw refused ?? error;
      });
    }
    return readLabelsDataset(path, names, others, options);
  }
  if (!info.isFile()) throw new DatasetError(path, `this is no regular file. ${DATASET_SHAPE}`);
  if (!mayHoldLabels(basename(path))) {
    throw new DatasetError(
      path,
      `this is no labels file (.csv, .tsv, .txt, .jsonl, .json, .xml or .parquet). ${DATASET_SHAPE}`,
    );
  }
  const folder = datasetFolder(path);
  return readLabelsDataset(folder, [relative(folder, path).replaceAll(sep, '/')], [], options);
}

/** Reads labels files below a folder as one data set. */
async function readLabelsDataset(
  folder: string,
  names: readonly string[],
  others: readonly string[],
  options: ReadDatasetOptions,
): Promise<Dataset> {
  const root = await realpath(folder);
  const notes: string[] = [];
  const sources: LabelsSource[] = [];
  const ignored = new Set(options.ignoreLabels ?? []);
  const files: LabelsFile[] = [];
  const order = new Set<string>();
  const listedIn = new Set<string>();
  let listed: Promise<ReadonlySet<string>> | undefined;
  const list = (): Promise<ReadonlySet<string>> => (listed ??= listPictures(root, options.signal));
  const { reads, way } = await readAll(folder, names, options);
  for (const [i, name] of names.entries()) {
    const file = join(folder, name);
    const { rows: read, hash, layout, classNames, unpack } = reads[i];
    options.signal?.throwIfAborted();
    if (read.count === 0) throw new DatasetError(file, 'it has a header but no rows; add one row per picture');
    const unpacked = await unpack?.(root, options.signal);
    if (unpacked !== undefined) notes.push(`${name}: ${unpacked.note}`);
    const rows = unpacked === undefined ? read : withUnpacked(read, unpacked.paths);
    const fileSplit = rows.columnNames.split === undefined ? (splitOfFile(basename(name)) ?? '') : '';
    const split = (row: number): string => rows.split(row) || fileSplit;
    const pictures = await findPictures(root, rows, givenPatterns(options), split, list);
    notes.push(...(rows.notes ?? []).map((note) => `${name}: ${note}`));
    for (const label of rows.classOrder ?? []) order.add(label);
    if (rows.classOrder !== undefined) listedIn.add(classNames ?? name);
    notes.push(...notesOnRows(name, rows, fileSplit, names.length), ...pictures.notes);
    sources.push({ rows, paths: pictures.paths, name, isOneOfSeveral: names.length > 1, fileSplit, ignored });
    files.push({
      file: join(root, name),
      name,
      layout,
      ...(classNames === undefined ? {} : { classNames }),
      imageColumn: rows.columnNames.image,
      labelColumn: rows.columnNames.label,
      ...(rows.columnNames.split === undefined ? {} : { splitColumn: rows.columnNames.split }),
      ...(rows.delimiter === undefined ? {} : { delimiter: rows.delimiter }),
      ...(pictures.patterns.length === 0 ? {} : { imagePatterns: pictures.patterns.map(patternName) }),
      hash,
    });
  }
  notes.push(...missingPartsNotes(names));
  if (others.length > 0) {
    const listed = others.slice(0, 5).join(', ') + (others.length > 5 ? ` and ${others.length - 5} more` : '');
    notes.push(
      `${names.join(' and ')} ${names.length === 1 ? 'was' : 'were'} read; ${listed} could be meant, too: name the file to read another.`,
    );
  }
  const unheard = unheardNote(ignored, (label) =>
    sources.some(({ rows }) => {
      if (rows.annotators?.ignored.has(label) === true) return true;
      for (let row = 0; row < rows.count; row++) if (rows.label(row) === label) return true;
      return false;
    }),
  );
  if (unheard !== undefined) notes.push(unheard);
  const annotators = annotatorsOf(sources, options, root);
  const { examples: ungrouped, problems, ...repeated } = readRows(sources);
  const { examples, groupColumn, note } = readGroups(ungrouped, sources, options.groupColumn);
  if (note !== undefined) notes.push(note);
  const sets = way === undefined ? undefined : settleSets(examples, way, { ...options, order }, join(folder, names[0]));
  notes.push(...(sets === undefined ? notesOnLabels(examples) : [notesOnSets(examples, sets, options.multiLabel)]));
  const unnamed = options.findUnnamed === true ? await findUnnamed(root, sources, problems, await listed, options) : [];
  const listing = sets === undefined ? { ...options, order, listedIn } : { ...options, classes: sets.texts };
  const dataset = finish(examples, problems, listing, join(folder, names[0]), {
    root,
    ...repeated,
    labelsFile: files[0],
    ...(annotators === undefined ? {} : { annotators }),
    ...(groupColumn === undefined ? {} : { groupColumn }),
    ...(files.length > 1 ? { labelsFiles: files } : {}),
  });
  const inFolders = options.findUnlabelled === true ? inUnlabelledFolders(unnamed) : [];
  const unlabelled = [...(dataset.unlabelled ?? []), ...inFolders];
  const strange = sets === undefined ? strangeLabelsNote(examples, dataset.classes) : undefined;
  if (strange !== undefined) notes.push(strange);
  return {
    ...dataset,
    ...(sets === undefined ? {} : { multiLabel: sets.multiLabel }),
    ...(unlabelled.length === 0 ? {} : { unlabelled }),
    ...(notes.length === 0 ? {} : { notes }),
    ...(unnamed.length === 0 ? {} : { unnamed }),
  };
}

/** Reads the labels files, as sets of labels where the user says so or all of them together show it. */
async function readAll(
  folder: string,
  names: readonly string[],
  options: ReadDatasetOptions,
): Promise<{ readonly reads: readonly ReadLabels[]; readonly way: MultiLabelWay | undefined }> {
  const readAs = async (multiLabel: MultiLabelChoice | undefined): Promise<ReadLabels[]> => {
    const reads: ReadLabels[] = [];
    for (const name of names) {
      reads.push(await readLabels(join(folder, name), { ...options, multiLabel }, options.signal));
      options.signal?.throwIfAborted();
    }
    return reads;
  };
  const reads = await readAs(options.multiLabel);
  if (options.multiLabel !== undefined) {
    return { reads, way: options.multiLabel === 'off' ? undefined : options.multiLabel };
  }
  const way = findMultiLabel(reads);
  return { reads: way === undefined ? reads : await readAs(way), way };
}

/** Pictures that no row names: neither one that is used, nor one that is left out. */
function findUnnamed(
  root: string,
  sources: readonly LabelsSource[],
  problems: readonly DatasetProblem[],
  files: ReadonlySet<string> | undefined,
  { signal }: ReadDatasetOptions,
): Promise<readonly string[]> {
  const named = new Set(problems.map(({ path }) => path));
  for (const { paths } of sources) for (const path of paths) named.add(path);
  return unnamedPictures(root, named, files, signal);
}

async function readFolderDataset(root: string, options: ReadDatasetOptions): Promise<Dataset> {
  if (options.groupColumn !== undefined) {
    const column = JSON.stringify(options.groupColumn);
    throw new DatasetError(root, `class folders have no column ${column}; groups are read from a labels file`);
  }
  const found = await readClassFolders(root, options).catch((error: unknown) => {
    options.signal?.throwIfAborted();
    throw new DatasetError(root, fileFailure(error), { cause: error });
  });
  const { passedOver, notes } = found;
  const parted = { folders: found.folders, unlabelled: [] };
  const { folders, unlabelled } = options.findUnlabelled === true ? withoutUnlabelled(found.folders) : parted;
  const unused = passedOverNote(passedOver);
  const besides = unused === undefined ? '' : ` Besides, ${unused}`;
  if (folders.length === 0) {
    throw new DatasetError(root, `there is no data set here: ${found.refusal}.${besides} ${DATASET_SHAPE}.`);
  }
  const place = { kind: 'folder' } as const;
  const ignored = new Set(options.ignoreLabels ?? []);
  const unheard = unheardNote(ignored, (label) => folders.some((folder) => folder.class === label));
  const used = folders.filter((folder) => !ignored.has(folder.class));
  if (used.length === 0) throw new DatasetError(root, 'all its classes are among those of --ignore-labels');
  const examples = used.flatMap((folder) =>
    folder.pictures.map((name): Named => {
      const split = folder.split === undefined ? {} : { split: folder.split };
      return { path: `${folder.path}/${name}`, label: folder.class, ...split, place };
    }),
  );
  const problems = passedOver.map((one) => passedOverProblem(one)).filter((problem) => problem !== undefined);
  const said = [...notes, unused, unheard, ...notesOnLabels(examples)].filter((note) => note !== undefined);
  const waiting = unlabelled.length === 0 ? {} : { unlabelled };
  const extra = { passedOver, ...waiting, ...(said.length > 0 ? { notes: said } : {}) };
  return { ...finish(examples, problems, options, root, { root: await realpath(root) }, besides), ...extra };
}

/** What labels files, or files beside them, say of the order of classes. */
interface ListedClasses {
  readonly order?: ReadonlySet<string>;
  /** Their names. */
  readonly listedIn?: ReadonlySet<string>;
}

/** Settles the classes and gives each example its class index. */
function finish(
  named: readonly Named[],
  problems: readonly DatasetProblem[],
  options: ReadDatasetOptions & ListedClasses,
  source: string,
  where: Pick<
    Dataset,
    | 'root'
    | 'annotators'
    | 'groupColumn'
    | 'labelsFile'
    | 'labelsFiles'
    | 'unlabelled'
    | 'repeatedRows'
    | 'repeatedPaths'
  >,
  besides = '',
): Dataset {
  const found = new Set(named.map(({ label }) => label));
  for (const label of labelsSaid(where.annotators, named)) found.add(label);
  // A model that was trained on this file has its columns in the file's own order.
  const order = [...(options.order ?? [])];
  const listed = order.filter((label) => found.delete(label));
  const classes = options.classes ?? [...listed, ...[...found].sort(naturalCompare)];
  const indices = new Map(classes.map((name, i) => [name, i]));
  if (indices.size < classes.length) {
    const twice = classes.find((name, i) => classes.indexOf(name) !== i);
    throw new DatasetError(source, `the class ${JSON.stringify(twice)} is given twice in the list of classes`);
  }
  const saidOf = saidByIndex(where.annotators, indices);
  const examples = named.map(({ label, said, ...rest }): Example => {
    const index = indices.get(label);
    if (index !== undefined) return { ...rest, ...saidOf(said), label: index };
    const row = rest.place.kind === 'csv' ? rest.place.row : undefined;
    const at = row === undefined ? rest.path : `row ${row} (${rest.path})`;
    const list = shortened(classes.join(', '), 500);
    throw new DatasetError(
      source,
      `${at} has the label ${JSON.stringify(shortened(label))}, which is not among: ${list}`,
      {
        row,
      },
    );
  });
  if (examples.length === 0) {
    const first = problems[0].message;
    throw new DatasetError(source, `none of its rows can be used; the first: ${first}`);
  }
  if (classes.length < 2) {
    const only = `every picture has the label ${JSON.stringify(classes[0])}`;
    // Rows that could not be used may be those of the other classes.
    const first =
      besides === '' && problems.length > 0 ? ` The first row that can't be used: ${problems[0].message}` : '';
    throw new DatasetError(source, `at least two classes are needed, but ${only}. ${DATASET_SHAPE}.${besides}${first}`);
  }
  const isListed = options.classes === undefined && listed.length > 0 && listed.length === classes.length;
  return {
    ...where,
    classes,
    ...(isListed ? { classesListedIn: [...(options.listedIn ?? [])] } : {}),
    ...(isListed && order.length > classes.length ? { allListedClasses: order } : {}),
    examples,
    problems,
  };
}
