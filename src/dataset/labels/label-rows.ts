import type { Delimiter } from './detect-delimiter.ts';

/** Replaces the text from `start` to `end` (UTF-16 offsets). */
export interface LabelsEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Whether `readDataset` uses a row, and if not, why. An `annotation` is a row of one annotator's label: it is a part of the
 * first row that names its picture, and no row of its own. So is what is `continued`: a row for another label of that picture.
 */
export type RowState = 'usable' | 'ragged' | 'no-image' | 'outside-root' | 'no-label' | 'annotation' | 'continued';

/** What one annotator says of a picture. */
export interface Vote {
  /** Place in `RowAnnotators.names`. */
  readonly annotator: number;
  readonly label: string;
}

/** Who labelled the pictures of a labels file, where several did. */
export interface RowAnnotators {
  readonly names: readonly string[];
  /** One column an annotator, or one row a label. */
  readonly from: 'columns' | 'rows';
  /** The majority of their labels is the row's label; else a column of its own is. */
  readonly isLabel: boolean;
  /** Those of the labels to ignore that some of them gave. */
  readonly ignored: ReadonlySet<string>;
  /** What they say of a row's picture; none for rows that are no picture's first. */
  votes(row: number): readonly Vote[];
}

/** Everything that a labels file says, row by row. Offsets are UTF-16 units of the text that was read. */
export interface LabelRows {
  readonly ok: true;
  /** Names of the columns (or keys) that were used. */
  readonly columnNames: { readonly image: string; readonly label: string; readonly split?: string };
  /** Of a table; absent for other layouts. */
  readonly delimiter?: Delimiter;
  /** Number of rows, those that can't be used included. */
  readonly count: number;
  /** 1-based line on which each row starts. */
  readonly lines: Int32Array;
  /** Offset of each row's first character. */
  readonly rowStarts: Int32Array;
  /** Offset just after each row, its line end included. */
  readonly rowEnds: Int32Array;
  /** The picture as the row names it, trimmed; '' where it names none. */
  written(row: number): string;
  /** Of a file with its pictures inside: the path that a picture is stored with; '' for none. */
  readonly stored?: (row: number) => string;
  /** `written` as a path below the folder of the labels file, where it is one; '' where the row can't be used. */
  readonly paths: readonly string[];
  /** The row's label, trimmed; '' where it has none. */
  label(row: number): string;
  /** The row's split, trimmed, or what its code was taken for, as `test (2)`; '' where it has none. */
  split(row: number): string;
  /** Where splits are codes, what each was taken for. */
  readonly splitNames?: ReadonlyMap<string, string>;
  /** Names of all columns (or keys). Absent where the layout has none. */
  readonly columns?: readonly string[];
  /** What a row says in one of them, trimmed; '' where it says nothing. Read anew each time. */
  readonly cell?: (row: number, column: number) => string;
  state(row: number): RowState;
  /** Classes in the order in which the file lists them, where it does. */
  readonly classOrder?: readonly string[];
  readonly annotators?: RowAnnotators;
  /** Number of rows that give their picture several labels, which can't be said where a row has one. */
  readonly several?: number;
  /** What was assumed of the file, in sentences that follow its name. */
  readonly notes?: readonly string[];
  /** Why a row with the state `ragged` can't be used, as the rest of a sentence that begins with its number. */
  fault(row: number): string;
  /** Where the row's label stands, its quotes included; undefined where it has none, or in several places. Absent where no place can be told. */
  readonly labelSpan?: (row: number) => { readonly start: number; readonly end: number } | undefined;
  /**
   * Rows that text from one offset to another is about though it lies in none of them, such as COCO's annotations of an
   * image. Absent where nothing outside of rows is about one.
   */
  readonly rowsAbout?: (start: number, end: number) => readonly number[];
  /**
   * The edits, in the order of the text, that give rows another label, or (undefined) take them out. Rows that bear the
   * label already need none. Absent where the file can't be edited in place.
   * @throws RangeError for a row that has no label to replace; InputError for a label that the file can't say
   */
  readonly edits?: (changes: ReadonlyMap<number, string | undefined>) => LabelsEdit[];
}

/** The text is no labels file as it stands; it may be in the middle of being typed. */
export interface LabelsFailure {
  readonly ok: false;
  readonly reason: 'empty' | 'unclosed-quote' | 'columns' | 'syntax';
  /** Plain words, without the name of the file. */
  readonly message: string;
  /** 1-based line, where one is to blame. */
  readonly line?: number;
}
