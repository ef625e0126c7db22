import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { openPictureMapper } from '../../../src/dataset/picture-mapper.ts';
import { temporaryFolder } from './temporary-folder.ts';

const FILES = {
  'images/1.jpg': '',
  'images/2.jpg': '',
  'images/extra/3.jpg': '',
  'thumbs/1.jpg': '',
  'images.csv': 'image;sender_id;kids\r\n1;7;yes\r\n2;8;"no; never"\r\n3;8;yes\r\n4;;\r\n',
};

describe('openPictureMapper', () => {
  it('counts the pictures that a column, a folder and a pattern find', async () => {
    const root = await temporaryFolder(FILES);
    const mapper = await openPictureMapper(join(root, 'images.csv'));
    expect(mapper.columns).toEqual(['image', 'sender_id', 'kids']);
    expect(mapper.folders).toEqual([
      { path: '.', pictures: 4 },
      { path: 'images', pictures: 3 },
      { path: 'images/extra', pictures: 1 },
      { path: 'thumbs', pictures: 1 },
    ]);
    expect(await mapper.count({ imageColumn: 'image' })).toEqual({
      ...{ found: 3, named: 4, missing: '4', example: { written: '1', path: 'images/1.jpg' } },
      patterns: ['images/{id}.jpg', 'images/extra/{id}.jpg', 'thumbs/{id}.jpg'],
    });
    expect(await mapper.count({ imageColumn: 'kids' })).toMatchObject({ found: 0, named: 3, missing: 'yes' });
    const pattern = { imageColumn: 'image', imagePattern: 'thumbs/{id}.jpg' };
    expect(await mapper.count(pattern)).toMatchObject({ found: 1, named: 4, missing: '2' });
    expect(await mapper.count({ imageColumn: 'image', imageRoot: 'thumbs' })).toMatchObject({ found: 1, missing: '2' });
    expect(await mapper.count({ imageColumn: 'image', imageRoot: 'images' })).toMatchObject({
      ...{ found: 3, example: { path: 'images/1.jpg' } },
      patterns: ['images/{id}', 'images/{id}.jpg', 'images/extra/{id}.jpg'],
    });
    const inFolder = { imageColumn: 'image', imageRoot: 'images', imagePattern: '{id}.jpg' };
    expect(await mapper.count(inFolder)).toMatchObject({ found: 2, patterns: ['images/{id}.jpg'] });
    expect(await mapper.values('kids')).toEqual(
      new Map([
        ['yes', 2],
        ['no; never', 1],
        ['', 1],
      ]),
    );
  });

  it('reads the keys of JSON lines', async () => {
    const root = await temporaryFolder({
      'x/a.png': '',
      'metadata.jsonl': '{"id":"a","kind":"cat"}\n{"id":"b","age":3}\n',
    });
    const mapper = await openPictureMapper(join(root, 'metadata.jsonl'));
    expect(mapper.columns).toEqual(['id', 'kind', 'age']);
    expect(await mapper.count({ imageColumn: 'id' })).toMatchObject({ found: 1, named: 2, missing: 'b' });
  });

  it('stops, and refuses what has no two columns', async () => {
    const root = await temporaryFolder({
      'one.csv': 'image\na.png\n',
      'long.csv': `image,label\n${'a,b\n'.repeat(9000)}`,
    });
    await expect(openPictureMapper(join(root, 'one.csv'))).rejects.toThrow(/no two columns/);
    const mapper = await openPictureMapper(join(root, 'long.csv'));
    const stop = AbortSignal.abort(new Error('stopped'));
    await expect(mapper.count({ imageColumn: 'image' }, stop)).rejects.toThrow('stopped');
    await expect(mapper.count({ imageColumn: 'none' })).rejects.toThrow(/no columns named "none"/);
  });
});
