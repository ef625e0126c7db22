import { CoreInputError, requireOneOf } from '../errors.ts';
import { checkInputs, scanInputs } from '../passes/inputs.ts';
import { checkScoring } from '../quality/label-quality.ts';
import { forEachLowest, indicesOf, sortedByScore } from '../numeric/ordering.ts';
import { roundHalfEven } from '../numeric/rounding.ts';
import { bestOf, DOUBTED, type RowFacts } from '../passes/rows.ts';
import { scoreBlock } from '../passes/score-pass.ts';
import { meanSelfConfidence, THRESHOLD_LOWER_BOUND } from '../passes/class-thresholds.ts';
import { COMPARISON_TOLERANCE } from '../tolerances.ts';
import type { ClassIndices, Labels, PredProbs, RankBy } from '../types.ts';
import type { CoreWarning } from '../warnings.ts';

export interface InspectorOptions {
  /** How label quality is scored. Default `self_confidence`. */
  readonly method?: RankBy;
  /** Score adjusted probabilities. Default false. */
  readonly adjustPredProbs?: boolean;
  /** How issues are counted. Default `off_diagonal`. */
  readonly estimationMethod?: 'off_diagonal' | 'off_diagonal_calibrated';
}

export interface BatchedLabelIssues {
  /** N bytes, in the order in which the examples were scored: 1 where the label is probably wrong. */
  readonly mask: Uint8Array;
  /** The issues, worst first; on ties the lower index first. */
  readonly indices: Int32Array;
  readonly count: number;
  /** N label quality scores. */
  readonly labelQuality: Float64Array;
  readonly warnings: readonly CoreWarning[];
}

/** Finds label issues in arrays that arrive in pieces: every piece goes through the first pass, then through the second. */
export interface LabelInspector {
  /** First pass: adds a piece to the running confident thresholds. Throws `CoreInputError` as `checkInputs`. */
  updateThresholds(labels: Labels, predProbs: PredProbs): void;
  /** Second pass: scores a piece and counts its issues; returns its scores. Throws `CoreInputError` as `checkInputs`. */
  score(labels: Labels, predProbs: PredProbs): Float64Array;
  /** K thresholds so far. */
  thresholds(): Float64Array;
  /** After the second pass. Throws `CoreInputError` (`empty`) when nothing was scored. */
  finish(): BatchedLabelIssues;
}

/**
 * A `LabelInspector` for K classes. It keeps K numbers and, for each example, its score and one flag; never the
 * probabilities. Its issues are the lowest scores, as many as are counted: a close relative of `findLabelIssues` with
 * `low_self_confidence`, whose counting looks only at each example's most probable class.
 *
 * Source: Northcutt et al. 2021, section 3.1, computed in a stream; the reference's `find_label_issues_batched`.
 *
 * @param k number of classes, at least 2
 * @throws {CoreInputError} `bad-option`, `too-few-classes`
 */
export function createLabelInspector(k: number, options: InspectorOptions = {}): LabelInspector {
  const { method = 'self_confidence', adjustPredProbs = false, estimationMethod = 'off_diagonal' } = options;
  checkScoring({ method, adjustPredProbs });
  requireOneOf('estimationMethod', estimationMethod, ['off_diagonal', 'off_diagonal_calibrated']);
  if (!(k >= 2)) throw new CoreInputError('too-few-classes', `k is ${k}: there must be at least two classes.`);
  const thresholds = new Float64Array(k);
  const seen = new Float64Array(k);
  const classCounts = new Float64Array(k);
  const confident = new Float64Array(k);
  const offDiagonal = new Float64Array(k);
  const pieces: { readonly scores: Float64Array; readonly marks: ClassIndices }[] = [];
  const normalised = { count: 0 };

  const check = (labels: Labels, predProbs: PredProbs, count: boolean) => {
    const scanned = scanInputs(labels, predProbs);
    if (predProbs.k !== k) {
      throw new CoreInputError('shape-mismatch', `This piece has ${predProbs.k} classes, but ${k} were announced.`, {
        value: predProbs.k,
      });
    }
    if (count && scanned.checked.predProbs !== predProbs) normalised.count++;
    return scanned;
  };

  const scoresOfPiece = ({ data, n }: PredProbs, facts: RowFacts): Float64Array => {
    if (method === 'self_confidence' && !adjustPredProbs) return facts.own;
    const scores = new Float64Array(n);
    const pass = { kind: 'score', method, facts, offRows: new Int32Array(0), scores } as const;
    scoreBlock({ data, start: 0, n, k }, adjustPredProbs ? { ...pass, thresholds } : pass);
    return scores;
  };

  return {
    updateThresholds(labels, predProbs) {
      const { checked, facts } = check(labels, predProbs, true);
      const means = meanSelfConfidence(labels, facts.own, checked.labelCounts);
      for (let j = 0; j < k; j++) {
        const count = checked.labelCounts[j];
        const mean = Math.max(means[j], THRESHOLD_LOWER_BOUND);
        const running = (seen[j] * thresholds[j] + (count > 0 ? count * mean : 0)) / Math.max(seen[j] + count, 1);
        thresholds[j] = Math.max(running, THRESHOLD_LOWER_BOUND);
        seen[j] += count;
      }
    },

    score(labels, predProbs) {
      const { checked, facts } = check(labels, predProbs, false);
      const { data } = checked.predProbs;
      const scores = scoresOfPiece(checked.predProbs, facts);
      for (let i = 0; i < labels.length; i++) {
        const label = labels[i];
        const believed = bestOf(facts, i);
        classCounts[label]++;
        if (data[i * k + believed] < thresholds[believed] - COMPARISON_TOLERANCE) continue;
        confident[label]++;
        if (believed !== label) offDiagonal[label]++;
      }
      pieces.push({ scores, marks: facts.marks });
      return scores;
    },

    thresholds: () => thresholds.slice(),

    finish() {
      const total = pieces.reduce((sum, piece) => sum + piece.scores.length, 0);
      if (total === 0) throw new CoreInputError('empty', 'No labels were scored: give at least one piece to score().');
      const labelQuality = new Float64Array(total);
      const isDoubted = new Uint8Array(total);
      let at = 0;
      for (const piece of pieces) {
        labelQuality.set(piece.scores, at);
        for (let i = 0; i < piece.marks.length; i++) isDoubted[at + i] = piece.marks[i] & DOUBTED;
        at += piece.scores.length;
      }
      let wrong = 0;
      for (let j = 0; j < k; j++) {
        wrong +=
          estimationMethod === 'off_diagonal'
            ? offDiagonal[j]
            : (offDiagonal[j] * classCounts[j]) / Math.max(confident[j], COMPARISON_TOLERANCE);
      }
      const mask = new Uint8Array(total);
      forEachLowest(labelQuality, roundHalfEven(wrong), (i) => {
        mask[i] = isDoubted[i];
      });
      const indices = sortedByScore(indicesOf(mask), labelQuality);
      const warnings: CoreWarning[] = [];
      if (normalised.count > 0) warnings.push({ code: 'pieces-normalised', count: normalised.count });
      const missing = [...seen.keys()].filter((j) => seen[j] === 0);
      if (missing.length > 0) warnings.push({ code: 'classes-without-labels', classes: missing });
      return { mask, indices, count: indices.length, labelQuality, warnings };
    },
  };
}

/**
 * `createLabelInspector` over whole arrays, `batchSize` rows at a time.
 *
 * @param labels N class indices in [0, K)
 * @param predProbs N×K out-of-sample probabilities
 * @param options `batchSize` at least 1, default 10,000
 * @throws {CoreInputError} as `checkInputs`; `bad-option`
 */
export function findLabelIssuesBatched(
  labels: Labels,
  predProbs: PredProbs,
  options: InspectorOptions & { readonly batchSize?: number } = {},
): BatchedLabelIssues {
  const { batchSize = 10_000 } = options;
  if (!(Number.isInteger(batchSize) && batchSize >= 1)) {
    throw new CoreInputError('bad-option', `batchSize is ${batchSize}; give a whole number from 1.`, {
      value: batchSize,
    });
  }
  const { warnings } = checkInputs(labels, predProbs);
  const { data, n, k } = predProbs;
  const inspector = createLabelInspector(k, options);
  const each = (visit: (labels: Labels, predProbs: PredProbs) => void) => {
    for (let start = 0; start < n; start += batchSize) {
      const end = Math.min(start + batchSize, n);
      visit(labels.subarray(start, end), { data: data.subarray(start * k, end * k), n: end - start, k });
    }
  };
  each((y, p) => {
    inspector.updateThresholds(y, p);
  });
  each((y, p) => {
    inspector.score(y, p);
  });
  return { ...inspector.finish(), warnings };
}
