import { describe, expect, it } from 'vitest';
import { suggestClasses } from '../../../../src/audit/pipeline/suggest-classes.ts';

const predProbs = {
  data: Float32Array.of(0.1, 0.5, 0.4, 0.1, 0.7, 0.2, 0.1, 0.6, 0.3, 0.8, 0.1, 0.1),
  n: 4,
  k: 3,
};
const last = Int32Array.of(1, 1, 1, 0);

describe('suggestClasses', () => {
  it('is the last round’s where there was no other', () => {
    expect(Array.from(suggestClasses(Int32Array.of(0, 0, 0, 0), predProbs, undefined, last))).toEqual([1, 1, 1, 0]);
  });

  it('is the first round’s, unless that is the given label or the last round speaks against it', () => {
    const first = Int32Array.of(2, 2, 0, 0);
    const suggested = suggestClasses(Int32Array.of(0, 0, 0, 0), predProbs, first, last);
    // Nearly as likely; less than half as likely; the given label; the given label, which the last round finds right.
    expect(Array.from(suggested)).toEqual([2, 1, 1, 0]);
  });
});
