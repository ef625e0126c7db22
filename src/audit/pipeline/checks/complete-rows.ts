import type { ComparedRows, NearDuplicates } from '../../../core/index.ts';
import type { CheckType } from '../../report/schema/checks-schema.ts';
import type { CheckedRows } from './checked-rows.ts';

/** A check's part of the report, and the score of each row. */
export interface Judged {
  readonly type: CheckType;
  readonly scores: Float64Array;
}

/** Rows whose features are all numbers, and where each of them stands among all. */
export interface CompleteRows {
  readonly rows: CheckedRows;
  /** Absent where that is all rows. */
  readonly places?: Int32Array;
}

/** Near duplicates by features, as far as the checks tell of them: NaN is the score of a row without features. */
export type NearRows = Pick<NearDuplicates, 'scores' | 'sets' | 'threshold'>;

/** The rows at some places, as `placesOfComplete` has them; what others' features say of what is near is nothing. */
export function rowsAt(places: Int32Array, all: CheckedRows): CompleteRows {
  const { features, labels, predProbs } = all;
  if (features === undefined || places.length === features.n) return { rows: all };
  return {
    rows: {
      ...all,
      labels: Int32Array.from(places, (row) => labels[row]),
      predProbs: { ...predProbs, data: gathered(predProbs.data, predProbs.k, places), n: places.length },
      features: { ...features, data: gathered(features.data, features.k, places), n: places.length },
    },
    places,
  };
}

/** Where the rows stand whose features are all numbers, ascending. */
export function placesOfComplete({ data, n, k }: ComparedRows): Int32Array {
  const places = new Int32Array(n);
  let found = 0;
  for (let row = 0; row < n; row++) {
    let at = row * k;
    const end = at + k;
    while (at < end && !Number.isNaN(data[at])) at++;
    if (at === end) places[found++] = row;
  }
  return places.subarray(0, found);
}

function gathered<Numbers extends Float32Array | Float64Array>(data: Numbers, k: number, places: Int32Array): Numbers {
  const size = places.length * k;
  const target = (data instanceof Float32Array ? new Float32Array(size) : new Float64Array(size)) as Numbers;
  places.forEach((row, i) => {
    target.set(data.subarray(row * k, (row + 1) * k), i * k);
  });
  return target;
}

/** What was judged of some rows, said of all: the others have no score. */
export function inAllRows({ type, scores }: Judged, places: Int32Array | undefined, n: number): Judged {
  if (places === undefined) return { type, scores };
  return {
    type: { ...type, pictures: type.pictures.map((one) => ({ ...one, index: places[one.index] })) },
    scores: scattered(scores, places, n),
  };
}

/** The same of what is near. */
export function nearInAllRows(near: NearRows, places: Int32Array | undefined, n: number): NearRows {
  if (places === undefined) return near;
  return {
    ...near,
    scores: scattered(near.scores, places, n),
    sets: near.sets.map((set) => ({ ...set, rows: set.rows.map((row) => places[row]) })),
  };
}

function scattered(scores: Float64Array, places: Int32Array, n: number): Float64Array {
  const all = new Float64Array(n).fill(Number.NaN);
  places.forEach((row, i) => {
    all[row] = scores[i];
  });
  return all;
}
