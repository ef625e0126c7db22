import { InputError } from '../../files/index.ts';
import { parseJson, readJsonText } from '../../files/index.ts';
import { match, mismatchText, shown } from '../../schema/index.ts';
import { cellsOfRows } from './schema/count-cells.ts';
import { LABELS_ARRAY, PRED_PROBS_ARRAY } from './report-files.ts';
import { checkMeaning } from './report-meaning.ts';
import {
  reportSchemaV1,
  SCHEMA_VERSION,
  SET_SCHEMA_VERSION,
  storedReportSchema,
  type AuditReport,
  type StoredReport,
} from './schema/report-schema.ts';

/** Layouts that are read: what an earlier one says is put as this one would. */
export const READ_VERSIONS: readonly unknown[] = [1, SCHEMA_VERSION, SET_SCHEMA_VERSION];

/**
 * Reads a `report.json` that an audit wrote; what stands in other files beside it is not read.
 *
 * @throws InputError where the file cannot be read, is no report, or has a layout that is not known.
 */
export async function readStoredFile(file: string): Promise<StoredReport> {
  const content = await readJsonText(file, 'the report');
  if (content === undefined) throw new InputError(`Cannot read the report ${file}: there is no such file.`);
  return parseStoredReport(content, file);
}

/** Checks the text of a `report.json`; `file` names it in errors. */
export function parseStoredReport(content: string, file: string): StoredReport {
  const broken = (why: string, cause?: unknown): InputError => notOurs(file, why, cause);
  let value: unknown;
  try {
    value = parseJson(content);
  } catch (error) {
    throw broken((error as Error).message, error);
  }
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) throw broken('no schemaVersion');
  if (!READ_VERSIONS.includes(value.schemaVersion)) {
    throw new InputError(
      `${file} has layout ${shown(value.schemaVersion)}, but this Label Audit reads layout ${READ_VERSIONS.join(', ')}. Run the audit again.`,
    );
  }
  try {
    const report = value.schemaVersion === 1 ? readV1(value) : matched(storedReportSchema, value);
    checkMeaning(report);
    return report;
  } catch (error) {
    throw broken((error as Error).message, error);
  }
}

/** Checks the text of a report that holds everything in itself, as `audit --format json` prints it. */
export function parseReport(content: string, file: string): AuditReport {
  const { paths, ...report } = parseStoredReport(content, file);
  if (paths === undefined) throw notOurs(file, 'paths should be a list, but is missing');
  return { ...report, paths };
}

/** What is said of a file that is no report. */
export function notOurs(file: string, why: string, cause?: unknown): InputError {
  return new InputError(`${file} is not a report of Label Audit: ${why}. Run the audit again.`, { cause });
}

function matched<S extends Parameters<typeof match>[0]>(schema: S, value: unknown) {
  const read = match(schema, value);
  if (!read.ok) throw new Error(mismatchText(read.mismatch));
  return read.value;
}

function readV1(value: unknown): StoredReport {
  const { arrays, confidentJoint, ...report } = matched(reportSchemaV1, value);
  const { length } = report.dataset.classes;
  if (confidentJoint.length !== length || confidentJoint.some((row) => row.length !== length)) {
    throw new Error(`confidentJoint should be ${length} rows of ${length} numbers`);
  }
  return {
    ...report,
    schemaVersion: SCHEMA_VERSION,
    ...(arrays === undefined ? {} : { files: { [LABELS_ARRAY]: arrays.labels, [PRED_PROBS_ARRAY]: arrays.predProbs } }),
    confidentJoint: cellsOfRows(confidentJoint),
  };
}
