import { lineOf } from './plain-text.ts';

/**
 * Text as Markdown that shows just that text, on one line: no emphasis, link, picture, HTML or code comes of it. Unlike
 * `MarkdownString.appendText` it leaves blanks as they are, so that long lines can be wrapped.
 */
export function escapeMarkdown(text: string): string {
  return lineOf(text)
    .trim()
    .replace(/[\\`*_{}[\]()<>#+\-.!|~&:@"'$^=]/g, '\\$&');
}
