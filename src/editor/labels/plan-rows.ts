import {
  createPictureIndex,
  normaliseDatasetPath,
  rowContentKey,
  type PictureIndex,
  type RemediationPlan,
} from '../../audit/light.ts';
import type { ScannedRow } from './scan-row.ts';

/** One change of a plan. */
export type PlannedChange = RemediationPlan['changes'][number];

/**
 * The rows of a labels file as a plan sees them. Rows that an audit can't use are left out.
 *
 * @param cells number of cells that a row should have
 * @param pause called after each slice; rejects to give up
 */
export async function indexRows(
  rows: readonly ScannedRow[],
  cells: number,
  pause: () => Promise<void>,
): Promise<PictureIndex> {
  const pictures = createPictureIndex();
  for (const [i, row] of rows.entries()) {
    if (i % 64 === 0) await pause();
    const { image, label, split } = row;
    const path = image === '' ? undefined : normaliseDatasetPath(image);
    if (path === undefined || label === '' || row.cells !== cells) continue;
    pictures.add({ path, label, row: i + 1, ...(split === '' ? {} : { split }) });
  }
  return pictures;
}

/**
 * Finds the change of a plan that is about a row: about its picture, in its split, with the label that it bears. Rows of
 * other splits, and those that have another label by now, have none.
 */
export function changesByRow({ changes }: RemediationPlan): (row: ScannedRow) => PlannedChange | undefined {
  const byRow = new Map(changes.map((change) => [rowContentKey(change.path, change.split, change.from), change]));
  return ({ image, split, label }) =>
    byRow.get(rowContentKey(normaliseDatasetPath(image) ?? '', split === '' ? undefined : split, label));
}
