import { basename } from 'node:path';
import { DatasetError } from '../dataset-error.ts';
import type { LabelRows } from '../labels/label-rows.ts';
import { readLabelsFile } from '../labels/labels-file.ts';
import type { LayoutName, LayoutOptions } from './layout.ts';
import { layoutOf } from './layouts.ts';

/** A labels file of any layout. */
export interface ReadLabels {
  readonly rows: LabelRows;
  readonly layout: LayoutName;
  readonly text: string;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly hash: string;
}

/**
 * Reads a labels file.
 * @throws DatasetError where it can't be read or understood
 */
export async function readLabels(file: string, options: LayoutOptions): Promise<ReadLabels> {
  const { text, hash } = await readLabelsFile(file);
  const layout = layoutOf({ name: basename(file), head: text.slice(0, 65_536) });
  if (layout === undefined) throw new DatasetError(file, 'this is no labels file (.csv, .tsv or .jsonl)');
  const rows = await layout.read({ file, bytes: Buffer.alloc(0), text }, options);
  if (!rows.ok) throw new DatasetError(file, rows.message);
  return { rows, layout: layout.name, text, hash };
}
