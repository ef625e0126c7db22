/** A cell as a message may show it: on one line, and not longer than a line or so. */
export function shortened(text: string, most = 80): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= most
    ? line
    : `${line.slice(0, most - 20)}… (${text.length.toLocaleString('en-US')} characters)`;
}

/** Names for a message, the first few of them. */
export function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => JSON.stringify(shortened(name)));
  return names.length > 5 ? `${shown.join(', ')} and ${names.length - 5} more` : shown.join(', ');
}
