import { describe, expect, it } from 'vitest';
import type { CheckedAudit } from '../../../../../src/audit/pipeline/checks/checked-audit.ts';
import { withNearByFeatures } from '../../../../../src/audit/pipeline/checks/near-by-features.ts';
import type { Dataset, Example } from '../../../../../src/dataset/index.ts';

/** An audit of pictures of these splits, all of one class; the model believes in the labels of those of no split alone. */
function audit(splits: readonly (string | undefined)[]): CheckedAudit {
  const examples = splits.map((split, i): Example => {
    return { path: `${i}.png`, label: 0, place: { kind: 'folder' }, ...(split === undefined ? {} : { split }) };
  });
  return {
    dataset: { root: '/set', name: 'set', classes: ['a', 'b'], examples, problems: [] } as unknown as Dataset,
    allExamples: examples,
    exampleIndices: Int32Array.from(splits.keys()),
    suggested: splits.map((split) => (split === undefined ? 0 : 1)),
    labels: new Int32Array(splits.length),
    predProbs: { data: new Float64Array(2 * splits.length).fill(0.5), n: splits.length, k: 2 },
    contentHashes: splits.map((_, i) => `hash ${i}`),
  };
}

describe('near duplicates by features', () => {
  it('propose to keep the picture to test with, then that to validate with, then the one whose label is believed', () => {
    const near = {
      scores: new Float64Array(4).fill(0.05),
      sets: [{ rows: [0, 1, 2, 3], score: 0.05 }],
      threshold: 0.13,
    };
    const { type } = withNearByFeatures(undefined, near, audit(['train', undefined, 'val', 'test']), 0.1);
    expect(type.sets?.[0].members.map(({ split }) => split)).toEqual(['test', 'val', undefined, 'train']);
  });
});
