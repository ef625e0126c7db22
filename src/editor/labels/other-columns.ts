import { CsvScanner, indexLabels, jsonObject, shortened, type ColumnNames } from '../../dataset/index.ts';
import type { LabelsHeader } from './row-layout.ts';

/** A name of a column or key, and what a row has there. */
export type OtherColumn = readonly [name: string, value: string];

/** So many columns are told of at most. */
const MOST = 12;
/** Characters of a name and of a value. */
const MOST_OF_NAME = 60;
const MOST_OF_VALUE = 240;

/**
 * What a row holds beside picture, label and split: the cells of a table, or the keys of a JSON line, in the order in
 * which they are written, those with nothing in them left out.
 *
 * @param text the row as it is written
 * @param columns as the audit was told of them
 */
export function otherColumns(header: LabelsHeader, text: string, columns: ColumnNames): OtherColumn[] {
  const found = header.layout.kind === 'objects' ? otherKeys(header, text) : otherCells(header, text, columns);
  return found
    .filter(([, value]) => value !== '')
    .slice(0, MOST)
    .map(([name, value]) => [shortened(name, MOST_OF_NAME), shortened(value, MOST_OF_VALUE)]);
}

function otherCells({ layout, text: head }: LabelsHeader, text: string, columns: ColumnNames): OtherColumn[] {
  const index = indexLabels(head, columns);
  if (layout.kind === 'objects' || !index.ok) return [];
  const scanner = new CsvScanner(text, layout.delimiter, { typing: true });
  scanner.expectPictures(layout.cells, layout.image);
  if (!scanner.next()) return [];
  const cells = scanner.values();
  const own = new Set([layout.image, layout.label, layout.split]);
  return index.header.flatMap((name, i) => (own.has(i) ? [] : [[name, (cells.at(i) ?? '').trim()]]));
}

function otherKeys({ layout }: LabelsHeader, text: string): OtherColumn[] {
  const row = jsonObject(text);
  if (layout.kind !== 'objects' || row === undefined) return [];
  const { image, label, split } = layout.keys;
  return Object.entries(row).flatMap(([name, value]) =>
    name === image || name === label || name === split || value === null
      ? []
      : [[name, typeof value === 'string' ? value.trim() : JSON.stringify(value)]],
  );
}
