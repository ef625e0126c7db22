import { describe, expect, it } from 'vitest';
import { annotationsOfTable, gatherAnnotations } from '../../../../src/core/annotators/annotator-labels.ts';
import { consensusOf } from '../../../../src/core/annotators/consensus.ts';
import { dawidSkene } from '../../../../src/core/annotators/dawid-skene.ts';
import { majorityVote } from '../../../../src/core/annotators/majority-vote.ts';
import { seededRandom } from '../../seeded-random.ts';

const SKILLS = [0.95, 0.9, 0.75, 0.6, 0.6];

/** Five annotators of stated skill, four classes; who errs picks any other class. Each labels an example as likely as `share`. */
function simulated(n: number, seed: number, share = 1) {
  const random = seededRandom(seed);
  const truth = Int32Array.from({ length: n }, () => Math.floor(random() * 4));
  const table = new Float64Array(n * SKILLS.length);
  for (let i = 0; i < n; i++) {
    SKILLS.forEach((skill, a) => {
      const given = random() < skill ? truth[i] : (truth[i] + 1 + Math.floor(random() * 3)) % 4;
      const isGiven = random() < share || a === i % SKILLS.length;
      table[i * SKILLS.length + a] = isGiven ? given : NaN;
    });
  }
  return { truth, annotations: annotationsOfTable(table, n, SKILLS.length) };
}

const accuracy = (labels: Int32Array, truth: Int32Array): number =>
  labels.reduce((right, label, i) => right + (label === truth[i] ? 1 : 0), 0) / truth.length;

describe('annotations', () => {
  it('are gathered in any order', () => {
    const gathered = gatherAnnotations(3, 2, {
      examples: Int32Array.of(2, 0, 2, 1),
      annotators: Int32Array.of(1, 0, 0, 1),
      labels: Int32Array.of(5, 6, 7, 8),
    });
    expect(gathered).toEqual(annotationsOfTable(Float64Array.of(6, NaN, NaN, 8, 7, 5), 3, 2));
  });

  it('name who labelled what twice', () => {
    const twice = {
      examples: Int32Array.of(0, 1, 1),
      annotators: Int32Array.of(0, 1, 1),
      labels: Int32Array.of(0, 2, 2),
    };
    expect(() => gatherAnnotations(2, 2, twice)).toThrow(
      'Annotator 1 labels example 1 twice: 2 and 2. Keep one of the two.',
    );
  });

  it('name the example that no one labels', () => {
    expect(() => majorityVote(annotationsOfTable(Float64Array.of(0, 1, NaN, NaN), 2, 2))).toThrow(
      'No annotator labels example 1.',
    );
  });
});

describe('consensus without a model', () => {
  it('trusts the skilled (Dawid and Skene), more than a vote does', () => {
    const { truth, annotations } = simulated(2000, 1);
    const { labels, confusions, prior } = dawidSkene(annotations, 4);
    const vote = majorityVote(annotations);
    expect(accuracy(labels, truth)).toBeGreaterThan(accuracy(vote.labels, truth));
    expect(prior.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    SKILLS.forEach((skill, a) => {
      const table = confusions.subarray(a * 16, (a + 1) * 16);
      expect((table[0] + table[5] + table[10] + table[15]) / 4).toBeGreaterThan(skill - 0.05);
      expect((table[0] + table[5] + table[10] + table[15]) / 4).toBeLessThan(skill + 0.05);
    });
  });

  it('names who gave a label that is no class', () => {
    const annotations = annotationsOfTable(Float64Array.of(0, 1, 1, 3), 2, 2);
    expect(() => dawidSkene(annotations, 3)).toThrow(
      'Example 1, annotator 1: label 3 is not in 0…2; there are 3 classes.',
    );
  });
});

describe('CROWDLAB', () => {
  it('finds who errs most, and more of the labels than a vote where few label a picture', () => {
    const { truth, annotations } = simulated(1000, 2, 0.3);
    const data = new Float64Array(4000).fill(0.1);
    truth.forEach((label, i) => (data[i * 4 + (i % 5 === 0 ? (label + 1) % 4 : label)] = 0.7));
    const { labels, annotators } = consensusOf(annotations, [{ data, n: 1000, k: 4 }]);
    expect(
      annotators
        .map(({ annotator }) => annotator)
        .slice(0, 3)
        .sort(),
    ).toEqual([2, 3, 4]);
    expect(accuracy(labels, truth)).toBeGreaterThan(accuracy(majorityVote(annotations).labels, truth));
  });
});
