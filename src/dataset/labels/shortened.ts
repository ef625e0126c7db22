/** A cell as a message may show it: on one line, and not longer than a line or so. */
export function shortened(text: string, most = 80): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= most
    ? line
    : `${line.slice(0, most - 20)}… (${text.length.toLocaleString('en-US')} characters)`;
}
