import type { PictureLooks } from '../../../core/index.ts';
import type { MeasuredPicture } from './measured-picture.ts';

/**
 * What was measured of many pictures, by their places in a list. Each is made when it is asked for: kept for all, the objects
 * would take more memory than what they tell.
 */
export interface MeasuredTable {
  readonly n: number;
  /** Undefined where the picture could not be read. It is overwritten as soon as the next one is asked for. */
  readonly at: (i: number) => MeasuredPicture | undefined;
}

/** The same pictures in another order, some of them twice or not at all: the table's `places[i]` is the new one's `i`. */
export function tableAt({ at }: MeasuredTable, places: Int32Array): MeasuredTable {
  return { n: places.length, at: (i) => at(places[i]) };
}

/** The scores of many pictures by their looks, a column for each; NaN where a picture could not be read. */
export type LooksColumns = Readonly<Record<keyof PictureLooks, Float64Array>>;

/** The looks of all pictures of a table. */
export function looksColumns({ n, at }: MeasuredTable): LooksColumns {
  const column = (): Float64Array => new Float64Array(n).fill(Number.NaN);
  const columns: LooksColumns = {
    ...{ dark: column(), light: column(), oddAspectRatio: column(), lowInformation: column(), blurry: column() },
    ...{ sharpness: column(), grayscale: column(), size: column() },
  };
  const names = Object.keys(columns) as (keyof PictureLooks)[];
  for (let i = 0; i < n; i++) {
    const looks = at(i)?.looks;
    if (looks !== undefined) for (const name of names) columns[name][i] = looks[name];
  }
  return columns;
}
