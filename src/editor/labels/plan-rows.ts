import { createPictureIndex, rowContentKey, type PictureIndex, type RemediationPlan } from '../../audit/light.ts';
import type { ScannedRow } from './scan-row.ts';

/** One change of a plan. */
export type PlannedChange = RemediationPlan['changes'][number];

/** The rows of labels files. */
export interface RowsOfFiles {
  /** By file. */
  readonly rows: readonly (readonly ScannedRow[])[];
  /** Names of the files where there are several; a plan then names the file of each row. */
  readonly names?: readonly string[];
  /** Path of the picture that a row names; undefined where it names none. */
  readonly pathOf: (row: ScannedRow) => string | undefined;
  /** Labels of rows that are left out, as if they were not there. */
  readonly ignored?: ReadonlySet<string>;
}

/**
 * The rows of labels files as a plan sees them. Rows that an audit can't use are left out.
 *
 * @param pause called after each slice; rejects to give up
 */
export async function indexRows(
  { rows, names, pathOf, ignored }: RowsOfFiles,
  pause: () => Promise<void>,
): Promise<PictureIndex> {
  const pictures = createPictureIndex();
  for (const [file, ofFile] of rows.entries()) {
    const place = names === undefined ? {} : { file: names[file] };
    for (const [i, row] of ofFile.entries()) {
      if (i % 64 === 0) await pause();
      const { image, label, split } = row;
      const isUsed = image !== '' && label !== '' && !row.isRagged && ignored?.has(label) !== true;
      const path = isUsed ? pathOf(row) : undefined;
      if (path === undefined) continue;
      pictures.add({ path, label, row: i + 1, ...place, ...(split === '' ? {} : { split }) });
    }
  }
  return pictures;
}

/**
 * Finds the change of a plan that is about a row: about its picture, in its file and split, with the label that it bears.
 * Rows of other splits, and those that have another label by now, have none.
 */
export function changesByRow(
  { changes }: Pick<RemediationPlan, 'changes'>,
  { names, pathOf }: Pick<RowsOfFiles, 'names' | 'pathOf'>,
): (row: ScannedRow) => PlannedChange | undefined {
  const byRow = new Map<string, PlannedChange[]>();
  for (const change of changes) {
    const key = rowContentKey(change.path, change.split, change.from);
    const known = byRow.get(key);
    if (known) known.push(change);
    else byRow.set(key, [change]);
  }
  return (row) => {
    const { split, label, isRagged } = row;
    const path = isRagged ? undefined : pathOf(row);
    if (path === undefined) return undefined;
    const found = byRow.get(rowContentKey(path, split === '' ? undefined : split, label));
    return found?.find(({ file }) => file === names?.[row.file]);
  };
}
