/** An error as one line: no stack trace, no line breaks. */
export function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/^error:\s*/i, '')
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .trim();
}
