import { DatasetError } from '../dataset-error.ts';
import { normaliseDatasetPath } from '../../files/index.ts';
import { writeCell } from './labels-edits.ts';
import { candidateColumns } from './labels-columns.ts';
import { rowPlace, type Dataset } from '../types.ts';

/**
 * The text of a `labels.csv` that says what the class folders or the Parquet files of a data set say: one row per picture, in the data
 * set's order, with a split column where there are splits. Rows of Parquet files keep where they come from, as pandas and
 * `datasets` count them: from 0. To be put into the data set's root.
 * @throws DatasetError for a name that no labels file can hold: one that begins or ends with a blank, or (where that is
 *   allowed) has a backslash in it.
 */
export function createLabelsCsv(dataset: Dataset): string {
  const { root, labelsFile } = dataset;
  const rows = rowsOf(dataset);
  const withSplits = rows.some(({ split }) => split !== undefined);
  const names = [usual('image', labelsFile?.imageColumn), usual('label', labelsFile?.labelColumn)];
  const header = [
    ...names,
    ...(withSplits ? [usual('split', labelsFile?.splitColumn)] : []),
    ...(labelsFile ? ['parquet_file', 'parquet_row'] : []),
  ];
  const lines = [header.join(',')];
  for (const { path, name, split, file = labelsFile?.name, row } of rows) {
    if (path.trim() !== path || normaliseDatasetPath(path) !== path || name.trim() !== name) {
      const why = 'a labels file can hold no name that begins or ends with a blank or has a backslash in it; rename it';
      throw new DatasetError(root, `${JSON.stringify(path)}: ${why}`);
    }
    const from = row === undefined ? [] : [file ?? '', String(row - 1)];
    const cells = [path, name, ...(withSplits ? [split ?? ''] : []), ...from];
    lines.push(cells.map((cell, i) => writeCell(cell, ',', i === 0)).join(','));
  }
  return `${lines.join('\n')}\n`;
}

/** A column is called as before where that is a name by which it is recognised. */
function usual(role: 'image' | 'label' | 'split', name: string | undefined): string {
  return name !== undefined && candidateColumns([name], role, undefined).length > 0 ? name : role;
}

interface Row {
  readonly path: string;
  readonly name: string;
  readonly split?: string;
  readonly file?: string;
  readonly row?: number;
}

/** Its examples, and after them the rows that repeat one: so the file has one row for each. */
function rowsOf({ classes, examples, repeatedRows = [] }: Dataset): Row[] {
  return [
    ...examples.map(({ path, label, split, place }) => ({ path, name: classes[label], split, ...rowPlace(place) })),
    ...repeatedRows.map(({ label, ...rest }) => ({ ...rest, name: label })),
  ];
}
