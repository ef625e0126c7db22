import { DatasetError } from '../dataset-error.ts';
import type { MultiLabelChoice } from './multi-label-way.ts';
import { shortened } from './shortened.ts';

/** Where the image, label and split columns stand: indices into a row's cells. */
export interface LabelsColumns {
  readonly image: number;
  readonly label: number;
  /** -1 where there is none. */
  readonly split: number;
}

/** The columns' names as the user gave them (the others are recognised), and how labels are read. */
export interface ColumnNames {
  readonly imageColumn?: string;
  readonly labelColumn?: string;
  readonly splitColumn?: string;
  /** Labels that are indices stay what they are, though a file beside says what they are called. */
  readonly asIndices?: boolean;
  /** How rows give a picture several labels; `off`: they do not, whatever it looks like. Absent: a row has one label. */
  readonly multiLabel?: MultiLabelChoice;
  /** Columns that each hold the labels of one annotator. */
  readonly annotators?: readonly string[];
  /** The column that says who gave a row's label, where a picture has a row for each annotator. */
  readonly annotatorColumn?: string;
  /** What annotators say counts, even where a column of its own has labels. */
  readonly byAnnotators?: boolean;
  /** Labels that say that there is none: no annotator gives them. */
  readonly ignoreLabels?: readonly string[];
}

/** What options of any kind say of columns and labels, alone. */
export function columnNamesOf(options: ColumnNames): ColumnNames {
  const { imageColumn, labelColumn, splitColumn, asIndices, multiLabel } = options;
  const { annotators, annotatorColumn, ignoreLabels } = options;
  return { imageColumn, labelColumn, splitColumn, asIndices, multiLabel, annotators, annotatorColumn, ignoreLabels };
}

/** How many columns a message lists. */
const SHOWN = 30;

/** Usual names. Compared without case, spaces, hyphens and underscores. */
const USUAL = {
  image: ['image', 'file', 'filename', 'path', 'img', 'filepath', 'imagepath', 'imagefile', 'imagename', 'imgpath'],
  label: ['label', 'class', 'category', 'target', 'labelname', 'classname', 'labels'],
  split: ['split', 'subset', 'set'],
} as const;
/** Names that are taken where no usual one is there. */
const OTHERWISE = {
  image: ['id', 'imageid', 'imgid', 'imageids', 'images', 'files', 'filenames', 'paths', 'picture', 'photo', 'fname'],
  label: [
    'species',
    'breed',
    'diagnosis',
    'classid',
    'labelid',
    'categoryid',
    'groundtruth',
    'gt',
    'annotation',
    'y',
    'consensus',
  ],
  split: [],
} as const;
type Role = keyof typeof USUAL;

const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '');

/** How many of the two needed columns a header has by their usual names, for telling delimiters apart. */
export function recognisedColumns(header: readonly string[]): number {
  const names = header.map((name) => plain(name));
  const isThere = (role: 'image' | 'label'): boolean =>
    [...USUAL[role], ...OTHERWISE[role]].some((usual) => names.includes(usual));
  return (['image', 'label'] as const).filter(isThere).length;
}

/**
 * Finds the columns in a header: by the name given, exactly or else without regard to case; otherwise by their usual
 * names.
 * @throws DatasetError listing the columns found and the option to use, when one is missing or several would do.
 */
export function findColumns(header: readonly string[], given: ColumnNames, file: string): LabelsColumns {
  const image = findColumn(header, 'image', given.imageColumn, file);
  const label = findColumn(header, 'label', given.labelColumn, file);
  const split = findColumn(header, 'split', given.splitColumn, file);
  if (image === label) {
    throw new DatasetError(file, `image and label can't both be the column ${quote(header[image])}; name two columns`);
  }
  return { image, label, split: split === image || split === label ? -1 : split };
}

/** The columns that may have a role: those of the name given, else those of usual names. */
export function candidateColumns(header: readonly string[], role: Role, given: string | undefined): number[] {
  if (given !== undefined) return matches(header, (name) => name.trim().toLowerCase() === given.toLowerCase());
  const usual = matches(header, (name) => (USUAL[role] as readonly string[]).includes(plain(name)));
  if (usual.length > 0) return usual;
  return matches(header, (name) => (OTHERWISE[role] as readonly string[]).includes(plain(name)));
}

function findColumn(header: readonly string[], role: Role, given: string | undefined, file: string): number {
  const more = header.length > SHOWN ? ` and ${header.length - SHOWN} more` : '';
  const listed = `Its columns are ${header.slice(0, SHOWN).map(quote).join(', ')}${more}`;
  if (given !== undefined) {
    const exact = matches(header, (name) => name === given);
    const loose =
      exact.length > 0 ? exact : matches(header, (name) => name.trim().toLowerCase() === given.toLowerCase());
    if (loose.length === 1) return loose[0];
    const count = loose.length === 0 ? 'no' : String(loose.length);
    throw new DatasetError(file, `it has ${count} columns named ${quote(given)}. ${listed}`);
  }
  const option = `--${role}-column`;
  const found = matches(header, (name) => (USUAL[role] as readonly string[]).includes(plain(name)));
  if (found.length === 1) return found[0];
  if (found.length === 0) {
    const others = matches(header, (name) => (OTHERWISE[role] as readonly string[]).includes(plain(name)));
    if (others.length === 1) return others[0];
  }
  // `split` is optional: several candidates are no reason to stop, but none is taken without being asked for.
  if (role === 'split') return -1;
  if (found.length === 0) {
    const usual = USUAL[role].slice(0, 4).join(', ');
    const several =
      role === 'label' ? ', or with --annotators where several hold the labels of one annotator each' : '';
    throw new DatasetError(
      file,
      `no ${role} column was recognised (usual names: ${usual}). ${listed}; name it with ${option}${several}`,
    );
  }
  const candidates = found
    .slice(0, SHOWN)
    .map((i) => quote(header[i]))
    .join(' or ');
  throw new DatasetError(file, `the ${role} column may be ${candidates}. ${listed}; choose one with ${option}`);
}

function matches(header: readonly string[], test: (name: string) => boolean): number[] {
  return header.flatMap((name, i) => (test(name) ? [i] : []));
}

function quote(name: string): string {
  return JSON.stringify(shortened(name));
}
