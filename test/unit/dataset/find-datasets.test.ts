import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDatasets } from '../../../src/dataset/find-datasets.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('findDatasets', () => {
  it('lists labels files and roots of class folders with their sizes', async () => {
    const root = await temporaryFolder({
      'data/digits/labels.csv': 'image,label\na.png,1\nb.png,2\nc.png,1\n',
      'data/digits/one/a.png': '',
      'data/digits/two/a.png': '',
      'data/odd/labels.csv': 'a,b\n1,2\n',
      'animals/train/cat/1.png': '',
      'animals/train/dog/1.png': '',
      'animals/test/cat/2.png': '',
      'node_modules/x/labels.csv': 'image,label\na.png,1\n',
      '.git/labels.csv': 'image,label\na.png,1\n',
      'docs/figure.png': '',
    });
    const found = await findDatasets(root);
    expect(found).toMatchObject([
      { kind: 'folders', path: 'animals', pictures: 3, classes: 2, target: join(root, 'animals') },
      { kind: 'csv', path: 'data/digits/labels.csv', pictures: 3, classes: 2 },
      { kind: 'csv', path: 'data/odd/labels.csv', pictures: 0, classes: 0 },
    ]);
    expect(found.map(({ problem }) => problem?.includes('no image column was recognised'))).toEqual([
      undefined,
      undefined,
      true,
    ]);
    expect(await findDatasets(join(root, 'docs'))).toEqual([]);
  });

  it('stops when it is told to', async () => {
    const reason = new Error('enough');
    await expect(findDatasets(await temporaryFolder(), AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
