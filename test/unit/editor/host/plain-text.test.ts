import { describe, expect, it } from 'vitest';
import { errorText, labelText, lineOf, noticeText } from '../../../../src/editor/host/plain-text.ts';

/** How VS Code finds links in notifications, and icons in labels. */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
const ICON = /(\\)?\$\(([A-Za-z0-9-]+(?:~[A-Za-z]+)?)\)/g;
const icons = (text: string): string[] =>
  [...text.matchAll(ICON)].filter(([, escaped]) => !escaped).map(([all]) => all);

describe('names of a data set', () => {
  it.each(['[x](command:workbench.action.quit)', '[a](https://evil.example)', 'a[b](file:///etc/passwd "c")'])(
    'are no links in a notification: %s',
    (name) => {
      expect(name).toMatch(LINK);
      expect(noticeText(`${name} has changed.`)).not.toMatch(LINK);
      expect(noticeText(name).replaceAll('\u200b', '')).toBe(name);
    },
  );

  it.each(['$(trash)', '$(sync~spin) cat', '\\$(trash)', '$$(trash)'])('are no icons in a list: %s', (name) => {
    expect(icons(labelText(name))).toEqual([]);
  });

  it('keep what is no icon as it is', () => {
    expect(labelText('$(1 + 2) ${x} $()')).toBe('$(1 + 2) ${x} $()');
  });

  it('neither begin a line, nor reorder one, nor colour a terminal', () => {
    expect(lineOf('cat\r\n2026-01-01 [error] forged\u001b[31m\u202egnp.exe\u2066')).toBe(
      'cat 2026-01-01 [error] forged\\u001b[31m\\u202egnp.exe\\u2066',
    );
    const error = new Error('no\n    at forged (evil.js:1:1)');
    const lines = errorText(error).split('\n');
    expect(lines[0]).toBe('Error: no at forged (evil.js:1:1)');
    expect(lines.slice(1).every((line) => /^\s+at /.test(line))).toBe(true);
    expect(errorText('a\nb')).toBe('a b');
  });
});
