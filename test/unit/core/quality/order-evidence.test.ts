import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementOf, isUnrelated, weighOrder, type Pairing } from '../../../../src/core/quality/order-evidence.ts';
import { seededRandom } from '../../seeded-random.ts';

/** Labels of k classes, and what a model of some accuracy predicts; where it errs it predicts any class. */
function model(seed: number, n: number, k: number, accuracy: number): { labels: Int32Array; predicted: Int32Array } {
  const random = seededRandom(seed);
  const labels = Int32Array.from({ length: n }, () => Math.floor(random() * k));
  const predicted = labels.map((label) => (random() < accuracy ? label : Math.floor(random() * k)));
  return { labels, predicted };
}

const permuted = (values: Int32Array, places: readonly number[]): Int32Array => values.map((value) => places[value]);
const logWays = (k: number): number => Array.from({ length: k }, (_, i) => Math.log(i + 1)).reduce((a, b) => a + b);

const cases = fc.record({
  seed: fc.nat(2 ** 31),
  n: fc.integer({ min: 20, max: 400 }),
  k: fc.integer({ min: 2, max: 8 }),
});

describe('weighOrder', () => {
  it('never calls a right order wrong, however weak the model, for any permutation of the columns', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), ({ seed, n, k }, accuracy, shift) => {
        const assumed = model(seed, n, k, accuracy);
        const places = Array.from({ length: k }, (_, i) => (i + 1 + (shift % (k - 1 || 1))) % k);
        const other = { ...assumed, predicted: permuted(assumed.predicted, places) };
        expect(weighOrder(assumed, other, k, logWays(k)).verdict).not.toBe('fits');
      }),
      { numRuns: 2000, seed: 11 },
    );
  });

  it('calls a wrong order of columns wrong where the model is good', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0.85, max: 1, noNaN: true }), ({ seed, n, k }, accuracy) => {
        const right = model(seed, n + 20 * k, k, accuracy);
        const places = Array.from({ length: k }, (_, i) => (i + 1) % k);
        const assumed = { ...right, predicted: permuted(right.predicted, places) };
        expect(weighOrder(assumed, right, k, logWays(k)).verdict).toBe('fits');
      }),
      { numRuns: 1000, seed: 12 },
    );
  });

  it('calls rows that are shifted by one wrong where the labels are mixed and the model is good', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0.85, max: 1, noNaN: true }), ({ seed, n, k }, accuracy) => {
        const right = model(seed, n + 60, k, accuracy);
        const shifted = right.labels.map((_, i) => right.labels[(i + 1) % right.labels.length]);
        const assumed: Pairing = { labels: shifted, predicted: right.predicted };
        expect(weighOrder(assumed, right, k, Math.log(10)).verdict).toBe('fits');
        expect(weighOrder(right, assumed, k, Math.log(10)).verdict).toBe('none');
      }),
      { numRuns: 1000, seed: 13 },
    );
  });

  it('sees two columns among many that are exchanged', () => {
    const right = model(5, 1000, 10, 0.9);
    const places = [1, 0, 2, 3, 4, 5, 6, 7, 8, 9];
    const assumed = { ...right, predicted: permuted(right.predicted, places) };
    const evidence = weighOrder(assumed, right, 10, logWays(10));
    expect(evidence.verdict).toBe('fits');
    expect(evidence.differing).toBeLessThan(300);
    expect(evidence.kappa).toBeGreaterThan(0.4);
  });

  it('does not take a model that always predicts a rare class for columns in another order', () => {
    const labels = Int32Array.from({ length: 1000 }, (_, i) => (i % 10 === 0 ? 1 : 0));
    const assumed = { labels, predicted: new Int32Array(1000).fill(1) };
    const other = { labels, predicted: new Int32Array(1000) };
    const { verdict, kappa } = weighOrder(assumed, other, 2, Math.log(2));
    expect({ verdict, kappa }).toEqual({ verdict: 'better', kappa: 0 });
  });

  it('says nothing of few rows', () => {
    const labels = Int32Array.of(0, 1, 0, 1, 0, 1);
    const wrong = { labels, predicted: labels.map((label) => 1 - label) };
    expect(weighOrder(wrong, { labels, predicted: labels }, 2, Math.log(2)).verdict).toBe('none');
  });
});

describe('isUnrelated', () => {
  const shuffled = (values: Int32Array, seed: number): Int32Array => {
    const random = seededRandom(seed);
    const result = values.slice();
    for (let i = result.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [result[i], result[j]] = [result[j], result[i]];
    }
    return result;
  };

  it('tells shuffled rows of a model that is sure of itself', () => {
    fc.assert(
      fc.property(cases, ({ seed, n, k }) => {
        const { labels, predicted } = model(seed, n + 400, k, 0.95);
        const of = (one: Int32Array) => isUnrelated(agreementOf({ labels, predicted: one }, k), 0.95);
        expect(of(predicted)).toBe(false);
        // Three standard errors: one in a thousand shuffles still looks like agreement.
        const found = [1, 2, 3, 4].filter((more) => of(shuffled(predicted, seed + more))).length;
        expect(found).toBeGreaterThanOrEqual(3);
      }),
      { numRuns: 300, seed: 14 },
    );
  });

  it('says nothing of a model that is as unsure as it should be, of few rows, or of some agreement', () => {
    const { labels, predicted } = model(3, 1000, 4, 0);
    const chance = agreementOf({ labels, predicted }, 4);
    expect(isUnrelated(chance, 0.3)).toBe(false);
    expect(isUnrelated(chance, 0.95)).toBe(true);
    const few = model(3, 30, 2, 0);
    expect(isUnrelated(agreementOf(few, 2), 0.95)).toBe(false);
    const some = model(4, 1000, 4, 0.2);
    expect(isUnrelated(agreementOf(some, 4), 0.95)).toBe(false);
  });

  it('gives chance by the marginals', () => {
    const { agreeing, chance, examples } = agreementOf(
      { labels: Int32Array.of(0, 0, 0, 1), predicted: Int32Array.of(0, 0, 1, 1) },
      2,
    );
    expect({ agreeing, chance, examples }).toEqual({ agreeing: 3, chance: 0.5, examples: 4 });
  });
});
