import { describe, expect, it } from 'vitest';
import { startPass } from '../../../../src/core/passes/passes.ts';
import { allocateFacts } from '../../../../src/core/passes/rows.ts';
import { scanBlock } from '../../../../src/core/passes/scan-pass.ts';
import type { Candidates, PairQuotas } from '../../../../src/core/passes/select-pass.ts';

describe('the selecting pass', () => {
  it('takes an example at the cut-off whose row was normalised and has strays below 0 everywhere', () => {
    const k = 2000;
    const data = new Float64Array(k).fill(-9.99e-7);
    const strays = -9.99e-7 * (k - 3);
    data.set([0, (0.99 - strays) / 2 + 1e-4, (0.99 - strays) / 2 - 1e-4]);
    const block = { data, start: 0, n: 1, k };
    const facts = allocateFacts(new Int32Array(1), k);
    const offRows: number[] = [];
    scanBlock(block, facts, offRows);
    expect(offRows).toEqual([0]);
    const sum = data.reduce((total, p) => total + p, 0);
    const margin = -data[2] / sum;
    const takenUnder = (cutoff: number): number => {
      const pairs: PairQuotas = {
        starts: new Int32Array(k + 1).fill(1).fill(0, 0, 1),
        others: Int32Array.of(2),
        quotas: Float64Array.of(1),
        sizes: Float64Array.of(2),
        cutoffs: Float64Array.of(cutoff),
        cutoffRows: Int32Array.of(1),
      };
      const run = startPass({ kind: 'select', facts, pairs, doubted: true, offRows: Int32Array.from(offRows) }, k);
      run.consume(block);
      return (run.finish() as Candidates).counts[0];
    };
    expect(takenUnder(margin + 1e-9)).toBe(1);
    expect(takenUnder(margin - 1e-9)).toBe(0);
  });
});
