import { DatasetError } from '../dataset-error.ts';
import { normaliseDatasetPath } from '../../files/index.ts';
import { writeCell } from './labels-edits.ts';
import type { Dataset } from '../types.ts';

/**
 * The text of a `labels.csv` that says what the class folders of a data set say: one row per picture, in the data set's
 * order, with a split column where there are splits. To be put into the data set's root.
 * @throws DatasetError for a name that no labels file can hold: one that begins or ends with a blank, or (where that is
 *   allowed) has a backslash in it.
 */
export function createLabelsCsv(dataset: Dataset): string {
  const { root, classes, examples } = dataset;
  const withSplits = examples.some(({ split }) => split !== undefined);
  const lines = [withSplits ? 'image,label,split' : 'image,label'];
  for (const { path, label, split } of examples) {
    const name = classes[label];
    if (path.trim() !== path || normaliseDatasetPath(path) !== path || name.trim() !== name) {
      const why = 'a labels file can hold no name that begins or ends with a blank or has a backslash in it; rename it';
      throw new DatasetError(root, `${JSON.stringify(path)}: ${why}`);
    }
    const cells = [path, name, ...(withSplits ? [split ?? ''] : [])];
    lines.push(cells.map((cell, i) => writeCell(cell, ',', i === 0)).join(','));
  }
  return `${lines.join('\n')}\n`;
}
