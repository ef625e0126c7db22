import { describe, expect, it } from 'vitest';
import { mapColumns } from '../../../../src/audit/pipeline/map-columns.ts';

/** n × k probabilities; row i is sure of class i mod `classes`. */
function probabilities(n: number, k: number, classes = k): { data: Float32Array; n: number; k: number } {
  const data = new Float32Array(n * k).fill(0.1 / k);
  for (let i = 0; i < n; i++) data[i * k + (i % classes)] += 0.9;
  return { data, n, k };
}

describe('what a map is made from', () => {
  it('is also there of more classes than features may have columns: those that are seen', async () => {
    const map = await mapColumns({ predProbs: probabilities(12, 9000, 3) });
    expect(map).toMatchObject({ of: 'probabilities', n: 12 });
    const at = (row: number) => [...map!.data.subarray(row * map!.k, row * map!.k + 2)];
    for (let row = 3; row < 12; row++) expect(at(row)).toEqual(at(row % 3));
    expect(new Set([0, 1, 2].map((row) => at(row).join())).size).toBe(3);
  });

  it('is missing where nothing tells the pictures apart, or rounding alone, and the audit goes on', async () => {
    const same = { data: new Float32Array(20).fill(0.5), n: 10, k: 2 };
    expect(await mapColumns({ predProbs: same })).toBeUndefined();
    const nearly = { ...same, data: same.data.map((value, i) => value + (i === 0 ? 6e-8 : 0)) };
    expect(await mapColumns({ predProbs: nearly })).toBeUndefined();
    expect(await mapColumns({ predProbs: probabilities(2, 3) })).toBeUndefined();
  });

  it('has two columns where there is one to tell by, and stops when it is asked to', async () => {
    const one = await mapColumns({ predProbs: probabilities(10, 2) });
    expect(one!.k).toBe(2);
    const stop = AbortSignal.abort(new Error('enough'));
    const many = probabilities(4000, 400);
    await expect(mapColumns({ predProbs: many }, stop)).rejects.toThrow('enough');
  });
});
