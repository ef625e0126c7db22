import path from 'node:path';
import { expect, it } from 'vitest';
import { labelQualityEnsembleScores } from '../../src/core/quality/ensemble.ts';
import { toLabels, toPredProbs } from '../../src/core/convert.ts';
import type { EnsembleWeighting, RankBy } from '../../src/core/types.ts';
import { asArray, asObject, FIXTURES, firstDifference, readJson } from './golden.ts';

const file = asObject(readJson(path.join(FIXTURES, 'ensemble.json')));
const labels = toLabels(file.labels);
const models = asArray(file.models).map((model) => toPredProbs(model));

it.each(asArray(file.calls).map((call) => asObject(call)))(
  'ensemble of three models: $method, adjust $adjust, weighted by $weightBy',
  (call) => {
    const { scores } = labelQualityEnsembleScores(labels, models, {
      method: call.method as RankBy,
      adjustPredProbs: call.adjust === true,
      weightBy: call.weightBy as EnsembleWeighting,
      customWeights: call.weightBy === 'custom' ? [0.5, 0.3, 0.2] : undefined,
      logLossSearchValues: 'values' in call ? asArray(call.values).map(Number) : undefined,
    });
    expect(firstDifference(Array.from(scores), call.result)).toBeUndefined();
  },
);
