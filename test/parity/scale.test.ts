import { createHash } from 'node:crypto';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { computeConfidentJoint } from '../../src/core/confident/confident-joint.ts';
import { findLabelIssues } from '../../src/core/confident/find-label-issues.ts';
import { findLabelIssuesBatched } from '../../src/core/confident/issue-inspector.ts';
import { labelQualityScores } from '../../src/core/quality/label-quality.ts';
import { numLabelIssues } from '../../src/core/confident/issue-count.ts';
import { overallLabelHealthScore } from '../../src/core/health/health.ts';
import type { LabelIssues } from '../../src/core/confident/find-label-issues.ts';
import { asObject, FIXTURES, firstDifference, readJson, type JsonObject } from './golden.ts';
import { generateScaleSet, type ScaleSet } from './scale.ts';

const sets = Object.entries(asObject(readJson(path.join(FIXTURES, 'scale-expected.json'))));

const sha256 = (array: Float32Array | Float64Array | BigInt64Array): string =>
  createHash('sha256')
    .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
    .digest('hex');

let latest: { readonly set: ScaleSet; readonly issues: LabelIssues } | undefined;

/** The issues of a set, found once for the two results that need them. */
function issuesOf(set: ScaleSet): LabelIssues {
  if (latest?.set !== set) latest = { set, issues: findLabelIssues(set.labels, set.predProbs) };
  return latest.issues;
}

type Check = (set: ScaleSet) => unknown;
const CHECKS: Readonly<Record<string, Check>> = {
  n: ({ predProbs }) => predProbs.n,
  k: ({ predProbs }) => predProbs.k,
  dtype: ({ predProbs }) => (predProbs.data instanceof Float32Array ? 'float32' : 'float64'),
  sha256_pred_probs: ({ predProbs }) => sha256(predProbs.data),
  sha256_labels_i64: ({ labels }) => sha256(BigInt64Array.from(labels, BigInt)),
  prune_by_noise_rate_count: (set) => issuesOf(set).count,
  first_by_self_confidence: (set) => Array.from(issuesOf(set).indices.subarray(0, 12)),
  confident_joint_off_diagonal: ({ labels, predProbs }) => {
    const { data, k } = computeConfidentJoint(labels, predProbs).confidentJoint;
    return data.reduce((sum, count, at) => (at % (k + 1) === 0 ? sum : sum + count), 0);
  },
  num_label_issues: ({ labels, predProbs }) => numLabelIssues(labels, predProbs),
  batched_count: ({ labels, predProbs }) => findLabelIssuesBatched(labels, predProbs).count,
  overall_label_health_score: ({ labels, predProbs }) => overallLabelHealthScore(labels, predProbs),
  mean_self_confidence: ({ labels, predProbs }) =>
    labelQualityScores(labels, predProbs).reduce((sum, score) => sum + score, 0) / labels.length,
};

describe.each(sets)('%s', (_, expectedJson) => {
  const expected: JsonObject = asObject(expectedJson);
  let set: ScaleSet;
  beforeAll(() => {
    set = generateScaleSet(Number(expected.n), Number(expected.k), expected.dtype as 'float32' | 'float64');
  });

  it.each(Object.keys(expected))('%s', (key) => {
    if (!Object.hasOwn(CHECKS, key)) throw new Error(`unknown result ${key}`);
    expect(firstDifference(CHECKS[key](set), expected[key])).toBeUndefined();
  });
});
