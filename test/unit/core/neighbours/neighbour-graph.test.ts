import { describe, expect, it } from 'vitest';
import { neighbourGraph, type NeighbourGraph } from '../../../../src/core/neighbours/neighbour-graph.ts';
import { seededRandom } from '../../seeded-random.ts';

interface Rows {
  readonly data: Float32Array | Float64Array;
  readonly n: number;
  readonly k: number;
}

function rowsOf(n: number, k: number, value: (row: number, column: number) => number, wide = false): Rows {
  const values = Array.from({ length: n * k }, (_, at) => value(Math.floor(at / k), at % k));
  return { data: wide ? Float64Array.from(values) : Float32Array.from(values), n, k };
}

/** All distances, one by one, by their definition. */
function slowDistances({ data, n, k }: Rows, near: number): number[][] {
  const rowAt = (row: number): number[] => Array.from(data.subarray(row * k, (row + 1) * k));
  const apart = (a: number[], b: number[]): number => {
    if (a.every((value, column) => value === b[column])) return 0;
    if (k <= 3) return Math.hypot(...a.map((value, column) => value - b[column]));
    const [lengthA, lengthB] = [Math.hypot(...a), Math.hypot(...b)];
    if (lengthA === 0 || lengthB === 0) return 1;
    return 1 - a.reduce((sum, value, column) => sum + (value / lengthA) * (b[column] / lengthB), 0);
  };
  const rows = Array.from({ length: n }, (_, row) => rowAt(row));
  return rows.map((row, i) =>
    rows
      .map((other, j) => (i === j ? Infinity : apart(row, other)))
      .sort((a, b) => a - b)
      .slice(0, near),
  );
}

function graphOf(rows: Rows, near: number): NeighbourGraph {
  const steps = neighbourGraph(rows, near);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    expect(step.value).toBeGreaterThanOrEqual(0);
    expect(step.value).toBeLessThanOrEqual(1);
  }
}

const random = seededRandom(7);
const clusters: Record<string, Rows> = {
  'as they come': rowsOf(300, 16, () => random() - 0.5),
  'in double precision, far from 0': rowsOf(150, 3, () => 1e6 + random(), true),
  'two columns, one row far off': rowsOf(203, 2, (row) => (row === 77 ? 1e7 : random())),
  'whole numbers, so that many are as far': rowsOf(260, 5, () => Math.floor(random() * 3) - 1),
  'more columns than are compared first': rowsOf(120, 160, (_, column) => (random() - 0.5) / (1 + column)),
  'alike but for little': rowsOf(200, 12, (_, column) => 1 + column + 1e-4 * random(), true),
  'rows of zeros, more than neighbours': rowsOf(60, 6, (row) => (row % 3 === 0 ? 0 : random() - 0.5)),
  'rows of zeros, as many as neighbours': rowsOf(40, 6, (row) => (row % 8 === 0 ? 0 : random() - 0.5)),
  'many equal rows': rowsOf(90, 4, (row, column) => Math.sin((row % 7) * 3 + column)),
  'all equal but one': rowsOf(50, 4, (row) => (row === 20 ? random() : 2)),
};

describe('the nearest rows of all', () => {
  it.each(Object.entries(clusters))('are those of all distances: %s', (_, rows) => {
    const near = 5;
    const { indices, distances } = graphOf(rows, near);
    const expected = slowDistances(rows, near);
    for (let row = 0; row < rows.n; row++) {
      const own = Array.from(distances.subarray(row * near, (row + 1) * near));
      own.forEach((distance, at) => {
        const scale = rows.k <= 3 ? 1e-9 * expected[row][at] : 0;
        expect(Math.abs(distance - expected[row][at]), `row ${row}, ${at}`).toBeLessThanOrEqual(scale + 1e-12);
      });
      const found = Array.from(indices.subarray(row * near, (row + 1) * near));
      expect(new Set([row, ...found]).size, `row ${row}`).toBe(near + 1);
      // Of equally near ones the lower comes first.
      found.forEach((other, at) => {
        if (at > 0 && own[at] === own[at - 1]) expect(other, `row ${row}`).toBeGreaterThan(found[at - 1]);
      });
    }
  });

  it('say what is missing', () => {
    expect(() => graphOf(rowsOf(5, 4, random), 5)).toThrow('5 neighbours need more than 5 rows; there are 5.');
    const rows = rowsOf(9, 4, (row, column) => (row === 3 && column === 2 ? NaN : 1));
    expect(() => graphOf(rows, 5)).toThrow('Row 3, column 2 of the features is NaN. Give finite numbers.');
    expect(() => graphOf({ ...rows, k: 3 }, 5)).toThrow('9×3 features are not 36 numbers.');
  });
});

describe('the nearest rows where not all are compared', () => {
  it('are nearly all found, and nothing that is not there', () => {
    const [n, k, near] = [4000, 16, 10];
    const centres = Array.from({ length: 8 * k }, () => 4 * (random() - 0.5));
    const rows = rowsOf(n, k, (row, column) => centres[(row % 8) * k + column] + random() + random());
    const exact = graphOf(rows, near);
    const steps = neighbourGraph(rows, near, 100);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    const { indices, distances } = step.value;
    let right = 0;
    for (let row = 0; row < n; row++) {
      const own = Array.from(indices.subarray(row * near, (row + 1) * near));
      expect(new Set([row, ...own]).size).toBe(near + 1);
      const wanted = new Set(exact.indices.subarray(row * near, (row + 1) * near));
      own.forEach((other, at) => {
        const known = exact.indices.indexOf(other, row * near);
        if (!wanted.has(other)) return;
        right++;
        expect(distances[row * near + at]).toBe(exact.distances[known]);
      });
    }
    expect(right / (n * near)).toBeGreaterThan(0.95);
    // The same each time.
    const again = neighbourGraph(rows, near, 100);
    let other = again.next();
    while (other.done !== true) other = again.next();
    expect(other.value.indices).toEqual(indices);
  });
});
