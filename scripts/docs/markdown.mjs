// Small parts of Markdown that the pages share.
import { format, resolveConfig } from 'prettier';

/** Text that is safe in a cell of a table: on one line, with no column's end in it. */
export const cell = (text) =>
  text
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|')
    .trim();

/** Prose in which `<` begins no tag, but for what stands in backticks. */
export const prose = (text) =>
  text
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replaceAll('<', '&lt;')))
    .join('');

export const code = (text) => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);

export function table(head, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** `a, b and c` */
export const sentenceList = (items) =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** The page as `prettier --check` wants it. */
export async function formatted(text, file) {
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}
