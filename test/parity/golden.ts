import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SquareMatrix } from '../../src/core/types.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Reference results that are part of this repository. */
export const FIXTURES = path.join(root, 'test/fixtures/golden');

/** The full reference results, where this machine has them. */
export function sharedGolden(): string | undefined {
  const folder = path.join(process.env.LABEL_AUDIT_SHARED ?? path.join(root, '../shared'), 'golden');
  return existsSync(folder) ? folder : undefined;
}

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = Record<string, Json>;

/** Reads JSON in which non-finite numbers are the strings "NaN", "Infinity" and "-Infinity". */
export function readJson(file: string): Json {
  return JSON.parse(readFileSync(file, 'utf8'), (_, value: Json) =>
    value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : value,
  ) as Json;
}

export function asObject(value: Json | undefined): JsonObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error('expected an object');
  return value;
}

export function asArray(value: Json | undefined): Json[] {
  if (!Array.isArray(value)) throw new Error('expected an array');
  return value;
}

export function rowsOf({ data, k }: SquareMatrix): number[][] {
  return Array.from({ length: k }, (_, i) => Array.from(data.subarray(i * k, (i + 1) * k)));
}

export function matrixOf(rows: readonly (readonly number[])[]): SquareMatrix {
  return { data: Float64Array.from(rows.flat()), k: rows.length };
}

export interface Tolerance {
  readonly relative: number;
  /** Where the reference is about 0. */
  readonly absolute: number;
}

export const EXACT_REALS: Tolerance = { relative: 1e-9, absolute: 1e-12 };

/** Where `actual` first differs from `expected`, in words; integers must be equal, reals within the tolerance. */
export function firstDifference(
  actual: unknown,
  expected: Json,
  tolerance: Tolerance = EXACT_REALS,
  place = '',
): string | undefined {
  if (Array.isArray(expected)) {
    const list: readonly unknown[] = Array.isArray(actual) ? (actual as unknown[]) : [];
    if (!Array.isArray(actual) || list.length !== expected.length) {
      return `${place}: ${Array.isArray(actual) ? `${list.length} entries` : String(actual)}, expected ${expected.length} entries`;
    }
    for (let i = 0; i < expected.length; i++) {
      const difference = firstDifference(list[i], expected[i], tolerance, `${place}[${i}]`);
      if (difference) return difference;
    }
    return undefined;
  }
  if (expected !== null && typeof expected === 'object') {
    if (actual === null || typeof actual !== 'object') return `${place}: ${String(actual)}, expected an object`;
    const fields = actual as Record<string, unknown>;
    const extra = Object.keys(fields).filter((key) => !(key in expected));
    if (extra.length > 0) return `${place}: unexpected ${extra.join(', ')}`;
    for (const [key, value] of Object.entries(expected)) {
      const difference = firstDifference(fields[key], value, tolerance, `${place}.${key}`);
      if (difference) return difference;
    }
    return undefined;
  }
  if (typeof expected === 'number' && typeof actual === 'number') {
    const close = Number.isInteger(expected) && Math.abs(expected) > 1 ? 0 : tolerance.absolute;
    const allowed = Math.max(close, Number.isInteger(expected) ? close : tolerance.relative * Math.abs(expected));
    if (Math.abs(actual - expected) <= allowed) return undefined;
  } else if (actual === expected) return undefined;
  return `${place}: ${String(actual)}, expected ${String(expected)}`;
}

/**
 * A table of the reference with its ties in order of class. The reference sorts its tables by a quicksort that deals
 * equal rows in any order (its lists of examples were made with stable sorts); the lower index comes first.
 */
export function withTiesInOrder(table: JsonObject): JsonObject {
  const ascending = 'Label Quality Score' in table;
  const scores = asArray(table[ascending ? 'Label Quality Score' : 'Joint Probability']).map(Number);
  const first = asArray(table[ascending ? 'Class Index' : 'Class Index A']).map(Number);
  const second = ascending ? first : asArray(table['Class Index B']).map(Number);
  const order = [...scores.keys()].sort(
    (a, b) =>
      (ascending ? scores[a] - scores[b] : scores[b] - scores[a]) || first[a] - first[b] || second[a] - second[b],
  );
  return Object.fromEntries(
    Object.entries(table).map(([key, column]) => {
      const values = asArray(column);
      return [key, order.map((row) => values[row])];
    }),
  );
}

/**
 * The batched finder of the reference takes its lowest scores by an unstable sort: where many examples tie at the cut, it
 * takes any of them. Ours must differ from it in those only, and by the lower indices.
 *
 * @param actual ours, ascending
 * @param expected the reference's, ascending
 * @param scores of all examples
 */
export function firstDifferenceBeyondTies(
  actual: readonly number[],
  expected: Json,
  scores: ArrayLike<number>,
): string | undefined {
  const theirs = asArray(expected).map(Number);
  if (actual.length !== theirs.length) return `${actual.length} entries, expected ${theirs.length}`;
  const onlyOurs = actual.filter((i) => !theirs.includes(i));
  const onlyTheirs = theirs.filter((i) => !actual.includes(i));
  if (onlyOurs.length === 0) return undefined;
  if (new Set([...onlyOurs, ...onlyTheirs].map((i) => scores[i])).size > 1) {
    return `ours only: ${onlyOurs.join()}; the reference's only: ${onlyTheirs.join()}; their scores are not all equal`;
  }
  const [last, first] = [Math.max(...onlyOurs), Math.min(...onlyTheirs)];
  return last < first ? undefined : `tied examples are not taken in order: ${last} before ${first}`;
}
