import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignClassKeys, chooseClassKey, CLASS_KEYS } from '../../../webview/model/keys/class-keys.ts';
import { commandFor } from '../../../webview/model/keys/key-commands.ts';
import { matchClasses } from '../../../webview/model/rows/match-classes.ts';

describe('the keys of classes', () => {
  it('are digits first, then letters that mean nothing else', () => {
    const classes = Array.from({ length: 40 }, (_, i) => `class ${i}`);
    const keys = assignClassKeys(classes);
    expect(classes.slice(0, 12).map(keys.keyOf)).toEqual(Array.from('123456789abd'));
    expect(keys.keyOf('class 39')).toBeUndefined();
    for (const key of CLASS_KEYS) {
      expect(commandFor({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }, 'list')).toEqual({
        kind: 'pick',
        key,
      });
    }
  });

  it('are one for one, whatever was chosen', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__', 'gone');
    const classes = ['a', 'b', 'c', 'd', 'e', '__proto__'];
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.constantFrom('1', 'x', 'k', '', 'zz', '9'))), (pairs) => {
        const keys = assignClassKeys(classes, new Map(pairs));
        const given = classes.map(keys.keyOf);
        expect(new Set(given).size).toBe(classes.length);
        for (const [index, key] of given.entries()) expect(keys.classOf(key!)).toBe(classes[index]);
      }),
    );
  });

  it('change places when one is chosen that another class has', () => {
    const classes = ['cat', 'dog', 'fox'];
    const chosen = chooseClassKey(new Map(), assignClassKeys(classes), 'fox', '1');
    const keys = assignClassKeys(classes, chosen);
    expect(classes.map(keys.keyOf)).toEqual(['3', '2', '1']);
    const free = assignClassKeys(classes, chooseClassKey(chosen, keys, 'dog', 'q'));
    expect(classes.map(free.keyOf)).toEqual(['3', 'q', '1']);
  });
});

describe('classes by what is typed', () => {
  it('come best first, in any case and without accents', () => {
    const classes = ['t-shirt', 'Shirt', 'shorts', 'long shirt', 'Größe', 'éclair'];
    expect(matchClasses(classes, 'shirt')).toEqual(['Shirt', 't-shirt', 'long shirt']);
    expect(matchClasses(classes, 'SHO')).toEqual(['shorts']);
    expect(matchClasses(classes, 'ecl')).toEqual(['éclair']);
    expect(matchClasses(classes, 'gro')).toEqual(['Größe']);
    expect(matchClasses(classes, 'zzz')).toEqual([]);
    expect(matchClasses(classes, '')).toEqual(classes);
  });
});
