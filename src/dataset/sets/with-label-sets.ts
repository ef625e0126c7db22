import { DatasetError } from '../dataset-error.ts';
import type { LabelRows } from '../labels/label-rows.ts';
import { isSeparator, type MultiLabelChoice } from '../labels/multi-label-way.ts';
import { pictureRows } from './picture-rows.ts';
import { separatedRows } from './separated-rows.ts';

/**
 * Rows that bear sets of labels, where the user or an audit says that they do. Columns of 0 and 1 are read so by their layout.
 *
 * @param file for messages
 * @throws DatasetError where rows of this layout can't be read so
 */
export function withLabelSets(
  file: string,
  layout: string,
  rows: LabelRows,
  text: string,
  way: MultiLabelChoice | undefined,
): LabelRows {
  if (way === undefined || way === 'off') return rows;
  if ((layout === 'one-hot') !== (way === 'columns')) {
    const found = layout === 'one-hot' ? 'its labels stand in columns of 0 and 1' : 'it has no columns of 0 and 1';
    throw new DatasetError(
      file,
      `${found}, but --multi-label says ${JSON.stringify(way)}; leave that out, or say how labels are written`,
    );
  }
  if (isSeparator(way)) return separatedRows(rows, text, way);
  return way === 'rows' ? pictureRows(rows, text) : rows;
}
