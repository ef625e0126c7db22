import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startThumbnailer, type Thumbnailer } from '../../../../src/audit/engine/thumbnail-client.ts';
import { descendants, leftAfter } from '../processes.ts';

const SIZE = 100;
const engineFile = join(import.meta.dirname, '../../../../dist/engine.mjs');
let base: string;
let root: string;
let cacheFolder: string;
let thumbnailer: Thumbnailer;

const picture = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#ff0000' } })
    .png()
    .toBuffer();

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'label-audit-thumbnails-'));
  root = join(base, 'data');
  cacheFolder = join(base, 'cache');
  execFileSync('mkdir', [root]);
  await writeFile(join(root, 'wide.png'), await picture(800, 400));
  await writeFile(join(root, 'tiny.png'), await picture(8, 8));
  await writeFile(join(base, 'outside.png'), await picture(10, 10));
  thumbnailer = startThumbnailer({ engineFile, cacheFolder });
});
afterEach(async () => {
  thumbnailer.dispose();
  await rm(base, { recursive: true, force: true });
});

describe('startThumbnailer', () => {
  it('makes small WebP files that keep the proportions, and makes none twice', async () => {
    const first = await thumbnailer.get(root, ['wide.png', 'tiny.png'], SIZE);
    const wide = first.get('wide.png')!;
    expect(await sharp(wide).metadata()).toMatchObject({ format: 'webp', width: 100, height: 50 });
    expect(await sharp(first.get('tiny.png')!).metadata()).toMatchObject({ width: 8, height: 8 });
    const { mtimeMs } = await stat(wide);
    expect(await thumbnailer.get(root, ['tiny.png', 'wide.png'], SIZE)).toEqual(first);
    expect((await stat(wide)).mtimeMs).toBe(mtimeMs);
    expect((await readdir(cacheFolder, { recursive: true })).filter((name) => name.endsWith('.webp'))).toHaveLength(2);
  });

  it('makes each size that is asked for, in one process', async () => {
    const [small, large] = await Promise.all([100, 300].map((size) => thumbnailer.get(root, ['wide.png'], size)));
    expect(await sharp(small.get('wide.png')!).metadata()).toMatchObject({ width: 100, height: 50 });
    expect(await sharp(large.get('wide.png')!).metadata()).toMatchObject({ width: 300, height: 150 });
    expect(descendants(process.pid, 'dist/engine.mjs')).toHaveLength(1);
  });

  it("tells what a picture's file says of itself, in the same process, and null where it can't be read", async () => {
    const [facts, none, out] = await Promise.all(
      ['wide.png', 'gone.png', '../outside.png'].map((path) => thumbnailer.facts(root, path)),
    );
    expect(facts).toEqual({ bytes: (await stat(join(root, 'wide.png'))).size, width: 800, height: 400 });
    expect([none, out]).toEqual([null, null]);
    const cut = thumbnailer.facts(root, 'wide.png');
    thumbnailer.dispose();
    expect(await cut).toBeNull();
  });

  it('makes a new one when the picture changes', async () => {
    const [before] = (await thumbnailer.get(root, ['wide.png'], SIZE)).values();
    await writeFile(join(root, 'wide.png'), await picture(400, 800));
    await utimes(join(root, 'wide.png'), 1, 1);
    const [after] = (await thumbnailer.get(root, ['wide.png'], SIZE)).values();
    expect(after).not.toBe(before);
    expect(await sharp(after!).metadata()).toMatchObject({ width: 50, height: 100 });
  });

  it('refuses what leads out of the root and what is no picture, and does the rest', async () => {
    await symlink(join(base, 'outside.png'), join(root, 'link.png'));
    await symlink(join(root, 'tiny.png'), join(root, 'inner.png'));
    await writeFile(join(root, 'text.png'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    execFileSync('mkfifo', [join(root, 'pipe.png')]);
    execFileSync('mkdir', [join(root, 'folder.png')]);
    const bad = [
      ...['../outside.png', join(base, 'outside.png'), 'a/../../outside.png', 'link.png', 'text.png'],
      ...['pipe.png', 'folder.png', 'gone.png', '', '.', 'nul\0.png', `${'x'.repeat(300)}.png`],
    ];
    const files = await thumbnailer.get(root, [...bad, 'wide.png', 'inner.png'], SIZE);
    expect([...files.entries()].filter(([, file]) => file === null).map(([path]) => path)).toEqual(
      expect.arrayContaining(bad),
    );
    expect(files.get('wide.png')).toMatch(/\.webp$/);
    expect(files.get('inner.png')).toMatch(/\.webp$/);
    expect(files.size).toBe(bad.length + 2);
  });

  it('answers many requests at once, each path of each', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `${i}.png`);
    const bytes = await picture(300, 300);
    await Promise.all(names.map((name) => writeFile(join(root, name), bytes)));
    const answers = await Promise.all(
      [0, 10, 20, 30].map((at) => thumbnailer.get(root, names.slice(at, at + 10), SIZE)),
    );
    expect(answers.flatMap((answer) => [...answer.keys()]).sort()).toEqual([...names].sort());
    expect(answers.every((answer) => [...answer.values()].every((file) => file !== null))).toBe(true);
  });

  it('starts again after a crash, and ends when it is disposed of', async () => {
    await thumbnailer.get(root, ['tiny.png'], SIZE);
    const [pid] = descendants(process.pid, 'dist/engine.mjs');
    process.kill(pid, 'SIGKILL');
    expect(await leftAfter(2000, [pid])).toEqual([]);
    expect((await thumbnailer.get(root, ['wide.png'], SIZE)).get('wide.png')).toMatch(/\.webp$/);
    const running = descendants(process.pid, 'dist/engine.mjs');
    expect(running).toHaveLength(1);
    thumbnailer.dispose();
    expect(await leftAfter(2000, running)).toEqual([]);
    expect(await thumbnailer.get(root, ['wide.png'], SIZE)).toEqual(new Map([['wide.png', null]]));
  });
});
