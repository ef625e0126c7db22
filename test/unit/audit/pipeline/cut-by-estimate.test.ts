import { describe, expect, it } from 'vitest';
import { cutByEstimate, requireEstimate } from '../../../../src/audit/pipeline/trust/cut-by-estimate.ts';
import { defaultAuditOptions } from '../../../../src/audit/options/audit-options.ts';
import type { Trust } from '../../../../src/core/index.ts';

/** Of the first ten all are wrong, of the next ten half, and none after that. */
function trustOf(n: number): Trust {
  const curve = Float64Array.of(0, 10, 15, 15);
  return {
    ...{ n, planted: 100, noise: { estimate: 15 / n, low: 0.1, high: 0.2 }, auc: 0.95, unlike: 0 },
    ...{ ranks: Int32Array.of(0, 10, 20, n), wrong: curve, wrongLow: curve, wrongHigh: curve },
    recall: curve.map((value) => value / 15),
  };
}

const quality = Float64Array.from({ length: 100 }, (_, i) => ((i * 37) % 100) / 100);
const worst = (count: number): number[] =>
  Array.from(quality.keys())
    .sort((a, b) => quality[a] - quality[b])
    .slice(0, count);

describe('cutByEstimate', () => {
  it.each([
    [1, 10],
    [0.75, 20],
    [0.5, 30],
    [0.15, 100],
  ])('at a precision of %d lists the %d worst', (precision, count) => {
    const { indices, mask, warnings } = cutByEstimate(quality, trustOf(100), undefined, precision);
    expect(Array.from(indices)).toEqual(worst(count));
    expect(Array.from(mask.keys()).filter((row) => mask[row] === 1)).toEqual(worst(count).sort((a, b) => a - b));
    expect(warnings).toEqual([]);
  });

  it('lists nothing, and says so, where even the worst are not that sure', () => {
    const unsure = { ...trustOf(100), wrong: Float64Array.of(0, 4, 8, 10) };
    const { indices, mask, warnings } = cutByEstimate(quality, unsure, undefined, 0.9);
    expect(indices).toHaveLength(0);
    expect(mask).not.toContain(1);
    expect(warnings).toEqual([
      {
        text: expect.stringMatching(/not even of the worst labels are 90% wrong.*lower/) as string,
        ...{ kind: 'none-listed', numbers: [0.9] },
      },
    ]);
  });

  it('refuses where there is no estimate, or none to be trusted', () => {
    expect(() => cutByEstimate(quality, undefined, undefined, 0.7)).toThrow(
      /70%: no error could be planted.*Leave out/,
    );
    expect(() => cutByEstimate(quality, trustOf(100), 'too-few-pictures', 0.7)).toThrow(/too weak to judge/);
  });
});

describe('requireEstimate', () => {
  const asked = { ...defaultAuditOptions('pets'), targetPrecision: 0.7 };

  it('lets features through, and whoever does not ask', () => {
    expect(() => {
      requireEstimate(asked, 'features');
      requireEstimate(asked, 'auto');
      requireEstimate({ ...asked, calibrate: true }, 'small-cnn');
      requireEstimate(defaultAuditOptions('pets'), 'small-cnn');
      requireEstimate(defaultAuditOptions('pets'), undefined);
    }).not.toThrow();
  });

  it.each([
    ['small-cnn', /which trains small-cnn several times more: add --calibrate, or use --model features/],
    [undefined, /probabilities of your own model are judged as they are. Give its --features instead/],
  ])('refuses %s before any work, with what to do', (judge, message) => {
    expect(() => {
      requireEstimate(asked, judge);
    }).toThrow(message);
  });

  it('refuses a second option that sets the length of the list', () => {
    expect(() => {
      requireEstimate({ ...asked, fracNoise: 0.5 }, 'features');
    }).toThrow(/--frac-noise and --target-precision both/);
  });
});
