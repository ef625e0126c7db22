import { computeConfidentJoint } from '../../src/core/confident/confident-joint.ts';
import { confidentThresholds } from '../../src/core/confident/confident-thresholds.ts';
import { estimateJoint } from '../../src/core/confident/joint.ts';
import { estimateLatent } from '../../src/core/confident/latent.ts';
import {
  findLabelIssues,
  findLabelIssuesUsingArgmaxConfusionMatrix,
} from '../../src/core/confident/find-label-issues.ts';
import { findLabelIssuesBatched } from '../../src/core/confident/issue-inspector.ts';
import { findOverlappingClasses } from '../../src/core/health/overlapping-classes.ts';
import { findPredictedNeqGiven } from '../../src/core/quality/agreement.ts';
import { findTopIssues, labelQualityScores } from '../../src/core/quality/label-quality.ts';
import { numLabelIssues } from '../../src/core/confident/issue-count.ts';
import {
  overallLabelHealthScore,
  overallLabelHealthScoreFromJoint,
  rankClassesByLabelQuality,
} from '../../src/core/health/health.ts';
import type { BatchedLabelIssues, InspectorOptions } from '../../src/core/confident/issue-inspector.ts';
import type { FilterBy, Labels, PredProbs, PyMethod, RankBy, SquareMatrix } from '../../src/core/types.ts';
import type { FindLabelIssuesOptions, LabelIssues } from '../../src/core/confident/find-label-issues.ts';
import { rowsOf } from './golden.ts';

export interface CaseInputs {
  readonly labels: Labels;
  readonly predProbs: PredProbs;
  readonly options: FindLabelIssuesOptions;
}

/** What one call of the reference is in our words; the value has the shape of the file's `result`. */
type Call = (inputs: CaseInputs) => unknown;

const ascending = (mask: Uint8Array): number[] => Array.from(mask.keys()).filter((i) => mask[i] === 1);
const masked = (found: LabelIssues | BatchedLabelIssues): number[] => ascending(found.mask);

const uncalibrated = ({ labels, predProbs }: CaseInputs): SquareMatrix =>
  computeConfidentJoint(labels, predProbs, { calibrate: false }).confidentJoint;
const latentOf = ({ labels, predProbs }: CaseInputs, pyMethod: PyMethod, converge: boolean) => {
  const { confidentJoint } = computeConfidentJoint(labels, predProbs);
  const { py, noiseMatrix, inverseNoiseMatrix } = estimateLatent(confidentJoint, labels, { pyMethod, converge });
  return {
    py: Array.from(py),
    noise_matrix: rowsOf(noiseMatrix),
    inverse_noise_matrix: rowsOf(inverseNoiseMatrix),
  };
};
const batched = ({ labels, predProbs }: CaseInputs, options: InspectorOptions & { batchSize?: number } = {}) =>
  masked(findLabelIssuesBatched(labels, predProbs, options));
const jointCounts = ({ labels, predProbs }: CaseInputs, thresholds: number[], calibrate: boolean) =>
  computeConfidentJoint(labels, predProbs, { thresholds, calibrate });

export function qualityTable(joint: SquareMatrix, n: number) {
  const table = rankClassesByLabelQuality(joint, n);
  return {
    'Class Index': table.map((row) => row.classIndex),
    'Label Issues': table.map((row) => row.labelIssues),
    'Inverse Label Issues': table.map((row) => row.inverseLabelIssues),
    'Label Noise': table.map((row) => row.labelNoise),
    'Inverse Label Noise': table.map((row) => row.inverseLabelNoise),
    'Label Quality Score': table.map((row) => row.labelQualityScore),
  };
}

export function overlapTable(joint: SquareMatrix, n: number, asymmetric = false) {
  const table = findOverlappingClasses(joint, n, { asymmetric });
  return {
    'Class Index A': table.map((row) => row.classIndexA),
    'Class Index B': table.map((row) => row.classIndexB),
    'Num Overlapping Examples': table.map((row) => row.numOverlapping),
    'Joint Probability': table.map((row) => row.jointProbability),
  };
}

const issues = (inputs: CaseInputs, options: FindLabelIssuesOptions): LabelIssues =>
  findLabelIssues(inputs.labels, inputs.predProbs, { ...inputs.options, ...options });
const NAMES = ['a', 'b', 'c'];

const FIXED: Readonly<Record<string, Call>> = {
  get_confident_thresholds: ({ labels, predProbs }) => Array.from(confidentThresholds(labels, predProbs)),
  'compute_confident_joint(calibrate=False)': ({ labels, predProbs }) => {
    const { confidentJoint, offDiagonalIndices } = computeConfidentJoint(labels, predProbs, { calibrate: false });
    return { confident_joint: rowsOf(confidentJoint), off_diagonal_indices: Array.from(offDiagonalIndices) };
  },
  compute_confident_joint: ({ labels, predProbs }) => rowsOf(computeConfidentJoint(labels, predProbs).confidentJoint),
  'compute_confident_joint(thresholds=[1,1,1])': (inputs) => {
    const { confidentJoint, offDiagonalIndices } = jointCounts(inputs, [1, 1, 1], false);
    return { confident_joint: rowsOf(confidentJoint), off_diagonal_indices: Array.from(offDiagonalIndices) };
  },
  'compute_confident_joint(thresholds=[1,1,1],calibrate=True)': (inputs) =>
    rowsOf(jointCounts(inputs, [1, 1, 1], true).confidentJoint),
  'compute_confident_joint(thresholds=[0,0,0],calibrate=False)': (inputs) =>
    rowsOf(jointCounts(inputs, [0, 0, 0], false).confidentJoint),
  'compute_confident_joint(thresholds=[.5,.5,.5],calibrate=False)': (inputs) =>
    rowsOf(jointCounts(inputs, [0.5, 0.5, 0.5], false).confidentJoint),
  estimate_joint: ({ labels, predProbs }) => rowsOf(estimateJoint(labels, predProbs)),
  'estimate_joint(cj)': (inputs) => rowsOf(estimateJoint(inputs.labels, inputs.predProbs, uncalibrated(inputs))),
  'num_label_issues(off_diagonal)': ({ labels, predProbs }) => numLabelIssues(labels, predProbs),
  'num_label_issues(off_diagonal_calibrated)': ({ labels, predProbs }) =>
    numLabelIssues(labels, predProbs, { estimationMethod: 'off_diagonal_calibrated' }),
  'num_label_issues(custom cj uncalibrated)': (inputs) =>
    numLabelIssues(inputs.labels, inputs.predProbs, {
      estimationMethod: 'off_diagonal_custom',
      confidentJoint: uncalibrated(inputs),
    }),
  'num_label_issues(custom, no cj)': ({ labels, predProbs }) =>
    numLabelIssues(labels, predProbs, { estimationMethod: 'off_diagonal_custom' }),
  'num_label_issues(cj ignored)': (inputs) =>
    numLabelIssues(inputs.labels, inputs.predProbs, { confidentJoint: uncalibrated(inputs) }),
  'num_label_issues(bad method)': ({ labels, predProbs }) =>
    numLabelIssues(labels, predProbs, { estimationMethod: 'nope' as 'off_diagonal' }),
  'find_label_issues(cj uncalibrated)': (inputs) => masked(issues(inputs, { confidentJoint: uncalibrated(inputs) })),
  'find_label_issues(cj uncalibrated,prune_by_class)': (inputs) =>
    masked(issues(inputs, { confidentJoint: uncalibrated(inputs), filterBy: 'prune_by_class' })),
  'find_label_issues(cj identity*20)': (inputs) =>
    masked(issues(inputs, { confidentJoint: { data: Float64Array.of(20, 0, 0, 0, 20, 0, 0, 0, 20), k: 3 } })),
  'find_label_issues(cj float)': (inputs) => masked(issues(inputs, { confidentJoint: uncalibrated(inputs) })),
  'find_label_issues(cj wrong shape)': (inputs) =>
    masked(issues(inputs, { confidentJoint: { data: new Float64Array(4).fill(1), k: 2 } })),
  'find_label_issues(cj 4x4)': (inputs) =>
    masked(issues(inputs, { confidentJoint: { data: new Float64Array(16).fill(1), k: 4 } })),
  'find_label_issues(bad filter_by)': (inputs) => masked(issues(inputs, { filterBy: 'nope' as FilterBy })),
  'find_label_issues(bad rank)': (inputs) => masked(issues(inputs, { rankBy: 'nope' as RankBy })),
  'find_label_issues(n_jobs=2)': (inputs) => masked(issues(inputs, {})),
  'find_label_issues(rank_by_kwargs adjust)': (inputs) =>
    Array.from(issues(inputs, { adjustPredProbs: true, rankBy: 'normalized_margin' }).indices),
  'find_label_issues(cwe adjust)': (inputs) =>
    Array.from(issues(inputs, { rankBy: 'confidence_weighted_entropy', adjustPredProbs: true }).indices),
  // The file does not say which numbers were given; these are the ones with which the reference gives its result.
  'find_label_issues(num_to_remove & frac_noise)': (inputs) =>
    masked(issues(inputs, { filterBy: 'prune_by_class', fracNoise: 0.5, numToRemovePerClass: [4, 4, 4] })),
  'get_label_quality_scores(bad method)': ({ labels, predProbs }) =>
    labelQualityScores(labels, predProbs, { method: 'nope' as RankBy }),
  'find_top_issues(top=5)': ({ labels, predProbs }) =>
    Array.from(findTopIssues(labelQualityScores(labels, predProbs), 5)),
  'find_top_issues(top=100)': ({ labels, predProbs }) =>
    Array.from(findTopIssues(labelQualityScores(labels, predProbs), 100)),
  find_predicted_neq_given: ({ labels, predProbs }) => ascending(findPredictedNeqGiven(labels, predProbs)),
  find_label_issues_using_argmax_confusion_matrix: ({ labels, predProbs }) =>
    masked(findLabelIssuesUsingArgmaxConfusionMatrix(labels, predProbs)),
  'find_label_issues_using_argmax_confusion_matrix(calibrate=False,prune_by_class)': ({ labels, predProbs }) =>
    masked(
      findLabelIssuesUsingArgmaxConfusionMatrix(labels, predProbs, { calibrate: false, filterBy: 'prune_by_class' }),
    ),
  rank_classes_by_label_quality: ({ labels, predProbs }) =>
    qualityTable(estimateJoint(labels, predProbs), labels.length),
  'rank_classes(class_names)': ({ labels, predProbs }) => {
    const table = qualityTable(estimateJoint(labels, predProbs), labels.length);
    return { 'Class Name': table['Class Index'].map((c) => NAMES[c]), ...table };
  },
  find_overlapping_classes: ({ labels, predProbs }) => overlapTable(estimateJoint(labels, predProbs), labels.length),
  'find_overlapping_classes(asymmetric)': ({ labels, predProbs }) =>
    overlapTable(estimateJoint(labels, predProbs), labels.length, true),
  'find_overlapping_classes(class_names)': ({ labels, predProbs }) => {
    const table = overlapTable(estimateJoint(labels, predProbs), labels.length);
    const named = (classes: number[]): string[] => classes.map((c) => NAMES[c]);
    return { 'Class Name A': named(table['Class Index A']), 'Class Name B': named(table['Class Index B']), ...table };
  },
  overall_label_health_score: ({ labels, predProbs }) => overallLabelHealthScore(labels, predProbs),
  'overall_label_health_score(cj)': ({ labels, predProbs }) =>
    overallLabelHealthScoreFromJoint(computeConfidentJoint(labels, predProbs).confidentJoint),
  'overall_label_health_score(joint)': ({ labels, predProbs }) =>
    overallLabelHealthScoreFromJoint(estimateJoint(labels, predProbs)),
  'overall_label_health_score(nothing)': () =>
    overallLabelHealthScore(undefined as unknown as Labels, undefined as unknown as PredProbs),
  find_label_issues_batched: (inputs) => batched(inputs),
  'batched(batch_size=7)': (inputs) => batched(inputs, { batchSize: 7 }),
  'batched(normalized_margin)': (inputs) => batched(inputs, { method: 'normalized_margin' }),
  'batched(calibrated)': (inputs) => batched(inputs, { estimationMethod: 'off_diagonal_calibrated' }),
  'batched(mask)': (inputs) => batched(inputs),
};

/** Our call for a call of the reference; undefined when we know no such call. */
export function callNamed(name: string): Call | undefined {
  if (Object.hasOwn(FIXED, name)) return FIXED[name];
  const found = /^find_label_issues\((\w+)(?:,ranked=(\w+))?\)$/.exec(name);
  if (found) {
    const filterBy = found[1] as FilterBy;
    const rankBy = found[2] as RankBy | undefined;
    return (inputs) => {
      const result = issues(inputs, rankBy ? { filterBy, rankBy } : { filterBy });
      return rankBy ? Array.from(result.indices) : masked(result);
    };
  }
  const scores = /^get_label_quality_scores\((\w+),adjust=(True|False)\)$/.exec(name);
  if (scores) {
    const options = { method: scores[1] as RankBy, adjustPredProbs: scores[2] === 'True' };
    return ({ labels, predProbs }) => Array.from(labelQualityScores(labels, predProbs, options));
  }
  const prior = /^estimate_latent\((\w+)\)\.py$/.exec(name);
  if (prior) return (inputs) => latentOf(inputs, prior[1] as PyMethod, false).py;
  const latent = /^estimate_latent\((\w+),converge=(True|False)\)$/.exec(name);
  if (latent) return (inputs) => latentOf(inputs, latent[1] as PyMethod, latent[2] === 'True');
  return undefined;
}
