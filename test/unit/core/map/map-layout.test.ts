import { UMAP } from 'umap-js';
import { describe, expect, it } from 'vitest';
import { mapLayout, MAP_NEIGHBOURS, neighbourGraph } from '../../../../src/core/index.ts';
import { fuzzyEdges } from '../../../../src/core/map/fuzzy-edges.ts';
import { createRandom } from '../../../../src/training/random.ts';

const N = 400;
const COLUMNS = 12;
const CLUSTERS = 8;
const random = createRandom(3, 1);

/** Clusters along a few directions each, so that neighbours within one differ too. */
const centres = Array.from({ length: CLUSTERS * COLUMNS }, () => random.normal() * 3);
const data = new Float32Array(N * COLUMNS);
for (let row = 0; row < N; row++) {
  const cluster = row % CLUSTERS;
  const along = random.normal() * 1.5;
  for (let c = 0; c < COLUMNS; c++) {
    const direction = c % CLUSTERS === cluster ? along : 0;
    data[row * COLUMNS + c] = centres[cluster * COLUMNS + c] + direction + random.normal() * 0.4;
  }
}
const rows = { data, n: N, k: COLUMNS };
const graph = finished(neighbourGraph(rows, MAP_NEIGHBOURS));
const start = Float32Array.from({ length: 2 * N }, (_, i) => data[(i >> 1) * COLUMNS + (i & 1)]);

function finished<T>(work: Generator<number, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
  }
}

/** Share of the neighbours in the rows that are neighbours on the map. */
function kept(map: Float32Array): number {
  const onMap = finished(neighbourGraph({ data: map, n: N, k: 2 }, MAP_NEIGHBOURS));
  let same = 0;
  for (let row = 0; row < N; row++) {
    const [from, to] = [row * MAP_NEIGHBOURS, (row + 1) * MAP_NEIGHBOURS];
    const near = new Set(onMap.indices.subarray(from, to));
    for (let at = from; at < to; at++) if (near.has(graph.indices[at])) same++;
  }
  return same / graph.indices.length;
}

describe('a map', () => {
  it('keeps neighbours together as umap-js does on the same graph, and better than its start', () => {
    const umap = new UMAP({ nNeighbors: MAP_NEIGHBOURS, random: () => random.uniform() });
    const list = (of: ArrayLike<number>): number[][] =>
      Array.from({ length: N }, (_, row) =>
        Array.from({ length: MAP_NEIGHBOURS }, (__, i) => of[row * MAP_NEIGHBOURS + i]),
      );
    umap.setPrecomputedKNN(list(graph.indices), list(graph.distances));
    const theirs = kept(Float32Array.from(umap.fit(list(graph.distances)).flat()));
    const ours = kept(finished(mapLayout(graph, start, 1)));
    expect(ours).toBeGreaterThan(theirs - 0.03);
    expect(ours).toBeGreaterThan(kept(start) + 0.1);
  });

  it('is the same for the same seed, and another for another', () => {
    const first = finished(mapLayout(graph, start, 5));
    expect(finished(mapLayout(graph, start, 5))).toEqual(first);
    expect(finished(mapLayout(graph, start, 6))).not.toEqual(first);
  });

  it('is finite where all rows are the same, and refuses a start that does not fit', () => {
    const same = finished(neighbourGraph({ data: new Float32Array(60).fill(1), n: 20, k: 3 }, 5));
    const map = finished(mapLayout(same, new Float32Array(40)));
    expect(map.every(Number.isFinite)).toBe(true);
    expect(() => mapLayout(same, new Float32Array(39)).next()).toThrow(
      'A map of 20 rows starts with 40 numbers, not 39.',
    );
  });
});

describe('the fuzzy graph', () => {
  it('names each pair once; the nearest is a neighbour for sure, and the weights of a row are log2 of their number', () => {
    const { heads, tails, weights } = fuzzyEdges(graph);
    const pairs = new Set(Array.from(heads, (head, i) => [head, tails[i]].sort((a, b) => a - b).join()));
    expect(pairs.size).toBe(heads.length);
    for (let row = 0; row < N; row++) {
      const nearest = graph.indices[row * MAP_NEIGHBOURS];
      const at = heads.findIndex(
        (head, i) => (head === row && tails[i] === nearest) || (head === nearest && tails[i] === row),
      );
      expect(weights[at]).toBeCloseTo(1, 5);
    }
    // A pair of rows that only the one names has the one's weight: by hand, for three rows in a line.
    const line = {
      n: 3,
      k: 2,
      metric: 'euclidean',
      indices: Int32Array.of(1, 2, 0, 2, 1, 0),
      distances: Float64Array.of(1, 3, 1, 2, 2, 3),
    } as const;
    const found = fuzzyEdges(line);
    expect([...found.heads].map((head, i) => [head, found.tails[i]])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    // log2(2) = 1 is what the nearest alone has: the other's share falls to almost nothing.
    expect(found.weights[1]).toBeLessThan(0.01);
  });
});
