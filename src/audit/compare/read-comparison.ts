import { join } from 'node:path';
import {
  COMPARISON_FILE,
  COMPARISON_SCHEMA_VERSION,
  comparisonSchema,
  comparisonSchemaV1,
  type Comparison,
} from './comparison.ts';
import { InputError } from '../../files/index.ts';
import { parseJson, readJsonText } from '../../files/index.ts';
import { cellsOfRows } from '../report/schema/count-cells.ts';
import { match, mismatchText, type Match } from '../../schema/index.ts';

/**
 * Reads the last comparison from a report folder.
 *
 * @returns undefined where there is none
 * @throws InputError where the file can't be read, or is not a comparison that we wrote
 */
export async function readComparison(folder: string): Promise<Comparison | undefined> {
  const file = join(folder, COMPARISON_FILE);
  const content = await readJsonText(file, 'the comparison');
  if (content === undefined) return undefined;
  const broken = (why: string, cause?: unknown): InputError =>
    new InputError(`${file} is no comparison of Label Audit: ${why}. Compare again.`, { cause });
  let value: unknown;
  try {
    value = parseJson(content);
  } catch (error) {
    throw broken((error as Error).message, error);
  }
  const schemaVersion = typeof value === 'object' && value !== null && 'schemaVersion' in value && value.schemaVersion;
  if (typeof schemaVersion === 'number' && schemaVersion !== COMPARISON_SCHEMA_VERSION && schemaVersion !== 1) {
    throw broken(
      `it has layout ${schemaVersion}, but this Label Audit reads layout 1 and ${COMPARISON_SCHEMA_VERSION}`,
    );
  }
  const read = schemaVersion === 1 ? readV1(value) : match(comparisonSchema, value);
  if (!read.ok) throw broken(mismatchText(read.mismatch));
  const { dataset, baseline, cleaned } = read.value;
  const { length } = dataset.classes;
  for (const [name, { confusion }] of Object.entries({ baseline, cleaned })) {
    const at = confusion.findIndex(([given, predicted]) => given >= length || predicted >= length);
    if (at >= 0) throw broken(`${name}.confusion[${at}] names a class that is none of the ${length}`);
  }
  return read.value;
}

/** Layout 1, as this one would put it. */
function readV1(value: unknown): Match<Comparison> {
  const read = match(comparisonSchemaV1, value);
  if (!read.ok) return read;
  const { baseline, cleaned } = read.value;
  return {
    ok: true,
    value: {
      ...read.value,
      schemaVersion: COMPARISON_SCHEMA_VERSION,
      baseline: { ...baseline, confusion: cellsOfRows(baseline.confusion) },
      cleaned: { ...cleaned, confusion: cellsOfRows(cleaned.confusion) },
    },
  };
}
