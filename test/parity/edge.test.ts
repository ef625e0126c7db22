import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CoreInputError } from '../../src/core/errors.ts';
import { labelQualityEnsembleScores } from '../../src/core/quality/ensemble.ts';
import { labelQualityScores } from '../../src/core/quality/label-quality.ts';
import { toLabels, toPredProbs } from '../../src/core/convert.ts';
import type { CoreInputErrorCode } from '../../src/core/errors.ts';
import type { EnsembleWeighting, PredProbs } from '../../src/core/types.ts';
import { callNamed, type CaseInputs } from './edge-calls.ts';
import {
  asArray,
  asObject,
  EXACT_REALS,
  FIXTURES,
  firstDifference,
  firstDifferenceBeyondTies,
  readJson,
  sharedGolden,
  withTiesInOrder,
} from './golden.ts';
import type { Json, JsonObject, Tolerance } from './golden.ts';

/** Inputs that we refuse as a whole, whatever the reference does with them call by call, and with which error. */
const REFUSED: Readonly<Record<string, CoreInputErrorCode>> = {
  '20_K1': 'too-few-classes',
  '28_quantised_quarters_N16': 'row-sum',
  '48_rows_sum_over_one': 'row-sum',
  '50_nan_one_value': 'probability-not-finite',
  '52_tiny_negative': 'row-sum', // the value is within tolerance; the row it was put in sums to 0.83
  '56_label_out_of_range': 'label-out-of-range',
  '58_labels_float_integral': 'not-labels',
  '60_labels_str': 'not-labels',
  '64_labels_bool': 'not-labels',
  '66_labels_2d': 'not-labels',
  '68_pred_probs_1d': 'not-probabilities',
  '70_empty': 'empty',
  '86_labels_none': 'not-labels',
};

/** What the reference says, and which error of ours it must be. */
const ERROR_CODES: readonly (readonly [RegExp, CoreInputErrorCode])[] = [
  [/^Singular matrix/, 'singular-matrix'],
  [/^Labels must contain at least 2 classes/, 'too-few-classes'],
  [/is not supported \(yet\) when setting 'num_to_remove_per_class'/, 'bad-option'],
  [/^adjust_pred_probs is not currently supported/, 'bad-option'],
  [/^All probabilities are required to be in the interval/, 'probability-out-of-range'],
  [/No `confident_joint` provided/, 'bad-option'],
  [/is not a valid (estimation|scoring) method/, 'bad-option'],
  [/^index 2 is out of bounds/, 'bad-matrix'],
  [/num_examples is None/, 'not-labels'],
];

/** Calls by name where the message alone does not tell, or where the reference accepts what we refuse. */
const OURS_REFUSES: Readonly<Record<string, CoreInputErrorCode>> = {
  'find_label_issues(bad filter_by)': 'bad-option',
  'find_label_issues(cj 4x4)': 'bad-matrix', // the reference answers "no issues" to a joint of the wrong size
};

/** Arguments that exist in Python only. */
const PYTHON_ONLY = new Set(['find_label_issues(n_jobs=0)', 'find_label_issues(multi_label=True on 1D)']);

/** Computed by the reference in float32 throughout; we compute in float64 from the same values. */
const FLOAT32: Tolerance = { relative: 2e-6, absolute: 1e-6 };

function inputsOf(data: JsonObject): CaseInputs {
  const dtype = data.labels_dtype;
  const labels = dtype === 'float64' ? Float64Array.from(asArray(data.labels), Number) : data.labels;
  let predProbs: PredProbs = toPredProbs(data.pred_probs);
  if (data.pred_probs_dtype === 'float32') predProbs = { ...predProbs, data: Float32Array.from(predProbs.data) };
  const options: Record<string, Json> = {};
  const names: Readonly<Record<string, string>> = {
    frac_noise: 'fracNoise',
    num_to_remove_per_class: 'numToRemovePerClass',
    min_examples_per_class: 'minExamplesPerClass',
  };
  for (const [key, value] of Object.entries(asObject(data.find_label_issues_kwargs))) {
    if (!Object.hasOwn(names, key)) throw new Error(`unknown argument ${key}`);
    options[names[key]] = value;
  }
  return { labels: toLabels(labels), predProbs, options };
}

function errorOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

function expectRefused(run: () => unknown, codes: readonly CoreInputErrorCode[]): void {
  const error = errorOf(run);
  expect(error).toBeInstanceOf(CoreInputError);
  expect(codes).toContain((error as CoreInputError).code);
  expect((error as CoreInputError).message.length).toBeGreaterThan(20);
}

function checkCall(name: string, file: string, data: JsonObject, outcome: JsonObject): void {
  const call = callNamed(name);
  if (!call) throw new Error(`${file}: unknown call ${name}`);
  const run = () => call(inputsOf(data));
  if (Object.hasOwn(REFUSED, file)) {
    expectRefused(run, name.endsWith('entropy,adjust=True)') ? [REFUSED[file], 'bad-option'] : [REFUSED[file]]);
  } else if (Object.hasOwn(OURS_REFUSES, name)) {
    expectRefused(run, [OURS_REFUSES[name]]);
  } else if ('error' in outcome) {
    const message = (asObject(outcome.error).message as string).trim();
    const known = ERROR_CODES.find(([pattern]) => pattern.test(message));
    if (!known) throw new Error(`${file}, ${name}: unknown error of the reference: ${message}`);
    expectRefused(run, [known[1]]);
  } else {
    const tolerance = data.pred_probs_dtype === 'float32' ? FLOAT32 : EXACT_REALS;
    const isTable = name.startsWith('rank_classes') || name.startsWith('find_overlapping');
    const expected = isTable ? withTiesInOrder(asObject(outcome.result)) : outcome.result;
    const actual = run();
    if (name === 'find_label_issues_batched') {
      const { labels, predProbs } = inputsOf(data);
      const scores = labelQualityScores(labels, predProbs);
      expect(firstDifferenceBeyondTies(actual as number[], expected, scores)).toBeUndefined();
      return;
    }
    expect(firstDifference(actual, expected, tolerance, `${file} ${name}`)).toBeUndefined();
  }
}

/**
 * The ensembles' second model is not in the file. Its self-confidences follow from the uniform mean; they are all that the
 * log-loss search sees, which is thus checked against the reference. The accuracy weighting needs the whole model, and is
 * checked against cleanlab in ensemble.test.ts.
 */
function checkEnsemble(name: EnsembleWeighting, data: JsonObject, calls: JsonObject): void {
  const { labels, predProbs } = inputsOf(data);
  const uniform = asArray(asObject(calls['ensemble(uniform)']).result).map(Number);
  const second = new Float64Array(predProbs.data.length);
  for (let i = 0; i < labels.length; i++) {
    const own = 2 * uniform[i] - predProbs.data[i * 3 + labels[i]];
    for (let j = 0; j < 3; j++) second[i * 3 + j] = j === labels[i] ? own : (1 - own) / 2;
  }
  const { scores } = labelQualityEnsembleScores(labels, [predProbs, { ...predProbs, data: second }], {
    weightBy: name,
  });
  const expected = asObject(calls[`ensemble(${name})`]).result;
  expect(firstDifference(Array.from(scores), expected, EXACT_REALS, name)).toBeUndefined();
}

const folders = [path.join(FIXTURES, 'edge')];
const shared = sharedGolden();
if (shared) folders.push(path.join(shared, 'edge'));

for (const folder of folders) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

  describe(`edge cases of the reference (${folder === folders[0] ? 'fixtures' : 'shared'})`, () => {
    it('are all there', () => {
      expect(files.length).toBe(43);
      for (const name of Object.keys(REFUSED)) expect(files).toContain(`${name}.json`);
    });

    it.each(files)('%s', (fileName) => {
      const file = fileName.replace('.json', '');
      const data = asObject(readJson(path.join(folder, fileName)));
      const calls = asObject(data.calls);
      let checked = 0;
      for (const [name, outcome] of Object.entries(calls)) {
        if (PYTHON_ONLY.has(name) || name === 'ensemble(accuracy)') continue;
        const ensemble = /^ensemble\((uniform|log_loss_search)\)$/.exec(name);
        if (ensemble) checkEnsemble(ensemble[1] as EnsembleWeighting, data, calls);
        else checkCall(name, file, data, asObject(outcome));
        checked++;
      }
      expect(checked).toBe(Object.keys(calls).length - (file.startsWith('84_') ? 3 : 0));
    });
  });
}
