import { execFileSync } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCode, fileFailure, readBounded, UnfitFileError } from '../../../src/files/index.ts';
import { temporaryFolder } from '../dataset/temporary-folder.ts';

const failure = (file: string, options?: Parameters<typeof readBounded>[2]): Promise<unknown> =>
  readBounded(file, 5, options).then(
    (bytes) => `read ${bytes.length} bytes`,
    (error: unknown) => error,
  );

describe('readBounded', () => {
  it('reads a file of as many bytes as it may have, and an empty one', async () => {
    const folder = await temporaryFolder({ five: 'abcde', none: '' });
    expect((await readBounded(join(folder, 'five'), 5)).toString()).toBe('abcde');
    expect(await readBounded(join(folder, 'none'), 5)).toHaveLength(0);
  });

  it('refuses one that is larger, and what is no regular file, in words that fit both kinds of sentence', async () => {
    const folder = await temporaryFolder({ six: 'abcdef' });
    await mkdir(join(folder, 'folder'));
    const large = await failure(join(folder, 'six'));
    expect(large).toBeInstanceOf(UnfitFileError);
    expect((large as Error).message).toBe('has 6 bytes, more than the 5 that such a file may have');
    expect(fileFailure(large)).toBe('it has 6 bytes, more than the 5 that such a file may have');
    expect(fileFailure(await failure(join(folder, 'folder')))).toBe('it is no regular file; move it away');
    const gone = await failure(join(folder, 'gone'));
    expect(errorCode(gone)).toBe('ENOENT');
    expect(fileFailure(gone)).toBe('no such file or folder; check the path');
  });

  it.skipIf(process.platform === 'win32')('does not wait for a pipe, and follows links only where it may', async () => {
    const folder = await temporaryFolder({ five: 'abcde' });
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await symlink('five', join(folder, 'link'));
    expect(await failure(join(folder, 'pipe'))).toBeInstanceOf(UnfitFileError);
    expect(await failure(join(folder, 'link'))).toBe('read 5 bytes');
    expect(await failure(join(folder, 'link'), { followLinks: false })).toBeInstanceOf(UnfitFileError);
  });
});
