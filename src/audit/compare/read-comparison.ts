import { join } from 'node:path';
import { COMPARISON_FILE, COMPARISON_SCHEMA_VERSION, comparisonSchema, type Comparison } from './comparison.ts';
import { InputError } from '../../files/index.ts';
import { parseJson, readJsonText } from '../../files/index.ts';
import { match, mismatchText } from '../../schema/index.ts';

/**
 * Reads the last comparison from a report folder.
 *
 * @returns undefined where there is none
 * @throws InputError where the file can't be read, or is none of ours
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
  if (typeof schemaVersion === 'number' && schemaVersion !== COMPARISON_SCHEMA_VERSION) {
    throw broken(`it has layout ${schemaVersion}, but this Label Audit reads layout ${COMPARISON_SCHEMA_VERSION}`);
  }
  const read = match(comparisonSchema, value);
  if (!read.ok) throw broken(mismatchText(read.mismatch));
  return read.value;
}
