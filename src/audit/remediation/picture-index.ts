import { pictureKey } from '../report/picture-keys.ts';

/** A row of the labels file as it is now, or a picture in a class folder. */
export interface LabelledPicture {
  readonly path: string;
  readonly label: string;
  readonly split?: string;
  /** Name of the labels file where there are several. */
  readonly file?: string;
  /** 1-based data row of the labels file; absent for class folders. */
  readonly row?: number;
}

/** The rows of a data set, looked through once for any number of plans. */
export interface PictureIndex {
  /** All rows that name a picture, in the order they were added. */
  rowsOf(path: string): readonly LabelledPicture[];
  /** Pictures by split and label. Rows that say the same of a picture in the same split count once. */
  readonly counts: ReadonlyMap<string | undefined, ReadonlyMap<string, number>>;
}

/** An index to which rows are added one by one, so that the caller can pause in between. */
export interface GrowingPictureIndex extends PictureIndex {
  add(picture: LabelledPicture): void;
}

const NONE: readonly LabelledPicture[] = [];

/** An index of no pictures. */
export function createPictureIndex(): GrowingPictureIndex {
  const firsts = new Map<string, LabelledPicture>();
  /** All rows of the pictures that have several. */
  const several = new Map<string, LabelledPicture[]>();
  const counts = new Map<string | undefined, Map<string, number>>();
  return {
    counts,
    rowsOf(path) {
      const first = firsts.get(path);
      return first === undefined ? NONE : (several.get(path) ?? [first]);
    },
    add(picture) {
      const { path, label, split } = picture;
      const first = firsts.get(path);
      if (first === undefined) firsts.set(path, picture);
      else {
        const rows = several.get(path) ?? [first];
        several.set(path, rows);
        const isCopy = rows.some((row) => row.split === split && row.label === label);
        rows.push(picture);
        if (isCopy) return;
      }
      const ofSplit = counts.get(split) ?? new Map<string, number>();
      counts.set(split, ofSplit);
      ofSplit.set(label, (ofSplit.get(label) ?? 0) + 1);
    },
  };
}

/** An index of these rows. */
export function indexPictures(pictures: readonly LabelledPicture[]): PictureIndex {
  const index = createPictureIndex();
  for (const picture of pictures) index.add(picture);
  return index;
}

/**
 * Of all rows that name a picture now, those that an audited picture is found in: the rows of the split that it was
 * audited in. Where its only row has moved to another split since, it is that row.
 *
 * @param rows all rows that name the picture
 * @param repeated several rows named the picture when it was audited, so that a row of another split is another example
 */
export function rowsOfAudited<Row extends { readonly split?: string }>(
  rows: readonly Row[],
  split: string | undefined,
  repeated: boolean,
): readonly Row[] {
  if (rows.length === 1) return rows[0].split === split || !repeated ? rows : [];
  return rows.filter((row) => row.split === split);
}

/** Tells rows apart by what an edit needs to know of them: the picture, the split and the label. */
export function rowContentKey(path: string, split: string | undefined, label: string): string {
  return `${pictureKey(path, split)}\0${label}`;
}
