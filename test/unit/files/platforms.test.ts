import { join, win32 } from 'node:path';
import { homedir } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultCacheFolder, normaliseDatasetPath } from '../../../src/files/index.ts';

const own = process.platform;
afterEach(() => {
  Object.defineProperty(process, 'platform', { value: own });
});

describe('defaultCacheFolder', () => {
  it.each([
    ['win32', { LOCALAPPDATA: '/local' }, join('/local', 'label-audit')],
    ['win32', {}, join(homedir(), 'AppData', 'Local', 'label-audit')],
    ['darwin', { XDG_CACHE_HOME: '/xdg' }, join(homedir(), 'Library', 'Caches', 'label-audit')],
    ['linux', { XDG_CACHE_HOME: '/xdg' }, join('/xdg', 'label-audit')],
    ['linux', { XDG_CACHE_HOME: 'relative' }, join(homedir(), '.cache', 'label-audit')],
  ] as const)('is where %s keeps caches', (platform, environment, folder) => {
    expect(defaultCacheFolder(environment, platform)).toBe(folder);
  });
});

describe('paths of a labels file', () => {
  it.each([
    ['images\\a.png', 'images/a.png'],
    ['.\\images\\\\sub\\..\\a.png', 'images/a.png'],
    ['images/a.png', 'images/a.png'],
    ['C:\\data\\a.png', undefined],
    ['c:/data/a.png', undefined],
    ['\\\\server\\share\\a.png', undefined],
    ['\\\\?\\C:\\a.png', undefined],
    ['..\\secret.png', undefined],
    ['images\\..\\..\\secret.png', undefined],
  ])('written as Windows writes them: %s is %s on every system', (written, wanted) => {
    for (const platform of ['win32', 'darwin', 'linux']) {
      Object.defineProperty(process, 'platform', { value: platform });
      expect(normaliseDatasetPath(written)).toBe(wanted);
    }
  });

  it('are no drive’s current folder on Windows, and a name with a colon elsewhere', () => {
    Object.defineProperty(process, 'platform', { value: 'win32' });
    expect(normaliseDatasetPath('c:a.png')).toBeUndefined();
    Object.defineProperty(process, 'platform', { value: 'linux' });
    expect(normaliseDatasetPath('c:a.png')).toBe('c:a.png');
  });

  it('may be longer than 260 characters: Node asks Windows for them in the form that has no such limit', () => {
    const long = `${'folder/'.repeat(60)}a.png`;
    expect(normaliseDatasetPath(long)).toBe(long);
    const absolute = win32.join('C:\\data', long);
    expect(absolute.length).toBeGreaterThan(260);
    expect(win32.toNamespacedPath(absolute)).toBe(`\\\\?\\${absolute}`);
    // A device's name within a folder is a plain file in that form.
    expect(win32.toNamespacedPath('C:\\data\\nul')).toBe('\\\\?\\C:\\data\\nul');
  });
});
