import { expect, it } from 'vitest';
import { suggestSets } from '../../../../src/audit/pipeline/sets/suggest-sets.ts';
import { labelSetsOf } from '../../../../src/core/index.ts';

/** One picture of three classes, of which some are flagged. */
function suggested(given: readonly number[], predProbs: readonly number[], flagged: readonly number[], empty: boolean) {
  const byClass = [0, 1, 2].map((c) => Int32Array.from(flagged.includes(c) ? [0] : []));
  const found = suggestSets(
    labelSetsOf([given], 3),
    { data: Float64Array.from(predProbs), n: 1, k: 3 },
    { indices: Int32Array.of(0), byClass },
    empty,
  );
  return found.get(0)!;
}

it('names the surest change first, also where the most probable class is added so that a set is not empty', () => {
  const cells = [0.25, 0.5, 0.75];
  expect(suggested([0, 1], cells, [0, 1], true)).toEqual({
    changes: [
      { classIndex: 0, isAdded: false, probability: 0.75 },
      { classIndex: 1, isAdded: false, probability: 0.5 },
    ],
    classes: [],
  });
  expect(suggested([0, 1], cells, [0, 1], false)).toEqual({
    changes: [
      { classIndex: 0, isAdded: false, probability: 0.75 },
      { classIndex: 2, isAdded: true, probability: 0.75 },
      { classIndex: 1, isAdded: false, probability: 0.5 },
    ],
    classes: [2],
  });
});

it('leaves the most probable class where all that are given are doubted', () => {
  expect(suggested([0, 1], [0.375, 0.25, 0.125], [0, 1], false)).toEqual({
    changes: [{ classIndex: 1, isAdded: false, probability: 0.75 }],
    classes: [0],
  });
});
