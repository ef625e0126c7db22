import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PictureError, readSmallPicture, withPictureFile } from '../../../src/pictures/index.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'label-audit-picture-file-')));
const root = join(folder, 'set');
mkdirSync(join(root, 'inner.png'), { recursive: true });
writeFileSync(join(root, 'small.png'), 'abc');
writeFileSync(join(root, 'large.png'), 'abcdefghi');
writeFileSync(join(root, 'empty.png'), '');
writeFileSync(join(folder, 'outside.png'), 'abc');

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const room = Buffer.alloc(8);

async function problemOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof PictureError) return `${error.kind}: ${error.message}`;
    throw error;
  }
  return '';
}

describe('readSmallPicture', () => {
  it('gives the bytes of a file that fits into the room, and nothing of a larger one', () => {
    expect(readSmallPicture(root, 'small.png', room)?.toString()).toBe('abc');
    expect(readSmallPicture(root, 'large.png', room)).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')('refuses what withPictureFile refuses, in the same words', async () => {
    symlinkSync(join(folder, 'outside.png'), join(root, 'link.png'));
    symlinkSync(join(root, 'small.png'), join(root, 'inside.png'));
    execFileSync('mkfifo', [join(root, 'pipe.png')]);
    expect(readSmallPicture(root, 'inside.png', room)?.toString()).toBe('abc');
    for (const path of ['inner.png', 'empty.png', 'gone.png', 'link.png', 'pipe.png', 'small.png/x.png', 'a\0b.png']) {
      const problem = await problemOf(() => readSmallPicture(root, path, room));
      expect(problem, path).not.toBe('');
      expect(problem).toBe(await problemOf(() => withPictureFile(root, path, () => Promise.resolve())));
    }
  });
});
