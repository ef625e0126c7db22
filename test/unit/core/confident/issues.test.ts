import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeConfidentJoint } from '../../../../src/core/confident/confident-joint.ts';
import { createLabelInspector, findLabelIssuesBatched } from '../../../../src/core/confident/issue-inspector.ts';
import { estimateJoint } from '../../../../src/core/confident/joint.ts';
import { estimateLatent } from '../../../../src/core/confident/latent.ts';
import { FILTER_BY, RANK_BY } from '../../../../src/core/types.ts';
import { findLabelIssues } from '../../../../src/core/confident/find-label-issues.ts';
import { findOverlappingClasses } from '../../../../src/core/health/overlapping-classes.ts';
import {
  healthSummary,
  overallLabelHealthScore,
  rankClassesByLabelQuality,
} from '../../../../src/core/health/health.ts';
import { labelQualityEnsembleScores } from '../../../../src/core/quality/ensemble.ts';
import { labelQualityScores } from '../../../../src/core/quality/label-quality.ts';
import { numLabelIssues } from '../../../../src/core/confident/issue-count.ts';
import { suggestLabels } from '../../../../src/core/quality/agreement.ts';
import { toPredProbs } from '../../../../src/core/convert.ts';
import type { FindLabelIssuesOptions } from '../../../../src/core/confident/find-label-issues.ts';
import type { Labels, PredProbs } from '../../../../src/core/types.ts';

interface Data {
  readonly labels: Labels;
  readonly predProbs: PredProbs;
}

/** Labels and probabilities in which every class is given at least once. */
const anyData: fc.Arbitrary<Data> = fc
  .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 6, max: 40 }))
  .chain(([k, n]) =>
    fc.tuple(
      fc.constant(k),
      fc.array(fc.integer({ min: 0, max: k - 1 }), { minLength: n, maxLength: n }),
      fc.array(fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: k, maxLength: k }), {
        minLength: n,
        maxLength: n,
      }),
    ),
  )
  .map(([k, given, weights]) => {
    const labels = Int32Array.from(given, (label, i) => (i < k ? i : label));
    const rows = weights.map((row) => {
      const sum = row.reduce((total, weight) => total + weight, 0);
      return row.map((weight) => weight / sum);
    });
    return { labels, predProbs: toPredProbs(rows) };
  });

function permuted({ labels, predProbs }: Data, order: readonly number[]): Data {
  const { data, n, k } = predProbs;
  const moved = new Float64Array(n * k);
  order.forEach((from, to) => {
    moved.set(data.subarray(from * k, (from + 1) * k), to * k);
  });
  return { labels: Int32Array.from(order, (from) => labels[from]), predProbs: { data: moved, n, k } };
}

/** Three classes, 12 examples; example 3 is labelled 0 and surely 1, example 7 labelled 1 and surely 2. */
function planted(): Data {
  const labels = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
  const rows = Array.from(labels, (label, i) => {
    const truth = i === 3 ? 1 : i === 7 ? 2 : label;
    return [0, 1, 2].map((c) => (c === truth ? 0.9 : 0.05));
  });
  return { labels, predProbs: toPredProbs(rows) };
}

describe('findLabelIssues', () => {
  it.each(FILTER_BY)('finds planted errors by %s', (filterBy) => {
    const { labels, predProbs } = planted();
    const found = findLabelIssues(labels, predProbs, { filterBy });
    expect(Array.from(found.indices)).toEqual([3, 7]);
    expect(found.count).toBe(2);
    expect(found.warnings).toEqual([]);
    expect(Array.from(suggestLabels(predProbs).labels).filter((_, i) => found.mask[i] === 1)).toEqual([1, 2]);
  });

  it('agrees with itself: mask, count, ranked indices and scores', () => {
    fc.assert(
      fc.property(anyData, fc.constantFrom(...FILTER_BY), fc.constantFrom(...RANK_BY), (data, filterBy, rankBy) => {
        const found = findLabelIssues(data.labels, data.predProbs, { filterBy, rankBy });
        expect(found.indices.length).toBe(found.count);
        expect(found.mask.reduce((sum, flag) => sum + flag, 0)).toBe(found.count);
        expect(found.labelQuality).toEqual(labelQualityScores(data.labels, data.predProbs, { method: rankBy }));
        for (let r = 1; r < found.count; r++) {
          const [before, here] = [found.indices[r - 1], found.indices[r]];
          const rises = found.labelQuality[here] - found.labelQuality[before];
          expect(rises > 0 || (rises === 0 && before < here)).toBe(true);
        }
      }),
    );
  });

  it('does not depend on the order of the examples', () => {
    fc.assert(
      fc.property(
        anyData.chain((data) =>
          fc.tuple(fc.constant(data), fc.shuffledSubarray([...data.labels.keys()], { minLength: data.labels.length })),
        ),
        ([data, order]) => {
          const other = permuted(data, order);
          const found = findLabelIssues(data.labels, data.predProbs, { filterBy: 'confident_learning' });
          const again = findLabelIssues(other.labels, other.predProbs, { filterBy: 'confident_learning' });
          expect(order.map((from) => found.mask[from])).toEqual(Array.from(again.mask));
          expect(estimateJoint(other.labels, other.predProbs)).toEqual(estimateJoint(data.labels, data.predProbs));
          expect(numLabelIssues(other.labels, other.predProbs)).toBe(numLabelIssues(data.labels, data.predProbs));
        },
      ),
    );
  });

  it('finds no more with less noise, and leaves small classes alone', () => {
    const { labels, predProbs } = planted();
    expect(findLabelIssues(labels, predProbs, { fracNoise: 0 }).count).toBe(0);
    const spared = findLabelIssues(labels, predProbs, { minExamplesPerClass: 4 });
    expect(spared.count).toBe(0);
    expect(spared.warnings[0]).toEqual({ code: 'classes-too-small', classes: [0, 1, 2], minExamplesPerClass: 4 });
  });

  it('removes as many as asked for', () => {
    const { labels, predProbs } = planted();
    const options: FindLabelIssuesOptions = { filterBy: 'prune_by_class', numToRemovePerClass: [1, 0, 0] };
    expect(Array.from(findLabelIssues(labels, predProbs, options).indices)).toEqual([3]);
  });

  it('says when an option has no effect', () => {
    const { labels, predProbs } = planted();
    const { confidentJoint } = computeConfidentJoint(labels, predProbs);
    const options: FindLabelIssuesOptions = { filterBy: 'confident_learning', fracNoise: 0.5, confidentJoint };
    const { warnings } = findLabelIssues(labels, predProbs, options);
    const pruning = { filterBy: 'confident_learning', goesWith: ['prune_by_noise_rate', 'prune_by_class', 'both'] };
    expect(warnings).toEqual([
      { code: 'option-without-effect', option: 'fracNoise', ...pruning },
      { code: 'option-without-effect', option: 'confidentJoint', ...pruning },
    ]);
  });

  it.each<FindLabelIssuesOptions>([
    { fracNoise: -1 },
    { fracNoise: NaN },
    { minExamplesPerClass: -1 },
    { numToRemovePerClass: [1, 2] },
    { numToRemovePerClass: [1, -2, 0] },
    { confidentJoint: { data: new Float64Array(9).fill(-1), k: 3 } },
  ])('refuses %o', (options) => {
    const { labels, predProbs } = planted();
    expect(() => findLabelIssues(labels, predProbs, options)).toThrow(
      expect.objectContaining({ name: 'CoreInputError' }),
    );
  });

  it('works on float32 and gives the same mask', () => {
    fc.assert(
      fc.property(anyData, ({ labels, predProbs }) => {
        const single = { ...predProbs, data: Float32Array.from(predProbs.data) };
        const double = { ...predProbs, data: Float64Array.from(single.data) };
        expect(findLabelIssues(labels, single).mask).toEqual(findLabelIssues(labels, double).mask);
      }),
    );
  });
});

describe('scores', () => {
  it('lie in [0, 1]', () => {
    fc.assert(
      fc.property(anyData, fc.constantFrom(...RANK_BY), fc.boolean(), ({ labels, predProbs }, method, adjust) => {
        const adjustPredProbs = adjust && method !== 'confidence_weighted_entropy';
        for (const score of labelQualityScores(labels, predProbs, { method, adjustPredProbs })) {
          expect(score >= 0 && score <= 1).toBe(true);
        }
      }),
    );
  });

  it('rate float32 noise above 1 as certain, and refuse more', () => {
    const labels = Int32Array.of(0, 1);
    const options = { method: 'confidence_weighted_entropy' } as const;
    const noisy = toPredProbs([
      [1 + 1.2e-7, 0],
      [0, 1],
    ]);
    expect(Array.from(labelQualityScores(labels, noisy, options))).toEqual([0, 0]);
    const worse = toPredProbs([
      [1 + 9e-7, 0],
      [0, 1],
    ]);
    expect(() => labelQualityScores(labels, worse, options)).toThrow(/Row 0, column 0: probability 1\.0000009/);
  });

  it('of an ensemble of equals are those of one', () => {
    const { labels, predProbs } = planted();
    for (const weightBy of ['accuracy', 'uniform', 'log_loss_search'] as const) {
      const { scores, weights } = labelQualityEnsembleScores(labels, [predProbs, predProbs], { weightBy });
      expect(Array.from(weights)).toEqual([0.5, 0.5]);
      expect(scores).toEqual(labelQualityScores(labels, predProbs));
    }
  });

  it('refuse ensembles that make no sense', () => {
    const { labels, predProbs } = planted();
    expect(() => labelQualityEnsembleScores(labels, [])).toThrow(/no models/);
    expect(() => labelQualityEnsembleScores(labels, [predProbs], { customWeights: [1] })).toThrow(/weightBy custom/);
    const custom = { weightBy: 'custom', customWeights: [1, 2] } as const;
    expect(() => labelQualityEnsembleScores(labels, [predProbs], custom)).toThrow(/1 finite numbers/);
  });
});

describe('pieces', () => {
  it('of any size give the thresholds and scores of the whole', () => {
    fc.assert(
      fc.property(anyData, fc.integer({ min: 1, max: 45 }), ({ labels, predProbs }, batchSize) => {
        const whole = findLabelIssuesBatched(labels, predProbs);
        const pieces = findLabelIssuesBatched(labels, predProbs, { batchSize });
        expect(pieces.labelQuality).toEqual(whole.labelQuality);
        expect(pieces.count).toBe(pieces.indices.length);
      }),
    );
  });

  it('find planted errors', () => {
    const { labels, predProbs } = planted();
    expect(Array.from(findLabelIssuesBatched(labels, predProbs, { batchSize: 5 }).indices)).toEqual([3, 7]);
  });

  it('must have the announced classes, and be there', () => {
    const { labels, predProbs } = planted();
    expect(() => {
      createLabelInspector(4).updateThresholds(labels, predProbs);
    }).toThrow(/3 classes, but 4/);
    expect(() => createLabelInspector(3).finish()).toThrow(/No labels were scored/);
    expect(() => findLabelIssuesBatched(labels, predProbs, { batchSize: 0 })).toThrow(/batchSize is 0/);
  });
});

describe('estimates', () => {
  it('are distributions', () => {
    fc.assert(
      fc.property(anyData, fc.boolean(), ({ labels, predProbs }, converge) => {
        const { k } = predProbs;
        const { confidentJoint } = computeConfidentJoint(labels, predProbs);
        const { py, noiseMatrix, inverseNoiseMatrix } = estimateLatent(confidentJoint, labels, { converge });
        expect(py.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        for (const { data } of [noiseMatrix, inverseNoiseMatrix]) {
          for (let j = 0; j < k; j++) {
            let sum = 0;
            for (let i = 0; i < k; i++) sum += data[i * k + j];
            expect(sum < 1e-9 || Math.abs(sum - 1) < 1e-9).toBe(true);
          }
        }
        expect(confidentJoint.data.reduce((sum, count) => sum + count, 0)).toBe(labels.length);
      }),
    );
  });

  it('summarise the planted data set', () => {
    const { labels, predProbs } = planted();
    const summary = healthSummary(labels, predProbs);
    expect(summary.numIssues).toBe(2);
    expect(summary.overallLabelHealthScore).toBe(1 - 2 / 12);
    expect(overallLabelHealthScore(labels, predProbs)).toBe(summary.overallLabelHealthScore);
    expect(summary.classesByLabelQuality.map((row) => row.classIndex)).toEqual([0, 1, 2]);
    expect(summary.classesByLabelQuality.map((row) => row.labelIssues)).toEqual([1, 1, 0]);
    expect([...summary.overlappingClasses][0]).toEqual({
      classIndexA: 0,
      classIndexB: 1,
      numOverlapping: 1,
      jointProbability: 1 / 12,
    });
    expect(findOverlappingClasses(summary.joint, 12, { asymmetric: true })).toHaveLength(6);
    expect(() => rankClassesByLabelQuality(summary.joint, 0)).toThrow(/numExamples is 0/);
  });

  it('refuse a data set with one given class, by name', () => {
    const { predProbs } = planted();
    expect(() => healthSummary(new Int32Array(12).fill(1), predProbs)).toThrow(/Every label is class 1/);
  });
});
