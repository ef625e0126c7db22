import { InputError } from '../../files/index.ts';
import { parseJson, readJsonText, shown } from '../../files/index.ts';
import { checkMeaning } from './report-meaning.ts';
import { knownOptions, optionsShape } from './report-options.ts';
import {
  exactly,
  list,
  mapOf,
  optional,
  real,
  realOrNull,
  record,
  text,
  unit,
  unitOrNull,
  whole,
  type Shape,
} from './shape.ts';
import { SCHEMA_VERSION, type AuditReport } from './types.ts';

const foldShape = record({
  fold: whole,
  trainSize: whole,
  testSize: whole,
  heldOutAccuracy: unitOrNull,
  history: list(record({ epoch: whole, loss: realOrNull, accuracy: realOrNull })),
  seconds: real,
});

const settingsShape: Shape = (value, place) => {
  if (typeof value !== 'string') real(value, place);
};

const textOrNull: Shape = (value, place) => {
  if (value !== null) text(value, place);
};

const issueShape = record({
  index: whole,
  path: text,
  row: optional(whole),
  split: optional(text),
  givenLabel: text,
  suggestedLabel: text,
  labelQuality: unit,
  givenProbability: unit,
  suggestedProbability: unit,
  similar: optional(record({ given: list(text), suggested: list(text) })),
});

const reportShape = record({
  schemaVersion: whole,
  createdAt: text,
  dataset: record({
    root: text,
    kind: exactly(['csv', 'folders']),
    labelsFile: optional(text),
    labelsFileHash: optional(text),
    classes: list(text),
    examples: whole,
    audited: whole,
    splits: mapOf(whole),
  }),
  options: optionsShape,
  environment: record({ version: text, node: text, platform: text, backend: text, seed: whole }),
  crossValidation: optional(record({ accuracy: unit, folds: list(foldShape), settings: mapOf(settingsShape) })),
  paths: list(text),
  contents: optional(list(textOrNull)),
  issues: list(issueShape),
  reviewed: optional(list(issueShape)),
  health: record({
    overallLabelHealthScore: unit,
    numIssues: whole,
    classes: list(
      record({
        class: text,
        examples: whole,
        flagged: whole,
        labelIssues: whole,
        inverseLabelIssues: whole,
        labelNoise: unit,
        inverseLabelNoise: unit,
        labelQualityScore: unit,
      }),
    ),
    overlaps: list(record({ classA: text, classB: text, numOverlapping: whole, jointProbability: unit })),
  }),
  confidentJoint: list(list(real)),
  problems: list(record({ kind: text, path: text, row: optional(whole), message: text, others: optional(list(text)) })),
  warnings: list(text),
  timings: mapOf(real),
});

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
  try {
    reportShape(value, '');
    const report = value as AuditReport;
    checkMeaning(report);
    return { ...report, options: knownOptions(report.options) };
  } catch (error) {
    throw broken((error as Error).message, error);
  }
}
