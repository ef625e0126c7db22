import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { computeConfidentJoint } from '../../src/core/confident/confident-joint.ts';
import { confidentThresholds } from '../../src/core/confident/confident-thresholds.ts';
import { estimateJoint } from '../../src/core/confident/joint.ts';
import { estimateLatent, estimatePyAndNoiseMatrices } from '../../src/core/confident/latent.ts';
import {
  findLabelIssues,
  findLabelIssuesUsingArgmaxConfusionMatrix,
} from '../../src/core/confident/find-label-issues.ts';
import { findLabelIssuesBatched } from '../../src/core/confident/issue-inspector.ts';
import {
  healthSummary,
  overallLabelHealthScore,
  overallLabelHealthScoreFromJoint,
} from '../../src/core/health/health.ts';
import { labelQualityScores } from '../../src/core/quality/label-quality.ts';
import { numLabelIssues } from '../../src/core/confident/issue-count.ts';
import type { EstimationMethod, FilterBy, Labels, PredProbs, PyMethod, RankBy } from '../../src/core/types.ts';
import type { LatentEstimate } from '../../src/core/confident/latent.ts';
import { overlapTable, qualityTable } from './edge-calls.ts';
import {
  asObject,
  EXACT_REALS,
  FIXTURES,
  firstDifference,
  firstDifferenceBeyondTies,
  readJson,
  rowsOf,
  sharedGolden,
  withTiesInOrder,
} from './golden.ts';
import type { Json, JsonObject, Tolerance } from './golden.ts';
import { readReferenceNpy } from './npy.ts';

/** The float32 inputs are other numbers; the reference promises the same masks for them, not the same reals. */
const FROM_FLOAT32: Tolerance = { relative: 1e-5, absolute: 1e-6 };

type Check = (labels: Labels, predProbs: PredProbs, expected: Json) => void;

const ascending = (mask: Uint8Array): number[] => Array.from(mask.keys()).filter((i) => mask[i] === 1);

function same(actual: unknown, expected: Json, predProbs: PredProbs, place: string): void {
  const tolerance = predProbs.data instanceof Float32Array ? FROM_FLOAT32 : EXACT_REALS;
  expect(firstDifference(actual, expected, tolerance, place)).toBeUndefined();
}

const latentJson = ({ py, noiseMatrix, inverseNoiseMatrix }: LatentEstimate) => ({
  py: Array.from(py),
  noise_matrix: rowsOf(noiseMatrix),
  inverse_noise_matrix: rowsOf(inverseNoiseMatrix),
});

function summaryJson(labels: Labels, predProbs: PredProbs) {
  const summary = healthSummary(labels, predProbs);
  return {
    overall_label_health_score: summary.overallLabelHealthScore,
    joint: rowsOf(summary.joint),
    classes_by_label_quality: qualityTable(summary.joint, labels.length),
    overlapping_classes: overlapTable(summary.joint, labels.length),
  };
}

/** The issues of one `filter_by`: count, mask, and ranked indices. */
function checkFilter(labels: Labels, predProbs: PredProbs, filterBy: FilterBy, expected: JsonObject): void {
  for (const [key, value] of Object.entries(expected)) {
    const place = `${filterBy} ${key}`;
    if (key === 'count') same(findLabelIssues(labels, predProbs, { filterBy }).count, value, predProbs, place);
    else if (key === 'mask_indices') {
      same(ascending(findLabelIssues(labels, predProbs, { filterBy }).mask), value, predProbs, place);
    } else if (key.endsWith('_has_ties')) {
      expect(typeof value).toBe('boolean');
    } else {
      const ranked = key === 'adjust_pred_probs' ? asObject(value) : { [key]: value };
      for (const [rankBy, indices] of Object.entries(ranked)) {
        const options = { filterBy, rankBy: rankBy as RankBy, adjustPredProbs: key === 'adjust_pred_probs' };
        checkRanking(labels, predProbs, options, indices);
      }
    }
  }
}

function checkRanking(
  labels: Labels,
  predProbs: PredProbs,
  options: { filterBy: FilterBy; rankBy: RankBy; adjustPredProbs: boolean },
  expected: Json,
): void {
  const indices = Array.from(findLabelIssues(labels, predProbs, options).indices);
  if (predProbs.data instanceof Float64Array) {
    same(indices, expected, predProbs, JSON.stringify(options));
  } else {
    // Rounding to float32 may swap neighbours, but not change the set.
    const byIndex = (list: number[]): number[] => [...list].sort((a, b) => a - b);
    expect(byIndex(indices)).toEqual(byIndex(expected as number[]));
  }
}

function checkVariant(labels: Labels, predProbs: PredProbs, name: string, expected: Json): void {
  const [filterBy, variant] = name.split(',');
  const { confidentJoint } = computeConfidentJoint(labels, predProbs, { calibrate: false });
  const options = {
    'frac_noise=0.5': { fracNoise: 0.5 },
    'num_to_remove_per_class=3': { numToRemovePerClass: new Array<number>(predProbs.k).fill(3) },
    'min_examples_per_class=10': { minExamplesPerClass: 10 },
    cj_uncalibrated: { confidentJoint },
  }[variant];
  if (!options) throw new Error(`unknown variant ${name}`);
  const { mask } = findLabelIssues(labels, predProbs, { filterBy: filterBy as FilterBy, ...options });
  same(ascending(mask), expected, predProbs, name);
}

function checkLatent(labels: Labels, predProbs: PredProbs, expected: Json): void {
  const { confidentJoint } = computeConfidentJoint(labels, predProbs);
  for (const [name, value] of Object.entries(asObject(expected))) {
    const [pyMethod, converge] = name.split(',converge=');
    const options = { pyMethod: pyMethod as PyMethod, converge: converge === 'True' };
    if ('error' in asObject(value)) expect(() => estimateLatent(confidentJoint, labels, options)).toThrow(/inverted/);
    else same(latentJson(estimateLatent(confidentJoint, labels, options)), value, predProbs, name);
  }
}

function checkCounts(labels: Labels, predProbs: PredProbs, expected: Json): void {
  for (const [name, value] of Object.entries(asObject(expected))) {
    const custom = /^(\w+)\(cj_(un)?calibrated\)$/.exec(name);
    const method = (custom ? custom[1] : name) as EstimationMethod;
    const confidentJoint = custom
      ? computeConfidentJoint(labels, predProbs, { calibrate: !custom[2] }).confidentJoint
      : undefined;
    same(numLabelIssues(labels, predProbs, { estimationMethod: method, confidentJoint }), value, predProbs, name);
  }
}

const CHECKS: Readonly<Record<string, Check>> = {
  confident_joint_uncalibrated: (y, p, expected) => {
    same(rowsOf(computeConfidentJoint(y, p, { calibrate: false }).confidentJoint), expected, p, 'uncalibrated');
  },
  off_diagonal_indices: (y, p, expected) => {
    same(Array.from(computeConfidentJoint(y, p).offDiagonalIndices), expected, p, 'off diagonal');
  },
  confident_joint: (y, p, expected) => {
    same(rowsOf(computeConfidentJoint(y, p).confidentJoint), expected, p, 'calibrated');
  },
  confident_thresholds: (y, p, expected) => {
    same(Array.from(confidentThresholds(y, p)), expected, p, 'thresholds');
  },
  joint: (y, p, expected) => {
    same(rowsOf(estimateJoint(y, p)), expected, p, 'joint');
  },
  joint_from_uncalibrated_cj: (y, p, expected) => {
    const { confidentJoint } = computeConfidentJoint(y, p, { calibrate: false });
    same(rowsOf(estimateJoint(y, p, confidentJoint)), expected, p, 'joint of the uncalibrated');
  },
  num_label_issues: checkCounts,
  'estimate_latent(cj_calibrated)': checkLatent,
  estimate_py_and_noise_matrices_from_probabilities: (y, p, expected) => {
    const estimate = estimatePyAndNoiseMatrices(y, p);
    const actual = { ...latentJson(estimate), confident_joint: rowsOf(estimate.confidentJoint) };
    same(actual, expected, p, 'py and noise matrices');
  },
  find_label_issues: (y, p, expected) => {
    const filters = Object.entries(asObject(expected));
    expect(filters.length).toBe(7);
    for (const [filterBy, value] of filters) checkFilter(y, p, filterBy as FilterBy, asObject(value));
  },
  find_label_issues_variants: (y, p, expected) => {
    for (const [name, value] of Object.entries(asObject(expected))) checkVariant(y, p, name, value);
  },
  argmax_confusion_matrix_baseline: (y, p, expected) => {
    same(ascending(findLabelIssuesUsingArgmaxConfusionMatrix(y, p).mask), expected, p, 'argmax baseline');
  },
  'find_label_issues_batched(default)': (y, p, expected) => {
    const { mask, labelQuality } = findLabelIssuesBatched(y, p);
    expect(firstDifferenceBeyondTies(ascending(mask), expected, labelQuality)).toBeUndefined();
  },
  'find_label_issues_batched(batch_size=1000)': (y, p, expected) => {
    const { mask, labelQuality } = findLabelIssuesBatched(y, p, { batchSize: 1000 });
    expect(firstDifferenceBeyondTies(ascending(mask), expected, labelQuality)).toBeUndefined();
  },
  rank_classes_by_label_quality: (y, p, expected) => {
    same(qualityTable(estimateJoint(y, p), y.length), withTiesInOrder(asObject(expected)), p, 'class quality');
  },
  find_overlapping_classes: (y, p, expected) => {
    same(overlapTable(estimateJoint(y, p), y.length), withTiesInOrder(asObject(expected)), p, 'overlap');
  },
  'find_overlapping_classes(asymmetric)': (y, p, expected) => {
    same(overlapTable(estimateJoint(y, p), y.length, true), withTiesInOrder(asObject(expected)), p, 'asymmetric');
  },
  overall_label_health_score: (y, p, expected) => {
    same(overallLabelHealthScore(y, p), expected, p, 'health');
  },
  overall_label_health_score_printed: (y, p, expected) => {
    const { numIssues, overallLabelHealthScore: score } = healthSummary(y, p);
    expect(expected).toContain(`(${numIssues} of the`);
    expect(expected).toContain(`is: ${score.toFixed(2)}.`);
  },
  'overall_label_health_score(joint)': (y, p, expected) => {
    same(overallLabelHealthScoreFromJoint(estimateJoint(y, p)), expected, p, 'health by the joint');
  },
  health_summary: (y, p, expected) => {
    const summary = asObject(expected);
    same(
      summaryJson(y, p),
      {
        ...summary,
        classes_by_label_quality: withTiesInOrder(asObject(summary.classes_by_label_quality)),
        overlapping_classes: withTiesInOrder(asObject(summary.overlapping_classes)),
      },
      p,
      'summary',
    );
  },
};

function checkScores(labels: Labels, predProbs: PredProbs, name: string, expected: Json): void {
  const [method, adjust] = name.split(',adjust=');
  const options = { method: method as RankBy, adjustPredProbs: adjust === 'True' };
  if (!Array.isArray(expected)) {
    expect(asObject(expected).message).toMatch(/adjust_pred_probs is not currently supported/);
    expect(() => labelQualityScores(labels, predProbs, options)).toThrow(/adjustPredProbs does not go with/);
    return;
  }
  if (predProbs.data instanceof Float64Array || method !== 'confidence_weighted_entropy') {
    same(Array.from(labelQualityScores(labels, predProbs, options)), expected, predProbs, name);
  }
}

const sets = [{ name: 'mnist, first 500', folder: path.join(FIXTURES, 'mnist500') }];
const shared = sharedGolden();
if (shared) {
  for (const name of ['mnist', '20news']) sets.push({ name, folder: path.join(shared, name) });
} else console.log('parity: ../shared/golden is absent; only the committed slice of MNIST is checked.');

for (const { name, folder } of sets) {
  const { data } = readReferenceNpy(path.join(folder, 'labels_i64.npy'));
  const labels = data as Int32Array;
  const results = asObject(readJson(path.join(folder, 'results.json')));
  const scores = asObject(readJson(path.join(folder, 'scores.json')));

  describe.each(['f64', 'f32'])(`${name}, %s`, (type) => {
    const file = path.join(folder, `pred_probs_${type}.npy`);
    expect(existsSync(file)).toBe(true);
    const array = readReferenceNpy(file);
    const [n, k] = array.shape;
    const predProbs: PredProbs = { data: array.data as Float32Array | Float64Array, n, k };

    it.each(Object.keys(results))('%s', (key) => {
      if (!Object.hasOwn(CHECKS, key)) throw new Error(`unknown result ${key}`);
      CHECKS[key](labels, predProbs, results[key]);
    });

    it('has every result that we know of', () => {
      expect(Object.keys(results).sort()).toEqual(Object.keys(CHECKS).sort());
      expect(Object.keys(scores).length).toBe(6);
    });

    it.each(Object.keys(scores))('scores: %s', (key) => {
      checkScores(labels, predProbs, key, scores[key]);
    });
  });
}
