import { describe, expect, it } from 'vitest';
import { decodeImages } from '../../../src/pictures/decode-images.ts';
import { findDuplicates } from '../../../src/dataset/find-duplicates.ts';
import type { Dataset } from '../../../src/dataset/types.ts';
import { readDataset } from '../../../src/dataset/read-dataset.ts';
import { datasetOf, options, png, red } from './sample-pictures.ts';
import { romanNumerals } from './shared-data.ts';
import { temporaryFolder } from './temporary-folder.ts';

const roman = romanNumerals('decoding the Roman numerals');

describe('findDuplicates', () => {
  it('groups equal files and reports those whose labels differ', async () => {
    const other = await red().png().toBuffer();
    // Labels a, b, a, b, a.
    const dataset = await datasetOf({ 'p.png': png, 'q.png': other, 'bad.png': 'x', 'r.png': png, 's.png': png });
    const store = await decodeImages(dataset, options);
    const { groups, groupCount, sets, problems } = findDuplicates(dataset, store);
    expect(groups).toEqual(Int32Array.of(0, 1, 0, 0));
    expect(groupCount).toBe(2);
    expect(sets).toEqual([{ pictures: [0, 2, 3], conflicting: true }]);
    expect(problems.map(({ kind, path, row, others }) => [kind, path, row, others])).toEqual([
      ['conflicting-duplicates', 'p.png', 1, ['r.png', 's.png']],
      ['conflicting-duplicates', 'r.png', 4, ['p.png', 's.png']],
      ['conflicting-duplicates', 's.png', 5, ['p.png', 'r.png']],
    ]);
    expect(problems[0].message).toBe(
      'p.png (a) is the same picture as r.png (b): one of the labels is wrong; correct it.',
    );
  });

  it('names some of very many copies, and counts the others', () => {
    const copies = 3000;
    // Copy 2,999 alone is a b, and copy 0 stands in rows of two splits.
    const examples = Array.from({ length: copies + 1 }, (_, i) => ({
      ...{ path: `${i % copies}.png`, label: i === copies - 1 ? 1 : 0, place: { kind: 'folder' } as const },
    }));
    const dataset: Dataset = { root: '/data', classes: ['a', 'b'], examples, problems: [] };
    const { problems } = findDuplicates(dataset, {
      exampleIndices: Int32Array.from(examples.keys()),
      contentHashes: examples.map(() => 'the same'),
    });
    expect(problems.length).toBe(copies + 1);
    expect(problems[0]).toEqual({
      ...{ kind: 'conflicting-duplicates', path: '0.png', others: ['2999.png'] },
      message: '0.png (a) is the same picture as 2999.png (b): one of the labels is wrong; correct it.',
    });
    const { message, others, moreOthers } = problems[copies - 1];
    expect(message).toBe(
      '2999.png (b) is the same picture as 0.png (a), 1.png (a), 2.png (a) and 2996 more: one of the labels is wrong; correct it.',
    );
    expect(others).toEqual(Array.from({ length: 20 }, (_, i) => `${i}.png`));
    expect(moreOthers).toBe(2979);
  });

  it.skipIf(roman === undefined)('decodes all Roman numerals: 49 stand in both train and val', async () => {
    const dataset = await readDataset(roman!);
    const cacheFolder = await temporaryFolder();
    const store = await decodeImages(dataset, { ...options, imageSize: 32, cacheFolder });
    expect(store).toMatchObject({ n: 2880, channels: 1, decoded: 2831, problems: [] });
    const { groupCount, sets } = findDuplicates(dataset, store);
    const splitsOf = (pictures: readonly number[]): Set<string | undefined> =>
      new Set(pictures.map((picture) => dataset.examples[store.exampleIndices[picture]].split));
    expect(groupCount).toBe(2831);
    expect(sets.filter(({ pictures }) => splitsOf(pictures).size === 2).length).toBe(49);
    expect((await decodeImages(dataset, { ...options, imageSize: 32, cacheFolder })).decoded).toBe(0);
  });
});
