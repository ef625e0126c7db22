import { printableLines } from '../wording/printable.ts';

/** A report or comparison as JSON, indented; what a terminal would act on is escaped, as JSON can. */
export function formatJson(value: object): string {
  return `${printableLines(JSON.stringify(value, null, 2))}\n`;
}
