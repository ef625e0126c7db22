import { printable } from '../../wording/printable.ts';

/** A piece of HTML that is safe to put into a page. */
export interface Html {
  readonly html: string;
}

type Value = string | number | Html | readonly Html[] | undefined;

function escaped(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function piece(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return 'html' in value ? value.html : value.map((entry) => entry.html).join('');
}

/**
 * A template for HTML that escapes every value, unless this template itself made it: so text from a
 * data set can't become markup by oversight. Control characters are shown as escapes.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: strings.map((text, i) => text + (i < values.length ? piece(values[i]) : '')).join('') };
}

/** Text that is known to be safe, such as a style sheet of ours. */
export const trusted = (text: string): Html => ({ html: text });
