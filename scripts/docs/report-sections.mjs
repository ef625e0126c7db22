// The lists of docs/formats.md: the fields of the JSON files, from their types.
import { sources } from './exported-names.mjs';
import { code, prose } from './markdown.mjs';
import { REPORTS } from './sources.mjs';

const TYPES = { report: 'AuditReport', comparison: 'Comparison' };

/** A list rather than a table: names and types are of very different lengths. */
function fieldsList(fields) {
  const lines = fields.map(({ name, optional, type, doc }) => {
    // What stands in backticks in there refers to another field.
    const kind = /^(object|list of objects)\b/.test(type) ? type : code(type);
    return `- ${code(name)}${optional ? ' ?' : ''}: ${kind}${doc === '' ? '' : `. ${prose(doc.replaceAll(/\s*\n\s*/g, ' '))}`}`;
  });
  return lines.join('\n');
}

/** @returns {Record<string, string>} Markdown by section */
export function reportSections() {
  const { fieldsOf } = sources();
  return Object.fromEntries(
    Object.entries(TYPES).map(([section, name]) => [section, fieldsList(fieldsOf(REPORTS, name))]),
  );
}
