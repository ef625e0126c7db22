import { printable } from '../../audit/light.ts';

/** What VS Code makes icons of in labels: `$(name)`. */
const ICON = /(\\)?\$\([\w-]+(?:~[\w-]+)?\)/g;

/**
 * Text that may hold names of a data set, for a notification: there VS Code makes links, and commands, of `[x](command:y)`.
 * The two brackets are held apart by a blank of no width.
 */
export function noticeText(text: string): string {
  return lineOf(text).replaceAll('](', ']\u200b(');
}

/** Text for the label or description of a quick pick's row, where VS Code makes icons of `$(name)`. */
export function labelText(text: string): string {
  return lineOf(text).replace(ICON, (icon, escaped?: string) => (escaped === undefined ? `\\${icon}` : icon));
}

/** Text on one line, with whatever could reorder or move it made visible. */
export function lineOf(text: string): string {
  return printable(text.replace(/\s+/g, ' '));
}

/** A name is never needed in full where it is one word among others. */
const MOST = 120;

/** A name as part of a message: a label may be as long as a book. */
export function nameOf(text: string): string {
  const line = lineOf(text);
  return line.length <= MOST ? line : `${line.slice(0, MOST)}…`;
}

/** An error for the log: only the frames of its stack are lines of their own. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return lineOf(String(error));
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [lineOf(`${error.name}: ${error.message}`), ...frames.map(printable)].join('\n');
}
