import type { LayoutName } from './layouts/layout.ts';
import type { PassedOver } from './passed-over.ts';
import type { MultiLabelChoice, MultiLabelWay } from './labels/multi-label-way.ts';

/** Where an example's label is written down. */
export type LabelPlace =
  | {
      readonly kind: 'csv';
      /** Name of the labels file, in the data set's root; absent where there is but one. */
      readonly file?: string;
      /** 1-based number of the data row (the header is not counted). */
      readonly row: number;
      /** 1-based line of the file on which the row starts. */
      readonly line: number;
    }
  | { readonly kind: 'folder' };

/** The row of a labels file that a place is in, for problems and issues; nothing for class folders. */
export function rowPlace(place: LabelPlace): { readonly row?: number; readonly file?: string } {
  if (place.kind !== 'csv') return {};
  return { row: place.row, ...(place.file === undefined ? {} : { file: place.file }) };
}

/** One labelled picture. */
export interface Example {
  /** POSIX path relative to the data set's root. Never absolute, never leaves the root. */
  readonly path: string;
  /** Class index into `Dataset.classes`. */
  readonly label: number;
  readonly split?: string;
  /** What it shares with others whose pictures are alike, such as a patient; absent where it stands alone. */
  readonly group?: string;
  /** What annotators say of it, in the order of `Dataset.annotators`; absent where none says anything. */
  readonly said?: readonly AnnotatorLabel[];
  readonly place: LabelPlace;
}

/** What one annotator says of a picture. */
export interface AnnotatorLabel {
  /** Place in `Dataset.annotators.names`. */
  readonly annotator: number;
  /** Class index into `Dataset.classes`. */
  readonly label: number;
}

/** A picture that bears no label yet. */
export interface UnlabelledPicture {
  /** POSIX path relative to the data set's root. */
  readonly path: string;
  /** What stands where its label will: nothing, a label that says that there is none, or the name of its folder. */
  readonly written: string;
  readonly split?: string;
  readonly place: LabelPlace;
}

/** Who labelled the pictures of a data set, where several did. */
export interface Annotators {
  readonly names: readonly string[];
  /** One column an annotator, or one row a label. */
  readonly from: 'columns' | 'rows';
  /** Where their majority is the label of each picture; else a column of its own is. */
  readonly isLabel: boolean;
}

/** What may be wrong with an example, or with the whole file. */
export const PROBLEM_KINDS = [
  'missing-image',
  'empty-image',
  'unreadable-image',
  'not-an-image',
  'outside-root',
  'ragged-row',
  'empty-label',
  'duplicate-row',
  'conflicting-duplicates',
  'passed-over',
  'one-colour',
  'no-row',
] as const;
/**
 * A row of the labels file that names the picture of an example again, in the same split. It is not an example of its
 * own, so it is not audited.
 */
export interface RepeatedRow {
  readonly path: string;
  /** By name: no example may bear it. */
  readonly label: string;
  readonly split?: string;
  /** Name of the labels file; absent where there is but one. */
  readonly file?: string;
  /** 1-based number of the data row. */
  readonly row: number;
}

/** Something wrong in the data set that one example (or the whole file) has; the rest of the work goes on. */
export interface DatasetProblem {
  readonly kind: (typeof PROBLEM_KINDS)[number];
  /** POSIX path of the picture, or of the labels file when the row names none. */
  readonly path: string;
  /** 1-based data row in the labels file, where there is one. */
  readonly row?: number;
  /** Name of that labels file, where there are several. */
  readonly file?: string;
  /** Plain words: what is wrong and what to do next. */
  readonly message: string;
  /** For duplicates: the other pictures concerned; of very many copies the first with another label. */
  readonly others?: readonly string[];
  /** How many more there are that `others` leaves out. */
  readonly moreOthers?: number;
}

/** The labels file of a data set and how it is written. */
export interface LabelsFile {
  /** Absolute path. */
  readonly file: string;
  readonly imageColumn: string;
  readonly labelColumn: string;
  readonly splitColumn?: string;
  /** Of a table; absent for other layouts. */
  readonly delimiter?: ',' | ';' | '\t';
  readonly layout: LayoutName;
  /** POSIX path relative to the root. */
  readonly name: string;
  /** Name of the file beside it that says what its indices are called. */
  readonly classNames?: string;
  /** How the paths of its rows were completed, such as `train_images/{id}.jpg`. */
  readonly imagePatterns?: readonly string[];
  /** SHA-256 of the file's bytes when it was read, hexadecimal. */
  readonly hash?: string;
}

/** What the labels of a data set are, whose pictures have several each. */
export interface MultiLabel {
  /** How the labels files say it. */
  readonly way: MultiLabelWay;
  /** What divides the classes in the text of a set. */
  readonly separator: string;
  /** The classes themselves, in a stable order: as listed by columns, natural sort, or as the user gave them. */
  readonly classes: readonly string[];
  /** For each of `Dataset.classes`, which are sets here, the classes in it: ascending indices into `classes` above. */
  readonly sets: readonly (readonly number[])[];
}

export interface Dataset {
  /** Absolute path of the folder that every example's path is relative to. */
  readonly root: string;
  /** Present when labels come from a file, absent when they come from class folders. */
  readonly labelsFile?: LabelsFile;
  /** All of them where there are several, such as train.csv and test.csv: each row is edited in its own. */
  readonly labelsFiles?: readonly LabelsFile[];
  /**
   * Class names in a stable order: natural sort, or as the user gave them. Of pictures with several labels each: the different
   * sets, as `joinSet` writes them; what takes each set for a class of its own goes wrong nowhere.
   */
  readonly classes: readonly string[];
  /** Present where pictures have several labels each. */
  readonly multiLabel?: MultiLabel;
  /** Names of the files that list the classes in this order; absent where they are sorted, or as the user gave them. */
  readonly classesListedIn?: readonly string[];
  /** All classes that those files list, where some of them have no picture: a model may have a column for each. */
  readonly allListedClasses?: readonly string[];
  /** One per picture and split. */
  readonly examples: readonly Example[];
  /** Rows that name a picture again in its split, in the order of the file. */
  readonly repeatedRows?: readonly RepeatedRow[];
  /** Paths of the pictures that several rows of the labels file name, in one split or in several. */
  readonly repeatedPaths?: ReadonlySet<string>;
  /** Column of the labels file that groups are read from, where the user names one. */
  readonly groupColumn?: string;
  readonly annotators?: Annotators;
  /**
   * Pictures without a label: of rows that give none, or one of `ignoreLabels`, and where that was asked for, of folders such as `unlabelled/`. One each.
   */
  readonly unlabelled?: readonly UnlabelledPicture[];
  /** Paths of pictures in splits that are left out. */
  readonly otherPaths?: readonly string[];
  readonly problems: readonly DatasetProblem[];
  /** What was assumed where the data set leaves it open, in sentences; to be said before anything is trained. */
  readonly notes?: readonly string[];
  /** Pictures below the folder of labels files that no row names, where that was asked for. */
  readonly unnamed?: readonly string[];
  /** Files and folders that are not used, all of them, by reason. For class folders. */
  readonly passedOver?: readonly PassedOver[];
}

/** Which folder names the class of pictures that lie several folders deep. */
export const CLASS_FROM = ['first', 'parent'] as const;
export type ClassFrom = (typeof CLASS_FROM)[number];

export interface ReadDatasetOptions {
  /** Name of the image column; default: recognised by its usual names. */
  readonly imageColumn?: string;
  readonly labelColumn?: string;
  readonly splitColumn?: string;
  /** Name of the column of groups, such as patients; default: none. */
  readonly groupColumn?: string;
  /** Labels that are indices stay what they are, though a file beside says what they are called. */
  readonly asIndices?: boolean;
  /** Columns that each hold the labels of one annotator; default: recognised by their names. */
  readonly annotators?: readonly string[];
  /** The column that says who gave a row's label, where a picture has a row for each; default: recognised. */
  readonly annotatorColumn?: string;
  /** What annotators say counts, even where a column of its own has labels. Default false. */
  readonly byAnnotators?: boolean;
  /** How rows give a picture several labels; `off`: each has one. Default: recognised. */
  readonly multiLabel?: MultiLabelChoice;
  /** Folder of the pictures that a labels file names, below its own; default: found. */
  readonly imageRoot?: string;
  /** Where its pictures lie, such as `images/{id}.jpg`; default: found. */
  readonly imagePattern?: string;
  /** Rows with these labels are left out. */
  readonly ignoreLabels?: readonly string[];
  /** Class order to use; every label must be among them. Default: natural sort of the labels found. */
  readonly classes?: readonly string[];
  /** For class folders within class folders: whether the first names the class (default) or the last. */
  readonly classFrom?: ClassFrom;
  /** Whether folders such as `unlabelled/` hold pictures without a label, rather than those of a class of that name. */
  readonly findUnlabelled?: boolean;
  /** Whether to look for pictures that no row of the labels files names. */
  readonly findUnnamed?: boolean;
  readonly signal?: AbortSignal;
}

/** Which pictures were read, and what each held. */
export interface PictureContents {
  /** For each picture, the index of its example in `Dataset.examples`. */
  readonly exampleIndices: Int32Array;
  /** For each picture, the SHA-256 of its file's bytes, hexadecimal. */
  readonly contentHashes: readonly string[];
}

/** Exact duplicates among the pictures that were read. */
export interface Duplicates {
  /**
   * For each picture, a group number; pictures with the same content, or of the same group of the data set, share it. Groups
   * are numbered by first sight.
   */
  readonly groups: Int32Array;
  readonly groupCount: number;
  /** Sets of two or more identical pictures (indices into `PictureContents`), each with whether their labels differ. */
  readonly sets: readonly { readonly pictures: readonly number[]; readonly conflicting: boolean }[];
  /** One `conflicting-duplicates` problem per picture whose twin bears another label. */
  readonly problems: readonly DatasetProblem[];
}
