import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rowPathFinders } from '../../../../src/audit/report/row-paths.ts';
import { temporaryFolder } from '../../dataset/temporary-folder.ts';

const dataset = (root: string, ...patterns: (readonly string[] | undefined)[]) => ({
  dataset: { root, labelsFiles: patterns.map((imagePatterns, i) => ({ name: `${i}.csv`, imagePatterns })) },
});

describe('rowPathFinders', () => {
  it('find pictures by what rows write, in each labels file by its own patterns', () => {
    const known = new Set(['images/1.png', 'images/2.jpg', 'caf\u00e9.png', 'a b.png', 'test/1.png']);
    const [first, second] = rowPathFinders(
      dataset('/nowhere', ['images/{id}.png', 'images/{id}.jpg'], ['test/{id}.png']),
      known,
    );
    expect(['1', '2', 'cafe\u0301.png', 'a%20b.png', './images\\1.png'].map((one) => first(one, ''))).toEqual([
      'images/1.png',
      'images/2.jpg',
      'caf\u00e9.png',
      'a b.png',
      'images/1.png',
    ]);
    expect(second('1', '')).toBe('test/1.png');
    expect(first('https://h/x/images/2.jpg?v=1', '')).toBe('images/2.jpg');
    expect(['new.png', './x/../new.png', '../out.png', ''].map((one) => first(one, ''))).toEqual([
      'new.png',
      'new.png',
      undefined,
      undefined,
    ]);
  });

  it('let the split decide between pictures of one name', () => {
    const known = new Set(['train/7.png', 'test/7.png']);
    const [find] = rowPathFinders(dataset('/nowhere', ['train/{id}.png', 'test/{id}.png']), known);
    expect([find('7', 'train'), find('7', 'test'), find('7', '')]).toEqual([
      'train/7.png',
      'test/7.png',
      'train/7.png',
    ]);
  });

  it('never take a picture for another one that was not audited', async () => {
    const root = await temporaryFolder({ 'train/7.png': '', 'test/7.png': '' });
    const [find] = rowPathFinders(dataset(root, ['train/{id}.png', 'test/{id}.png']), new Set(['train/7.png']));
    expect(find('7', 'test')).toBe('test/7.png');
    // Of a picture that is nowhere the other one is meant.
    const file = join(root, 'train/8.png');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '');
    const [again] = rowPathFinders(dataset(root, ['train/{id}.png', 'test/{id}.png']), new Set(['train/8.png']));
    expect(again('8', 'test')).toBe('train/8.png');
  });

  it('take paths as they are where a report lists no labels files', () => {
    const [find] = rowPathFinders({ dataset: { root: '/nowhere' } }, new Set(['a.png']));
    expect([find('a.png', ''), find('.\\a.png', 'x'), find('b.png', '')]).toEqual(['a.png', 'a.png', 'b.png']);
  });
});
