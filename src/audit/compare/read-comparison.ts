import { join } from 'node:path';
import { COMPARISON_FILE, COMPARISON_SCHEMA_VERSION, type Comparison } from './comparison.ts';
import { InputError } from '../../files/index.ts';
import { parseJson, readJsonText } from '../../files/index.ts';
import { list, mapOf, optional, real, record, text, unit, whole, type Shape } from '../report/shape.ts';

const unitOrEmpty: Shape = (value, place) => {
  if (value !== null) unit(value, place);
};
const settings: Shape = (value, place) => {
  if (typeof value !== 'string') real(value, place);
};
const interval = record({ mean: real, low: real, high: real });
const epoch = record({ epoch: whole, loss: real, accuracy: unit, validationLoss: optional(real) });
const side = record({
  trainPictures: whole,
  accuracy: interval,
  spread: real,
  runs: list(record({ seed: whole, accuracy: unit, history: list(epoch), seconds: real })),
  confusion: list(list(whole)),
});
const plan = record({ by: text, action: text, considered: whole, changes: list(record({ path: text, from: text })) });

const shape = record({
  schemaVersion: whole,
  createdAt: text,
  dataset: record({ root: text, classes: list(text) }),
  split: record({ test: text, train: optional(text) }),
  test: record({ scored: whole, alsoInTraining: whole }),
  cleaning: record({ kind: text, plan: optional(plan), file: optional(text) }),
  changes: record({ removed: whole, relabelled: whole, added: whole }),
  settings: mapOf(settings),
  repeats: whole,
  environment: record({ version: text, backend: text, seed: whole }),
  baseline: side,
  cleaned: side,
  difference: interval,
  resamples: whole,
  classes: list(record({ class: text, testPictures: whole, baseline: unitOrEmpty, cleaned: unitOrEmpty })),
  classesBetter: whole,
  classesWorse: whole,
  warnings: list(text),
  seconds: real,
});

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
  try {
    const value = parseJson(content);
    const schemaVersion =
      typeof value === 'object' && value !== null && 'schemaVersion' in value && value.schemaVersion;
    if (typeof schemaVersion === 'number' && schemaVersion !== COMPARISON_SCHEMA_VERSION) {
      throw new Error(`it has layout ${schemaVersion}, but this Label Audit reads layout ${COMPARISON_SCHEMA_VERSION}`);
    }
    shape(value, '');
    return value as Comparison;
  } catch (error) {
    throw new InputError(`${file} is no comparison of Label Audit: ${(error as Error).message}. Compare again.`, {
      cause: error,
    });
  }
}
