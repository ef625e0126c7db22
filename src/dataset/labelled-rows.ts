import { normaliseDatasetPath } from '../files/index.ts';
import type { LabelRows } from './labels/label-rows.ts';
import { shortened } from './labels/shortened.ts';
import {
  rowPlace,
  type Dataset,
  type DatasetProblem,
  type Example,
  type RepeatedRow,
  type UnlabelledPicture,
} from './types.ts';

/** An example whose label is still a word. */
export interface Named {
  readonly path: string;
  readonly label: string;
  readonly split?: string;
  readonly group?: string;
  /** What annotators say of it, each by name. */
  readonly said?: readonly { readonly annotator: string; readonly label: string }[];
  readonly place: Example['place'];
}

/** What the rows of a labels file say. */
export interface ReadRows extends Pick<Dataset, 'problems' | 'repeatedRows' | 'repeatedPaths' | 'unlabelled'> {
  readonly examples: readonly Named[];
}

/** A labels file that was read, and where its rows' pictures are. */
export interface LabelsSource {
  readonly rows: LabelRows;
  /** Path of each row's picture; '' where it names none. */
  readonly paths: readonly string[];
  /** Its name, for messages and places. */
  readonly name: string;
  /** There are others beside it. */
  readonly isOneOfSeveral: boolean;
  /** The split of rows that say none; '' for none. */
  readonly fileSplit: string;
  /** Labels that are left out, as if the rows were not there. */
  readonly ignored: ReadonlySet<string>;
}

/**
 * The usable rows of the labels files of a data set, and what is wrong with the others. A picture that several files name
 * is one of several rows, as it is within one file.
 */
export function readRows(sources: readonly LabelsSource[]): ReadRows {
  const seen: SeenRows = {
    ...{ examples: [], problems: [], repeatedRows: [], unlabelled: [] },
    ...{ firsts: new Map(), inSplits: new Map(), repeatedPaths: new Set(), inConflict: new Set() },
  };
  for (const source of sources) for (let i = 0; i < source.rows.count; i++) readRow(source, i, seen);
  const { examples, problems, repeatedRows, repeatedPaths, firsts } = seen;
  // What bears a label in another row has one.
  const unlabelled = [...new Map(seen.unlabelled.map((one) => [one.path, one])).values()].filter(
    ({ path }) => !firsts.has(path),
  );
  return {
    examples,
    problems,
    ...(repeatedPaths.size === 0 ? {} : { repeatedRows, repeatedPaths }),
    ...(unlabelled.length === 0 ? {} : { unlabelled }),
  };
}

interface SeenRows {
  readonly examples: Named[];
  readonly problems: DatasetProblem[];
  readonly repeatedRows: RepeatedRow[];
  readonly unlabelled: UnlabelledPicture[];
  readonly firsts: Map<string, Named>;
  /** The examples of pictures that stand in several splits. */
  readonly inSplits: Map<string, Named[]>;
  readonly repeatedPaths: Set<string>;
  readonly inConflict: Set<string>;
}

function readRow(source: LabelsSource, i: number, seen: SeenRows): void {
  const { rows: index, paths, name, isOneOfSeveral, fileSplit, ignored } = source;
  const { examples, problems, firsts, inSplits } = seen;
  const inFile = isOneOfSeveral ? { file: name } : {};
  const row = i + 1;
  const label = index.label(i);
  const state = index.state(i);
  if (label !== '' && ignored.has(label)) {
    addUnlabelled(source, i, seen);
    return;
  }
  // It is a part of an earlier row.
  if (state === 'annotation' || state === 'continued') return;
  const path = paths[i];
  if (state !== 'usable' && !(state === 'outside-root' && path !== '' && label !== '')) {
    problems.push({ ...unusable(source, i), ...inFile });
    if (label === '' && (state === 'no-label' || state === 'outside-root')) addUnlabelled(source, i, seen);
    return;
  }
  const split = index.split(i) || fileSplit;
  const example: Named = {
    path,
    label,
    ...(split === '' ? {} : { split }),
    ...saidOf(index, i),
    place: { kind: 'csv', ...inFile, row, line: index.lines[i] },
  };
  const first = firsts.get(path);
  if (first === undefined) {
    firsts.set(path, example);
    examples.push(example);
    return;
  }
  seen.repeatedPaths.add(path);
  const known = inSplits.get(path) ?? [first];
  const twin = known.find((other) => other.split === example.split);
  if (twin === undefined) {
    inSplits.set(path, [...known, example]);
    examples.push(example);
  } else seen.repeatedRows.push({ path, label, ...(split === '' ? {} : { split }), ...inFile, row });
  const earlier = twin ?? first;
  const message = repetition(example, earlier);
  if (earlier.label === label) {
    problems.push({ kind: 'duplicate-row', path, row, ...inFile, message });
    return;
  }
  if (!seen.inConflict.has(path)) problems.push(conflict(earlier, message));
  seen.inConflict.add(path);
  problems.push(conflict(example, message));
}

/** Notes the picture of a row that gives no label, or one that says that there is none. */
function addUnlabelled(
  { rows, paths, name, isOneOfSeveral, fileSplit }: LabelsSource,
  i: number,
  seen: SeenRows,
): void {
  const path = paths[i] || normaliseDatasetPath(rows.written(i));
  if (path === undefined || path === '') return;
  const split = rows.split(i) || fileSplit;
  const place = { kind: 'csv', ...(isOneOfSeveral ? { file: name } : {}), row: i + 1, line: rows.lines[i] } as const;
  seen.unlabelled.push({ path, written: rows.label(i), ...(split === '' ? {} : { split }), place });
}

function saidOf({ annotators }: LabelRows, row: number): Pick<Named, 'said'> {
  const votes = annotators?.votes(row) ?? [];
  if (annotators === undefined || votes.length === 0) return {};
  return { said: votes.map(({ annotator, label }) => ({ annotator: annotators.names[annotator], label })) };
}

/** What is wrong with a row that names the picture of an earlier one. */
function repetition(later: Named, earlier: Named): string {
  const { path, label } = later;
  const [first, second] = [rowName(earlier), rowName(later)];
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

/** `3`, or where there are several labels files `3 of train.csv`. */
function rowName({ place }: Named): string {
  if (place.kind !== 'csv') return '';
  return place.file === undefined ? String(place.row) : `${place.row} of ${place.file}`;
}

function splitName({ split }: Named): string {
  return split === undefined ? 'no split' : `the split ${JSON.stringify(split)}`;
}

/** Why a row can't be used. */
function unusable({ rows: index, paths, name: fileName, isOneOfSeveral }: LabelsSource, i: number): DatasetProblem {
  const { image, label } = index.columnNames;
  const written = index.written(i);
  const path = written === '' ? undefined : normaliseDatasetPath(written);
  const row = i + 1;
  const at = `Row ${row}${isOneOfSeveral ? ` of ${fileName}` : ''} (line ${index.lines[i]})`;
  const shown = shortened(written);
  const named = path === undefined || path.length > 300 ? fileName : path;
  const state = index.state(i);
  // What lacks a label has no fault in its path, where the picture was found by the path's end.
  switch (state === 'outside-root' && paths[i] !== '' && index.label(i) === '' ? 'no-label' : state) {
    case 'ragged':
      return { kind: 'ragged-row', path: named, row, message: `${at} ${index.fault(i)}.` };
    case 'no-image':
      return {
        kind: 'missing-image',
        path: fileName,
        row,
        message: `${at} names no picture in the column "${image}".`,
      };
    case 'outside-root': {
      const path = written.length > 300 ? fileName : written;
      return { kind: 'outside-root', path, row, message: `${at}: ${outside(written)}.` };
    }
    default:
      return {
        ...{ kind: 'empty-label', path: path === undefined && paths[i] !== '' ? paths[i] : named, row },
        message: `${at} gives ${path === undefined ? paths[i] || fileName : shown} no label in the column "${label}".`,
      };
  }
}

function outside(written: string): string {
  if (written.length > 4096) return `${JSON.stringify(shortened(written))} is too long for a path`;
  const shown = JSON.stringify(shortened(written));
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(written)) {
    return `${shown} is a URL, and no picture of that name lies in the folder of the labels file; download the pictures into it`;
  }
  return `the path ${shown} leads out of the data set; pictures must lie in the folder of the labels file or below`;
}

function conflict({ path, place }: Named, message: string): DatasetProblem {
  return { kind: 'conflicting-duplicates', path, ...rowPlace(place), message };
}
