/** A cell that a spreadsheet runs as a formula begins so (OWASP, "CSV Injection"); full-width signs do as well. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * A CSV cell (RFC 4180). Quoted where it holds what a spreadsheet may take for a delimiter, a quote or a line break.
 *
 * @param guard puts an apostrophe before what a spreadsheet would run as a formula, and quotes the cell; it is then shown
 *   as text. Numbers stay numbers.
 */
export function csvCell(text: string, guard: boolean): string {
  const guarded = guard && FORMULA.test(text) && !NUMBER.test(text);
  const value = guarded ? `'${text}` : text;
  return guarded || /[",;\t\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
