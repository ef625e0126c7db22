import { InputError } from '../../files/index.ts';
import { parseJson, readJsonText } from '../../files/index.ts';
import { match, mismatchText, shown } from '../../schema/index.ts';
import { checkMeaning } from './report-meaning.ts';
import { reportSchema, SCHEMA_VERSION, type AuditReport } from './report-schema.ts';

/**
 * Reads a `report.json` that an audit wrote.
 *
 * @throws InputError where the file cannot be read, is no report, or was written by another version's layout.
 */
export async function readReport(file: string): Promise<AuditReport> {
  const content = await readJsonText(file, 'the report');
  if (content === undefined) throw new InputError(`Cannot read the report ${file}: there is no such file.`);
  return parseReport(content, file);
}

/** Checks the text of a `report.json`; `file` names it in errors. */
export function parseReport(content: string, file: string): AuditReport {
  const broken = (why: string, cause?: unknown): InputError =>
    new InputError(`${file} is not a report of Label Audit: ${why}. Run the audit again.`, { cause });
  let value: unknown;
  try {
    value = parseJson(content);
  } catch (error) {
    throw broken((error as Error).message, error);
  }
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) throw broken('no schemaVersion');
  if (value.schemaVersion !== SCHEMA_VERSION) {
    throw new InputError(
      `${file} has layout ${shown(value.schemaVersion)}, but this Label Audit reads layout ${SCHEMA_VERSION}. Run the audit again.`,
    );
  }
  const read = match(reportSchema, value);
  if (!read.ok) throw broken(mismatchText(read.mismatch));
  try {
    checkMeaning(read.value);
  } catch (error) {
    throw broken((error as Error).message, error);
  }
  return read.value;
}
