import { describe, expect, it, vi } from 'vitest';

vi.mock('vscode', () => ({ l10n: { t: (text: string, ...args: string[]) => text.replace('{0}', args[0]) } }));
const { pathInClass } = await import('../../../../src/editor/decisions/class-folder-moves.ts');

const WINDOWS_HAS_NOT = [
  'cat.',
  'cat ',
  'cat?',
  'a:b',
  'a|b',
  '<cat>',
  '"cat"',
  'a*',
  'con',
  'NUL',
  'aux.1',
  'com1',
  'LPT9.x',
  'a\u0007',
];
const NONE_HAS = ['', '.', '..', 'a/b', 'a\\b', 'a\0b'];
const ALL_HAVE = ['cat', 'Golden Retriever', 'no. 5', 'console', 'com', 'com10', 'vögel', '.hidden', '日本'];

describe('the folder of another class', () => {
  it('stands where that of the class stands, also for a picture in a folder within its class', () => {
    const to = (path: string, named: string): string => pathInClass(path, 'dog', 'linux', named);
    expect(to('cat/home/1.png', 'cat')).toBe('dog/home/1.png');
    expect(to('train/cat/home/old/1.png', 'train/cat')).toBe('train/dog/home/old/1.png');
    expect(to('animals/cat/1.png', 'animals/cat')).toBe('animals/dog/1.png');
  });

  it.each(WINDOWS_HAS_NOT)(
    '%j is none on Windows, which would take another name for it or refuse, and is one elsewhere',
    (label) => {
      expect(() => pathInClass('train/dog/1.png', label, 'win32')).toThrow(
        /can’t be the name of a class folder. Nothing was moved/,
      );
      expect(pathInClass('train/dog/1.png', label, 'linux')).toBe(`train/${label}/1.png`);
      expect(pathInClass('train/dog/1.png', label, 'darwin')).toBe(`train/${label}/1.png`);
    },
  );

  it.each(NONE_HAS)('%j is none anywhere', (label) => {
    for (const platform of ['win32', 'darwin', 'linux'] as const)
      expect(() => pathInClass('dog/1.png', label, platform)).toThrow(/can’t be the name/);
  });

  it.each(ALL_HAVE)('%j is one everywhere', (label) => {
    for (const platform of ['win32', 'darwin', 'linux'] as const)
      expect(pathInClass('dog/1.png', label, platform)).toBe(`${label}/1.png`);
  });
});
