import { describe, expect, it } from 'vitest';
import { drawsFor, FEATURE_DRAWS, NETWORK_DRAWS } from '../../../../src/audit/pipeline/trust/judge-trust.ts';

describe('drawsFor', () => {
  it('plants as often as it takes for enough errors, within limits', () => {
    expect([10, 600, 1600, 5000, 10_000, 1_000_000].map((n) => drawsFor(n, FEATURE_DRAWS))).toEqual([8, 8, 8, 8, 4, 2]);
    expect([10, 600, 1000, 1600, 100_000].map((n) => drawsFor(n, NETWORK_DRAWS))).toEqual([6, 6, 4, 3, 2]);
  });
});
