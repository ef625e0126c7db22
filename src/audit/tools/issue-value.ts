import { InputError } from '../../files/index.ts';
import { modelName } from './model-text.ts';
import type { AuditedDataset } from './tool-host.ts';

/** To three digits behind the point: more a model does not need. */
export const short = (value: number): number => Math.round(value * 1000) / 1000;

/** What is told of an issue wherever it is listed. */
export function issueValue(dataset: AuditedDataset, place: number): Readonly<Record<string, unknown>> {
  const { path, row, file, split, givenLabel, suggestedLabel, labelQuality, givenProbability, suggestedProbability } =
    dataset.report.issues[place];
  const { decision, label } = dataset.stateOf(place);
  return {
    issue: place + 1,
    picture: modelName(path),
    ...(row === undefined ? {} : { row }),
    ...(file === undefined ? {} : { file: modelName(file) }),
    ...(split === undefined ? {} : { split: modelName(split) }),
    given: modelName(givenLabel),
    suggested: modelName(suggestedLabel),
    quality: short(labelQuality),
    probabilityOfGiven: short(givenProbability),
    probabilityOfSuggested: short(suggestedProbability),
    state: decision,
    ...(label === undefined || label === givenLabel ? {} : { labelNow: modelName(label) }),
  };
}

/**
 * The place of an issue among `report.issues`.
 * @param number as a model names it, from 1
 * @throws InputError where there is none
 */
export function placeOfIssue({ report }: AuditedDataset, number: number): number {
  if (number <= report.issues.length) return number - 1;
  throw new InputError(
    report.issues.length === 0
      ? 'This audit flagged no label, so there is no issue to name.'
      : `There is no issue ${number}: this audit has issues 1 to ${report.issues.length}.`,
  );
}

/** Whether a name that a model gave is this one: it knows names as they were told it. */
export function isNamed(given: string, name: string): boolean {
  return given === name || given === modelName(name);
}
