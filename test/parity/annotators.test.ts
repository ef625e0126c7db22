import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { consensusOf, type Consensus, type ConsensusOptions } from '../../src/core/annotators/consensus.ts';
import { majorityVote } from '../../src/core/annotators/majority-vote.ts';
import { bestTemperature } from '../../src/core/annotators/temperature.ts';
import { annotatorCases, codeOf, numbersOf, reals, type AnnotatorCase } from './annotator-cases.ts';
import { asArray, asObject, firstDifference, FIXTURES, sharedGolden, type Json, type JsonObject } from './golden.ts';
import type { AnnotatorLabels } from '../../src/core/annotators/annotator-labels.ts';
import type { PredProbs } from '../../src/core/types.ts';

// CROWDLAB (cleanlab 2.9.0, with label counts right). What we judge otherwise, on purpose:
//
// - `ties-by-index`: where nothing breaks a tie the reference draws at random, and fails when every example is tied
//   (all-tied). We take the lowest class, and name the examples.
// - `ensembles`: the reference writes over the caller's probabilities and refuses scoring options for ensembles. We do neither.
// - `one-method`: we judge by one method a call; the reference's list of two is two of our calls, and its weights are the
//   last one's.
// - `own-errors`: what the reference refuses is refused in words and codes of our own; a wrong option or wrong lengths before
//   anything is computed.

const shared = sharedGolden();
const folders = [FIXTURES, ...(shared === undefined ? [] : [shared])].map((folder) =>
  path.join(folder, 'multiannotator'),
);

const OPTIONS: Record<string, ConsensusOptions> = {
  'best_quality,crowdlab,calibrate=False': {},
  'best_quality,crowdlab,calibrate=True': { calibrate: true },
  'best_quality,agreement,calibrate=False': { qualityMethod: 'agreement' },
  'majority_vote,crowdlab,calibrate=False': { consensusMethod: 'majority_vote' },
  'majority_vote,crowdlab,calibrate=True': { consensusMethod: 'majority_vote', calibrate: true },
  'majority_vote,agreement,calibrate=False': { consensusMethod: 'majority_vote', qualityMethod: 'agreement' },
  'best_quality,crowdlab,normalized_margin': { scoring: { method: 'normalized_margin' } },
  'best_quality,crowdlab,confidence_weighted_entropy': { scoring: { method: 'confidence_weighted_entropy' } },
  'best_quality,crowdlab,adjust': { scoring: { adjustPredProbs: true } },
};

/** What we say to each kind of the reference's refusals. */
const CODES: readonly (readonly [RegExp, string])[] = [
  [/rows with all NaN/, 'example-without-label'],
  [/columns with all NaN/, 'annotator-without-label'],
  [/more than one column|only has one label/, 'too-few-annotators'],
  [/must have same length|broadcast/, 'shape-mismatch'],
  [/must have at least \d+ columns/, 'label-out-of-range'],
  [/zero-indexed integers/, 'not-labels'],
];

describe.each(folders)('several annotators: %s', (folder) => {
  const cases = annotatorCases(folder).filter(({ single }) => single !== undefined);
  const sound = cases.filter(({ expected }) => {
    const vote = asObject(expected.get_majority_vote_label);
    return 'value' in asObject(vote.without) && 'value' in asObject(vote['with pred_probs']);
  });

  it('has cases', () => {
    expect(cases.length).toBe(folder.startsWith(FIXTURES) ? 4 : 20);
    expect(sound.length).toBe(folder.startsWith(FIXTURES) ? 3 : 12);
  });

  it('votes', () => {
    for (const one of sound) {
      for (const [name, probabilities] of [
        ['with pred_probs', one.single],
        ['without', undefined],
      ] as const) {
        const call = asObject(asObject(one.expected.get_majority_vote_label)[name]);
        const vote = majorityVote(annotationsOf(one), probabilities?.[0]);
        expect(vote.undecided, one.name).toEqual(call.random_ties ?? []);
        expect(without(vote.labels, vote.undecided), `${one.name} ${name}`).toEqual(
          without(numbersOf(call.value), vote.undecided),
        );
      }
    }
  });

  it('finds the temperature', () => {
    for (const one of sound) {
      const call = asObject(one.expected.best_temperature);
      expect(bestTemperature(annotationsOf(one), singleOf(one)[0]), one.name).toBe(call.value);
    }
  });

  it('judges labels and annotators', () => {
    for (const one of sound) {
      const calls = asObject(one.expected.get_label_quality_multiannotator);
      for (const [name, options] of Object.entries(OPTIONS)) {
        const consensus = consensusOf(annotationsOf(one), singleOf(one), options);
        expect(difference(one, consensus, asObject(calls[name])), `${one.name} ${name}`).toBeUndefined();
      }
      const both = asObject(calls['both,crowdlab']);
      const best = consensusOf(annotationsOf(one), singleOf(one));
      if ('random_ties' in both) continue;
      const table = asObject(both.label_quality);
      expect(Array.from(best.labels), one.name).toEqual(table.consensus_label_best_quality);
      expect(firstDifference(reals(best.quality), table.consensus_quality_score_best_quality)).toBeUndefined();
      expect(firstDifference(reals(best.agreement), table.annotator_agreement_best_quality)).toBeUndefined();
    }
  });

  it('judges by several models, and leaves them alone', () => {
    const having = sound.filter(({ ensemble }) => ensemble !== undefined);
    expect(having.length).toBeGreaterThan(0);
    for (const one of having) {
      const models = ensembleOf(one);
      const before = models.map(({ data }) => data.slice());
      const calls = asObject(one.expected.get_label_quality_multiannotator_ensemble);
      for (const calibrate of [false, true]) {
        const call = asObject(calls[`calibrate=${calibrate ? 'True' : 'False'}`]);
        const consensus = consensusOf(annotationsOf(one), models, { calibrate });
        expect(difference(one, consensus, call), `${one.name} ${String(calibrate)}`).toBeUndefined();
      }
      expect(consensusOf(annotationsOf(one), models, { scoring: { method: 'normalized_margin' } }).labels.length).toBe(
        annotationsOf(one).n,
      );
      expect(models.map(({ data }) => data)).toEqual(before);
    }
  });

  it('decides where every example is tied', () => {
    for (const one of cases.filter(({ name }) => name === 'all-tied')) {
      const { labels, undecided } = majorityVote(annotationsOf(one), singleOf(one)[0]);
      expect(undecided.length).toBe(labels.length);
      expect(new Set(labels)).toEqual(new Set([0]));
    }
  });

  it('refuses what the reference refuses', () => {
    const refused = cases.filter((one) => !sound.includes(one) && one.name !== 'all-tied');
    expect(refused.length).toBeGreaterThan(0);
    for (const one of refused) {
      const calls = asObject(one.expected.get_majority_vote_label);
      const call = asObject(calls['with pred_probs']);
      const words = typeof call.message === 'string' ? call.message : '';
      const [, code] = CODES.find(([refusal]) => refusal.test(words)) ?? [];
      expect(code, `${one.name}: ${words}`).toBeDefined();
      expect(
        codeOf(() => majorityVote(annotationsOf(one), singleOf(one)[0])),
        one.name,
      ).toBe(code);
      expect(
        codeOf(() => consensusOf(annotationsOf(one), singleOf(one))),
        one.name,
      ).toBe(code);
    }
    const [one] = sound;
    for (const options of [{ consensusMethod: 'median' }, { qualityMethod: 'median' }]) {
      expect(codeOf(() => consensusOf(annotationsOf(one), singleOf(one), options as ConsensusOptions))).toBe(
        'bad-option',
      );
    }
  });
});

function annotationsOf(one: AnnotatorCase): AnnotatorLabels {
  const annotations = one.annotations();
  if (!annotations) throw new Error(`${one.name} has no labels`);
  return annotations;
}

const singleOf = ({ single }: AnnotatorCase): [PredProbs, ...PredProbs[]] => single as [PredProbs, ...PredProbs[]];
const ensembleOf = ({ ensemble }: AnnotatorCase): [PredProbs, ...PredProbs[]] =>
  ensemble as [PredProbs, ...PredProbs[]];

const without = (labels: ArrayLike<number>, left: readonly number[]): number[] =>
  Array.from(labels).filter((_, i) => !left.includes(i));

/** Where ours first differs; what a random tie decides can't be compared, so that only the labels off it are. */
function difference(one: AnnotatorCase, consensus: Consensus, call: JsonObject): string | undefined {
  const table = asObject(call.label_quality);
  if ('random_ties' in call) {
    const left = numbersOf(call.random_ties);
    return firstDifference(without(consensus.labels, left), without(numbersOf(table.consensus_label), left));
  }
  const { annotators } = consensus;
  const expected: JsonObject = {
    labels: table.consensus_label,
    quality: table.consensus_quality_score,
    agreement: table.annotator_agreement,
    annotations: table.num_annotations,
    stats: call.annotator_stats,
    lost: call.lost_classes ?? [],
    ...(!('annotator_weight' in call) ? {} : { weights: call.annotator_weight, models: [call.model_weight].flat() }),
  };
  const ours = {
    labels: Array.from(consensus.labels),
    quality: reals(consensus.quality),
    agreement: reals(consensus.agreement),
    annotations: Array.from(consensus.annotations),
    stats: {
      index: annotators.map(({ annotator }) => annotator),
      annotator_quality: reals(annotators.map(({ quality }) => quality)),
      agreement_with_consensus: reals(annotators.map(({ agreement }) => agreement)),
      worst_class: annotators.map(({ worstClass }) => worstClass),
      num_examples_labeled: annotators.map(({ labelled }) => labelled),
    },
    lost: consensus.lostClasses,
    ...(!('annotator_weight' in call)
      ? {}
      : { weights: reals(consensus.weights?.annotators ?? []), models: reals(consensus.weights?.models ?? []) }),
  };
  const found = firstDifference(ours, expected) ?? alone(consensus, call);
  return (
    found ?? (!('detailed_label_quality' in call) ? undefined : detailed(one, consensus, call.detailed_label_quality))
  );
}

function alone(consensus: Consensus, call: JsonObject): string | undefined {
  if (!consensus.weights) return undefined;
  return firstDifference(consensus.weights.withoutOverlap, call.annotators_without_overlap ?? [], undefined, 'overlap');
}

function detailed(one: AnnotatorCase, { annotationQuality }: Consensus, table: Json): string | undefined {
  const { n, m, starts, annotators } = annotationsOf(one);
  const columns = Array.from({ length: m }, () => new Float64Array(n).fill(NaN));
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) columns[annotators[at]][i] = annotationQuality[at];
  }
  const fields = asObject(table);
  for (let a = 0; a < m; a++) {
    const found = firstDifference(
      reals(columns[a]),
      asArray(fields[`quality_annotator_${a}`]),
      undefined,
      `detailed ${a}`,
    );
    if (found) return found;
  }
  return undefined;
}
