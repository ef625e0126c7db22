import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { similarPictures, type SimilarInput } from '../../../../src/audit/pipeline/similar-pictures.ts';

/** Two classes; rows 0 to 5 are 0, rows 6 to 11 are 1. Each picture is one flat grey. */
function input(greys: readonly number[], more: Partial<SimilarInput> = {}): SimilarInput {
  const labels = Int32Array.from(greys, (_, i) => (i < 6 ? 0 : 1));
  const data = Float64Array.from([...labels].flatMap((label) => (label === 0 ? [0.9, 0.1] : [0.1, 0.9])));
  return {
    predProbs: { data, n: greys.length, k: 2 },
    labels,
    labelQuality: new Float64Array(greys.length).fill(0.9),
    flagged: new Uint8Array(greys.length),
    pictures: {
      data: Uint8Array.from(greys.flatMap((grey) => [grey, grey, grey, grey])),
      height: 2,
      width: 2,
      channels: 1,
    },
    ...more,
  };
}
const GREYS = [100, 10, 90, 105, 200, 99, 0, 101, 50, 98, 255, 110];

describe('similarPictures', () => {
  it('finds the three nearest of either class, nearest first', async () => {
    const flagged = new Uint8Array(12);
    flagged[0] = 1;
    expect(await similarPictures([{ index: 0, suggested: 1 }], input(GREYS, { flagged }))).toEqual([
      { given: [5, 3, 2], suggested: [7, 9, 11] },
    ]);
  });

  it('takes only confidently labelled examples: not flagged, predicted as labelled, of at least median quality', async () => {
    const flagged = new Uint8Array(12);
    flagged[0] = flagged[5] = 1;
    const made = input(GREYS, { flagged });
    made.predProbs.data.set([0.4, 0.6], 3 * 2);
    made.labelQuality[7] = 0.1;
    expect(await similarPictures([{ index: 0, suggested: 1 }], made)).toEqual([
      { given: [2, 1, 4], suggested: [9, 11, 8] },
    ]);
  });

  it('compares probabilities where there are no pictures', async () => {
    const flagged = new Uint8Array(12);
    flagged[0] = 1;
    const made = input(GREYS, { flagged, pictures: undefined });
    made.predProbs.data.set([0.3, 0.7], 0);
    made.predProbs.data.set([0.6, 0.4], 2 * 2);
    made.predProbs.data.set([0.35, 0.65], 8 * 2);
    expect(await similarPictures([{ index: 0, suggested: 1 }], made)).toEqual([
      { given: [2, 1, 3], suggested: [8, 6, 7] },
    ]);
  });

  it('shows nothing twice where the suggestion is the label, and nothing where a class has no confident example', async () => {
    expect(
      await similarPictures([{ index: 0, suggested: 0 }], input(GREYS, { flagged: new Uint8Array(12).fill(1) })),
    ).toEqual([{ given: [], suggested: [] }]);
  });

  it('agrees with looking at every pixel of every candidate', async () => {
    const pixels = fc.uint8Array({ minLength: 12 * 12, maxLength: 12 * 12 });
    await fc.assert(
      fc.asyncProperty(pixels, fc.nat(11), async (data, index) => {
        const flagged = new Uint8Array(12);
        flagged[index] = 1;
        const made = input(GREYS, { flagged, pictures: { data, height: 2, width: 2, channels: 3 } });
        const distance = (row: number): number => {
          let sum = 0;
          for (let i = 0; i < 12; i++) sum += (data[row * 12 + i] - data[index * 12 + i]) ** 2;
          return sum;
        };
        const best = (label: number): number[] =>
          Array.from({ length: 12 }, (_, row) => row)
            .filter((row) => row !== index && made.labels[row] === label)
            .sort((a, b) => distance(a) - distance(b) || a - b)
            .slice(0, 3);
        const given = made.labels[index];
        expect(await similarPictures([{ index, suggested: 1 - given }], made)).toEqual([
          { given: best(given), suggested: best(1 - given) },
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it('averages large pictures down, colours kept apart', async () => {
    const side = 40;
    const flat = (r: number, g: number, b: number): number[] =>
      Array.from({ length: side * side }, () => [r, g, b]).flat();
    const greys = new Array<number>(12).fill(0);
    const colours = greys.flatMap((_, i) =>
      i === 0 ? flat(255, 0, 0) : i === 4 ? flat(250, 0, 0) : flat(0, 0, 255 - i),
    );
    const flagged = new Uint8Array(12);
    flagged[0] = 1;
    const pictures = { data: Uint8Array.from(colours), height: side, width: side, channels: 3 };
    expect((await similarPictures([{ index: 0, suggested: 1 }], input(greys, { flagged, pictures })))[0]).toEqual({
      given: [4, 5, 3],
      suggested: [11, 10, 9],
    });
  });

  it('stops when it is told to', async () => {
    const reason = new Error('enough');
    const issues = [{ index: 0, suggested: 1 }];
    await expect(similarPictures(issues, input(GREYS), AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
