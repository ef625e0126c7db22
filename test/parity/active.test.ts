import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { activeScores, type ActivePool } from '../../src/core/active/active-scores.ts';
import { annotatorCases, codeOf, reals, type AnnotatorCase } from './annotator-cases.ts';
import { asObject, firstDifference, FIXTURES, sharedGolden, type JsonObject } from './golden.ts';
import type { PredProbs } from '../../src/core/types.ts';

// ActiveLab (cleanlab 2.9.0, with label counts right). What we judge otherwise, on purpose:
//
// - `one-model`: an ensemble of one model judges an unlabelled pool; the reference refuses (ensemble-of-one). It is then the
//   single model.
// - `inputs-kept`: the reference writes over the probabilities of ensembles; we change nothing.
// - `dimensions`: one model and several are told by the number of arrays, so that an array of the wrong dimensions can't be
//   given (error-dimensions).

const shared = sharedGolden();
const folders = [FIXTURES, ...(shared === undefined ? [] : [shared])].map((folder) =>
  path.join(folder, 'active-learning'),
);

describe.each(folders)('what to label next: %s', (folder) => {
  const cases = annotatorCases(folder).filter(({ name }) => name !== 'error-dimensions');

  it('has cases', () => {
    expect(cases.length).toBe(folder.startsWith(FIXTURES) ? 3 : 10);
  });

  it.each(['get_active_learning_scores', 'get_active_learning_scores_ensemble'])('scores: %s', (call) => {
    let compared = 0;
    for (const one of cases) {
      for (const [name, expected] of Object.entries(asObject(one.expected[call])) as [string, JsonObject][]) {
        const pool = poolOf(one, name, call.endsWith('ensemble'));
        const place = `${one.name} ${name}`;
        if ('error' in expected) {
          if (isOneModel(one, name, call)) {
            const single = poolOf(one, name, false);
            const asOne = activeScores({ ...single, labelled: pool.labelled, unlabelled: pool.unlabelled });
            expect(asOne.unlabelled.length, place).toBeGreaterThan(0);
          } else
            expect(
              codeOf(() => activeScores(pool)),
              place,
            ).toBeDefined();
          continue;
        }
        const before = [...(pool.labelled ?? []), ...(pool.unlabelled ?? [])].map(({ data }) => data.slice());
        const { labelled, unlabelled } = activeScores(pool);
        expect(firstDifference(reals(labelled), expected.labeled), place).toBeUndefined();
        expect(firstDifference(reals(unlabelled), expected.unlabeled), place).toBeUndefined();
        expect([...(pool.labelled ?? []), ...(pool.unlabelled ?? [])].map(({ data }) => data)).toEqual(before);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(cases.length);
  });
});

const isOneModel = (one: AnnotatorCase, name: string, call: string): boolean =>
  call.endsWith('ensemble') &&
  one.name === 'ensemble-of-one' &&
  (name === 'unlabeled' || name === 'labeled and unlabeled');

/** What the reference was given under this name. */
function poolOf(one: AnnotatorCase, name: string, isEnsemble: boolean): ActivePool {
  const labelled = isEnsemble ? one.ensemble : one.single;
  const unlabelled = isEnsemble ? one.unlabelledEnsemble : one.unlabelled;
  const hasLabels = name === 'labeled' || name === 'labeled and unlabeled';
  const hasLabelled = hasLabels || name === 'no labels';
  const hasUnlabelled = name === 'unlabeled' || name === 'labeled and unlabeled' || name === 'no labels';
  const annotations = hasLabels ? one.annotations() : undefined;
  const given = (models: PredProbs[] | undefined, isGiven: boolean): PredProbs[] => (isGiven ? (models ?? []) : []);
  return {
    ...(annotations ? { annotations } : {}),
    labelled: given(labelled, hasLabelled),
    unlabelled: given(unlabelled, hasUnlabelled),
  };
}
