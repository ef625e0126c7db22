import { describe, expect, it } from 'vitest';
import { escapeMarkdown } from '../../../../src/editor/host/escape-markdown.ts';

describe('escapeMarkdown', () => {
  it.each([
    ['a b', 'a b'],
    ['![x](command:evil)', String.raw`\!\[x\]\(command\:evil\)`],
    ['<img src=x>', String.raw`\<img src\=x\>`],
    ['$(trash) _a_', String.raw`\$\(trash\) \_a\_`],
    ['https://e.org', String.raw`https\://e\.org`],
    ['    code\n\n# title', String.raw`code \# title`],
    ['&lt;', String.raw`\&lt;`],
  ])('of %j is plain', (text, markdown) => {
    expect(escapeMarkdown(text)).toBe(markdown);
  });
});
