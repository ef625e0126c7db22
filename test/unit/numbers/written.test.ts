import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { count, finePercent, percent, plural, points, score, share } from '../../../src/numbers/index.ts';

describe('a share', () => {
  it.each([
    [0, '0%', '0.0%', '0.0000', '0.00'],
    [0.000_01, '<1%', '<0.1%', '<0.0001', '<0.01'],
    [0.000_1, '<1%', '<0.1%', '0.0001', '<0.01'],
    [0.004, '<1%', '0.4%', '0.0040', '<0.01'],
    [0.005, '1%', '0.5%', '0.0050', '0.01'],
    [0.5, '50%', '50.0%', '0.5000', '0.50'],
    [0.94, '94%', '94.0%', '0.9400', '0.94'],
    [0.992, '99%', '99.2%', '0.9920', '0.99'],
    [0.994, '99%', '99.4%', '0.9940', '0.99'],
    [0.995, '>99%', '99.5%', '0.9950', '>0.99'],
    [0.9996, '>99%', '>99.9%', '0.9996', '>0.99'],
    [0.999_99, '>99%', '>99.9%', '>0.9999', '>0.99'],
    [1, '100%', '100.0%', '1.0000', '1.00'],
    [Number.NaN, '–', '–', '–', '–'],
  ])('of %d', (value, whole, fine, four, two) => {
    expect([percent(value), finePercent(value), share(value), score(value)]).toEqual([whole, fine, four, two]);
  });

  it('is certain only where it is exactly that', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (value) => {
        for (const write of [percent, finePercent, share, score]) {
          const digits =
            Number(write(value).replace(/[%<>]/g, '')) / (write === percent || write === finePercent ? 100 : 1);
          expect(digits === 1 && !write(value).startsWith('<')).toBe(value === 1);
          expect(digits === 0).toBe(value === 0);
        }
      }),
    );
  });
});

describe('a count', () => {
  it('has its thousands apart', () => {
    expect([0, 1, 999, 1000, 12_345, 1_234_567].map(count)).toEqual(['0', '1', '999', '1,000', '12,345', '1,234,567']);
  });

  it('goes with its noun', () => {
    expect([plural(1, 'picture'), plural(0, 'picture'), plural(1200, 'class', 'classes')]).toEqual([
      '1 picture',
      '0 pictures',
      '1,200 classes',
    ]);
  });
});

describe('a difference', () => {
  it('is in percentage points, with its sign', () => {
    expect([points(0.0123), points(-0.004), points(0), points(-0.004, '-')]).toEqual(['+1.2', '−0.4', '+0.0', '-0.4']);
  });
});
