import type { ColumnNames } from '../labels/labels-columns.ts';
import type { LabelRows, LabelsFailure } from '../labels/label-rows.ts';

/**
 * A way in which labels are written down in a file: a table with a header, JSON lines, a tool's export.
 *
 * To add one, write `<name>-layout.ts` with a constant of this type, and put it into `LAYOUTS` (layouts.ts): the most
 * particular first, since the first whose `detect` says yes reads the file. Everything else follows from
 * `LabelRows` (labels/label-rows.ts):
 * - `readDataset` finds the pictures that rows name (`written` may lack the folder or the extension), joins several files, and reports rows that can't be used. A layout reports nothing by itself.
 * - `fix` calls `edits` with the rows that a plan changes, and applies them to the text that was read. Everything that no
 *   edit names stays byte for byte. A layout that can't be edited in place has no `edits`: decisions go to a file of
 *   their own.
 * - Rows are counted from 0 here; messages and `Example.place` count from 1.
 *
 * Parquet alone is none of these: it is no text, and has its pictures inside (parquet/read-parquet.ts).
 *
 * A layout never opens pictures or other files, never throws for what a file holds (it returns a
 * failure instead), and keeps no copy of the text per row. Each joins the fuzzed suites of test/trust.
 */
export interface Layout {
  readonly name: LayoutName;
  /** How names of its files end. */
  readonly endings: RegExp;
  /** Whether a beginning of a file that ends with a line can be read by itself. */
  readonly byLines: boolean;
  /** Names of folders in which such files lie beside the pictures' folders: `annotations`. */
  readonly folders?: RegExp;
  /** Whether a file is of this layout. Cheap: it sees the file's name and its beginning alone. */
  detect(source: LayoutProbe): boolean;
  /** Names of the columns (or keys) that a file has, for a user to choose from; absent where there is nothing to choose. */
  columns?(text: string): readonly string[];
  /** Reads the whole file. */
  read(source: LayoutSource, options: LayoutOptions): LabelRows | LabelsFailure | Promise<LabelRows | LabelsFailure>;
}

export type LayoutName =
  | 'csv'
  | 'annotators'
  | 'one-hot'
  | 'list'
  | 'jsonl'
  | 'json'
  | 'label-studio'
  | 'coco'
  | 'datumaro'
  | 'cvat'
  | 'parquet';

/** How much of a file's beginning a probe holds, in UTF-16 units. */
export const HEAD_LENGTH = 65_536;

export interface LayoutProbe {
  /** The file's name without its folder. */
  readonly name: string;
  /** The first 64 kB, decoded as UTF-8; not to be trusted to end where a line or a character does. */
  readonly head: string;
  /** All of its text, where that was read. */
  readonly text?: string;
  /** What the user said about columns. */
  readonly columns?: LayoutOptions;
}

export interface LayoutSource {
  /** Absolute path. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** All of it as UTF-8, its byte order mark included; encoding it again gives the same bytes. */
  readonly text: string;
}

/** What the user said about columns (keys of JSON objects, for layouts without columns). */
export type LayoutOptions = ColumnNames;
