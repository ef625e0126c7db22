import { computeConfidentJoint, type ConfidentJointOptions } from './confident-joint.ts';
import { requireOneOf } from '../errors.ts';
import { checkMatrix, countLabels } from '../passes/inputs.ts';
import { solve } from '../numeric/linear-system.ts';
import { pairwiseSum } from '../numeric/summation.ts';
import { TINY } from '../tolerances.ts';
import { PY_METHODS, type Labels, type PredProbs, type PyMethod, type SquareMatrix } from '../types.ts';
import type { CoreWarning } from '../warnings.ts';

export interface LatentOptions {
  /** How `py` is estimated. Default `cnt`. */
  readonly pyMethod?: PyMethod;
  /** Iterate until the three estimates agree with each other (3 × 5 rounds). */
  readonly converge?: boolean;
}

export interface LatentEstimate {
  /** K prior probabilities of the true classes, summing to 1. */
  readonly py: Float64Array;
  /** P(given label | true class): row given, column true; each column sums to 1. */
  readonly noiseMatrix: SquareMatrix;
  /** P(true class | given label): row true, column given; each column sums to 1. */
  readonly inverseNoiseMatrix: SquareMatrix;
}

/** Priors are kept at least this, so that no class vanishes. */
const PRIOR_LOWER_BOUND = 1e-6;
const CONVERGED_PRIOR_LOWER_BOUND = 1e-5;
const MAX_NOISE_RATE = 0.9999;

/**
 * The prior of the true classes and the two noise matrices, from a confident joint.
 *
 * Methods for `py`: `cnt` = P(true=j|given=j) / P(given=j|true=j) · P(given=j); `eqn` solves noiseMatrix · py = ps;
 * `marginal` is the joint's column sums; `marginal_ps` = inverseNoiseMatrix · ps, where ps is the share of each given
 * label.
 *
 * Source: Northcutt et al. 2021, section 3.1 (Q(given|true), Q(true|given) and the prior from the joint).
 *
 * @param confidentJoint K×K counts, finite and at least 0
 * @param labels N ≥ 1 class indices in [0, K)
 * @param options `pyMethod` default `cnt`; `converge` default false
 * @throws {CoreInputError} `bad-matrix`, `label-out-of-range`, `bad-option`; `singular-matrix` with `eqn`, when some
 *   class has no counts
 */
export function estimateLatent(
  confidentJoint: SquareMatrix,
  labels: Labels,
  options: LatentOptions = {},
): LatentEstimate {
  const { pyMethod = 'cnt', converge = false } = options;
  const { data, k } = confidentJoint;
  requireOneOf('pyMethod', pyMethod, PY_METHODS);
  checkMatrix('confidentJoint', confidentJoint, k);
  const ps = countLabels(labels, k).map((count) => count / labels.length);
  const trueCounts = new Float64Array(k);
  const noise = new Float64Array(k * k);
  const inverse = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    trueCounts[j] = pairwiseSum(data, j, k, k);
    const givenCount = pairwiseSum(data, j * k, k);
    for (let i = 0; i < k; i++) {
      noise[i * k + j] = data[i * k + j] / Math.max(trueCounts[j], TINY);
      inverse[i * k + j] = data[j * k + i] / Math.max(givenCount, TINY);
    }
  }
  let noiseMatrix: SquareMatrix = { data: noise, k };
  let inverseNoiseMatrix: SquareMatrix = { data: inverse, k };
  let py = prior(pyMethod, ps, noiseMatrix, inverseNoiseMatrix, trueCounts);
  noiseMatrix = clipNoiseRates(noiseMatrix);
  inverseNoiseMatrix = clipNoiseRates(inverseNoiseMatrix);
  if (converge) {
    for (let outer = 0; outer < 3; outer++) {
      for (let inner = 0; inner < 5; inner++) {
        inverseNoiseMatrix = invert(noiseMatrix, py, ps);
        py = prior('cnt', ps, noiseMatrix, inverseNoiseMatrix, trueCounts);
      }
      noiseMatrix = invert(inverseNoiseMatrix, ps, py);
    }
    py = clipToSumOne(py, CONVERGED_PRIOR_LOWER_BOUND);
    noiseMatrix = clipNoiseRates(noiseMatrix);
    inverseNoiseMatrix = clipNoiseRates(inverseNoiseMatrix);
  }
  return { py, noiseMatrix, inverseNoiseMatrix };
}

/**
 * The confident joint of the data and the latent estimates that follow from it, converged by default.
 *
 * @param labels N class indices in [0, K)
 * @param predProbs N×K out-of-sample probabilities
 * @param options as `computeConfidentJoint` and `estimateLatent`, but `converge` defaults to true
 * @throws {CoreInputError} as those two
 */
export function estimatePyAndNoiseMatrices(
  labels: Labels,
  predProbs: PredProbs,
  options: ConfidentJointOptions & LatentOptions = {},
): LatentEstimate & { readonly confidentJoint: SquareMatrix; readonly warnings: readonly CoreWarning[] } {
  const { confidentJoint, warnings } = computeConfidentJoint(labels, predProbs, options);
  const latent = estimateLatent(confidentJoint, labels, { ...options, converge: options.converge ?? true });
  return { ...latent, confidentJoint, warnings };
}

function prior(
  method: PyMethod,
  ps: Float64Array,
  noise: SquareMatrix,
  inverse: SquareMatrix,
  trueCounts: Float64Array,
): Float64Array {
  const { k } = noise;
  let py: Float64Array;
  switch (method) {
    case 'cnt':
      py = ps.map((share, j) => (inverse.data[j * k + j] / Math.max(noise.data[j * k + j], TINY)) * share);
      break;
    case 'eqn':
      py = solve(noise, ps);
      break;
    case 'marginal': {
      const total = Math.max(pairwiseSum(trueCounts, 0, k), TINY);
      py = trueCounts.map((count) => count / total);
      break;
    }
    case 'marginal_ps':
      py = ps.map((_, i) => {
        let sum = 0;
        for (let j = 0; j < k; j++) sum += inverse.data[i * k + j] * ps[j];
        return sum;
      });
      break;
  }
  return clipToSumOne(py, PRIOR_LOWER_BOUND);
}

/** Bayes' rule: P(b|a) from P(a|b): out(b, a) = matrix(a, b) · ofColumns(b) / ofRows(a). */
function invert({ data, k }: SquareMatrix, ofColumns: Float64Array, ofRows: Float64Array): SquareMatrix {
  const out = new Float64Array(k * k);
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < k; b++) {
      out[b * k + a] = (data[a * k + b] * ofColumns[b]) / Math.max(ofRows[a], TINY);
    }
  }
  return clipNoiseRates({ data: out, k });
}

/** Off-diagonal rates into [0, 0.9999], then every column to sum 1. */
function clipNoiseRates({ data, k }: SquareMatrix): SquareMatrix {
  const out = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    for (let i = 0; i < k; i++) {
      const rate = data[i * k + j];
      out[i * k + j] = i === j ? rate : Math.min(Math.max(rate, 0), MAX_NOISE_RATE);
    }
    const sum = Math.max(pairwiseSum(out, j, k, k), TINY);
    for (let i = 0; i < k; i++) out[i * k + j] /= sum;
  }
  return { data: out, k };
}

function clipToSumOne(values: Float64Array, low: number): Float64Array {
  const clipped = values.map((value) => Math.min(Math.max(value, low), 1));
  const sum = Math.max(pairwiseSum(clipped, 0, clipped.length), TINY);
  return clipped.map((value) => value / sum);
}
