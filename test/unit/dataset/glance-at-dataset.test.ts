import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { glanceAtDataset } from '../../../src/dataset/index.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'label-audit-glance-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(path: string, text = ''): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}
const table = (rows: number, classes: number): string =>
  ['image,label', ...Array.from({ length: rows }, (_, i) => `images/${i}.png,class ${i % classes}`)].join('\n');

describe('glanceAtDataset', () => {
  it('sees a labels file, or class folders, at the top and below', async () => {
    await write('data/train/labels.csv', table(60, 4));
    expect(await glanceAtDataset(root)).toBe('data/train/labels.csv');
    for (let i = 0; i < 60; i++) await write(`pets/${i % 2 === 0 ? 'cat' : 'dog'}/${i}.jpg`);
    expect(await glanceAtDataset(join(root, 'pets'))).toBe('.');
    await write('labels.csv', table(60, 4));
    expect(await glanceAtDataset(root)).toBe('labels.csv');
  });

  it('sees none in programs, small or unlabelled folders, tables of other things, and what lies deep', async () => {
    for (let i = 0; i < 60; i++) await write(`node_modules/icons/${i % 2 === 0 ? 'a' : 'b'}/${i}.png`);
    for (let i = 0; i < 20; i++) await write(`assets/${i % 2 === 0 ? 'light' : 'dark'}/${i}.png`);
    await write('titanic/train.csv', `PassengerId,Survived,Name\n${'1,0,Braund\n'.repeat(99)}`);
    await write('few/labels.csv', table(12, 2));
    await write('each/labels.csv', table(60, 60));
    await write('a/b/c/labels.csv', table(60, 4));
    expect(await glanceAtDataset(root)).toBeUndefined();
  });

  it('reads no large file, and stops when it is told to', async () => {
    await write('labels.csv', table(100_000, 4));
    expect(await glanceAtDataset(root)).toBeUndefined();
    await expect(glanceAtDataset(root, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(await glanceAtDataset(join(root, 'gone'))).toBeUndefined();
  });
});
