import { describe, expect, it } from 'vitest';
import { isWithin, placeKey } from '../../../../src/editor/host/same-place.ts';

const file = (path: string) => ({ scheme: 'file', path });
const same = (a: string, b: string, platform: NodeJS.Platform): boolean =>
  placeKey(file(a), platform) === placeKey(file(b), platform);

describe('placeKey', () => {
  it('takes drives as one, written large or small', () => {
    for (const platform of ['win32', 'linux'] as const)
      expect(same('/C:/data/labels.csv', '/c:/data/labels.csv', platform)).toBe(true);
  });

  it('ignores case and composed accents where names do not differ by them', () => {
    for (const platform of ['win32', 'darwin'] as const) {
      expect(same('/c:/Data/Labels.csv', '/c:/data/labels.csv', platform)).toBe(true);
      expect(same('/d/Vögel', '/d/Vo\u0308gel', platform)).toBe(true);
    }
    expect(same('/Data/labels.csv', '/data/labels.csv', 'linux')).toBe(false);
    expect(same('/d/Vögel', '/d/Vo\u0308gel', 'linux')).toBe(false);
  });

  it('keeps other file systems apart', () => {
    expect(placeKey({ scheme: 'vscode-remote', path: '/d' })).not.toBe(placeKey(file('/d')));
  });
});

describe('isWithin', () => {
  it.each([
    ['file:/c:/data', true],
    ['file:/c:/data/a/labels.csv', true],
    ['file:/c:/data-2/labels.csv', false],
    ['file:/c:', false],
  ])('%s: %s', (place, wanted) => {
    expect(isWithin(place, 'file:/c:/data')).toBe(wanted);
  });

  it('knows the root of a disk', () => {
    expect(isWithin('file:/c:/labels.csv', 'file:/c:/')).toBe(true);
  });
});
