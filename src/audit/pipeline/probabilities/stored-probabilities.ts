import type { PredProbs } from '../../../core/index.ts';
import { findDuplicates, type Dataset, type MultiLabel } from '../../../dataset/index.ts';
import { InputError } from '../../../files/index.ts';
import { contentHashes } from './given-probabilities.ts';
import type { OpenedReport } from '../../report/open-report.ts';
import { pictureFinder } from '../../report/picture-keys.ts';
import type { Probabilities } from '../probabilities.ts';
import { reviewContent } from '../../remediation/reviews.ts';
import type { ReadPictures } from './picture-probabilities.ts';
import type { SeenDataset } from './see-dataset.ts';
import type { AuditReport } from '../../report/types.ts';
import { isAllowed, namesOf } from '../../options/allowed-values.ts';
import { AUDIT_OPTIONS, type AuditOptions } from '../../options/audit-options.ts';
import { CHECK_OPTIONS } from '../../options/check-options.ts';
import { VERSION } from '../../report/version.ts';

/** The last audit's report and probabilities. */
export interface StoredAudit {
  readonly report: AuditReport;
  readonly predProbs: PredProbs;
}

/** Reads the probabilities that stand beside a report; says why not, where they are not there, or not its own. */
export async function readStoredAudit({ report, predProbs }: OpenedReport): Promise<StoredAudit | string> {
  try {
    return { report, predProbs: await predProbs() };
  } catch (error) {
    return `the last audit's probabilities can't be used (${(error as Error).message})`;
  }
}

/** Options that the probabilities depend on. */
const SETTINGS = namesOf(AUDIT_OPTIONS, ({ trains }) => trains === true);

/** Why an audit with these options would get other probabilities than the stored ones; undefined where it would not. */
export function changedSettings({ report }: StoredAudit, options: AuditOptions): string | undefined {
  const changed = SETTINGS.filter((name) => JSON.stringify(options[name]) !== JSON.stringify(report.options[name]));
  if (changed.length > 0) return `other settings than in the last audit (${changed.join(', ')})`;
  if (report.environment.version !== VERSION) return 'the last audit was made by another version of Label Audit';
  return report.contents === undefined ? 'the last audit did not note what the pictures held' : undefined;
}

/**
 * The stored probabilities for the data set as it is now, row by row by path (and split, where a picture stands in several). Labels may have changed since and pictures
 * may have gone; a picture that is new, or holds something else, makes them useless.
 *
 * @param read the pictures as they are now; absent where the probabilities are those of the user's own model, which
 *   judges pictures that can't be read as well
 * @returns why not, where they can't be used
 */
export async function reuseProbabilities(
  dataset: Dataset,
  { report, predProbs }: StoredAudit,
  read: ReadPictures | undefined,
  signal?: AbortSignal,
): Promise<{ readonly dataset: Dataset; readonly probabilities: Probabilities } | string> {
  const { classes } = report.dataset;
  const classIndex = new Map(classes.map((name, i) => [name, i]));
  const { multiLabel } = dataset;
  const strange = (multiLabel ?? dataset).classes.find((name) => !classIndex.has(name));
  if (strange !== undefined) return `the class ${JSON.stringify(strange)} is new`;
  const pictures = read && rowsOf(read);
  const exampleIndices = pictures?.exampleIndices ?? Int32Array.from(dataset.examples, (_, i) => i);
  const hashes = pictures?.contentHashes ?? (await contentHashes(dataset, signal));
  const rowOf = pictureFinder(report);
  const rows = new Int32Array(exampleIndices.length);
  for (let i = 0; i < rows.length; i++) {
    const { path, split } = dataset.examples[exampleIndices[i]];
    const row = rowOf(path, split);
    if (row === undefined) return `${path} is new`;
    const hash = hashes[i];
    if ((report.contents?.[row] ?? undefined) !== (hash === undefined ? undefined : reviewContent(hash))) {
      return `${path} has changed`;
    }
    rows[i] = row;
  }
  const { k } = predProbs;
  const stored = multiLabel === undefined ? storedSuggestions(report, predProbs, classIndex) : undefined;
  const data = predProbs.data.slice(0, rows.length * k);
  rows.forEach((row, i) => {
    data.set(predProbs.data.subarray(row * k, (row + 1) * k), i * k);
  });
  // Columns are in the stored order of classes.
  const renamed =
    multiLabel === undefined ? inOrderOf(dataset, classIndex) : setsInOrderOf(dataset, multiLabel, classIndex);
  const { examples } = renamed;
  const readable = Int32Array.from(exampleIndices).filter((_, i) => hashes[i] !== undefined);
  const known = hashes.filter((hash) => hash !== undefined);
  const duplicates = findDuplicates(renamed, { exampleIndices: readable, contentHashes: known });
  return {
    dataset: renamed,
    probabilities: {
      predProbs: { data, n: rows.length, k },
      labels: Int32Array.from(exampleIndices, (example) => examples[example].label),
      exampleIndices,
      contentHashes: hashes,
      problems: pictures?.problems ?? [...dataset.problems, ...duplicates.problems],
      warnings: [],
      backend: report.environment.backend,
      adapter: report.environment.adapter,
      crossValidation: report.crossValidation,
      rankBy: report.options.rankBy,
      told: report.trust,
      ...(stored === undefined ? {} : { suggested: rows.map((row) => stored[row]) }),
    },
  };
}

/** The data set with its classes in a report's order. */
function inOrderOf(dataset: Dataset, classIndex: ReadonlyMap<string, number>): Dataset {
  const placeOf = dataset.classes.map((name) => classIndex.get(name)!);
  const examples = dataset.examples.map(({ said, ...example }) => ({
    ...example,
    label: placeOf[example.label],
    ...(said === undefined ? {} : { said: said.map(({ annotator, label }) => ({ annotator, label: placeOf[label] })) }),
  }));
  return { ...dataset, classes: [...classIndex.keys()], examples };
}

/** The same where pictures have several labels each: their sets are of those classes. */
function setsInOrderOf(dataset: Dataset, multiLabel: MultiLabel, classIndex: ReadonlyMap<string, number>): Dataset {
  const placeOf = multiLabel.classes.map((name) => classIndex.get(name)!);
  const sets = multiLabel.sets.map((set) => set.map((c) => placeOf[c]).sort((a, b) => a - b));
  return { ...dataset, multiLabel: { ...multiLabel, classes: [...classIndex.keys()], sets } };
}

/**
 * What the first of two rounds took each picture for. Without this, a check would suggest other classes for the same list
 * than the audit did, and say of other classes that they are never predicted. Reports of old kept it only of what they list;
 * for other rows the last round's choice stands.
 */
function storedSuggestions(
  { crossValidation, firstRound, issues, reviewed = [] }: AuditReport,
  { data, n, k }: PredProbs,
  classIndex: ReadonlyMap<string, number>,
): Int32Array | undefined {
  if (crossValidation?.settings.rounds !== 2) return undefined;
  const suggested = new Int32Array(n);
  for (let row = 0; row < n; row++) {
    let best = 0;
    for (let c = 1; c < k; c++) if (data[row * k + c] > data[row * k + best]) best = c;
    suggested[row] = best;
  }
  if (firstRound !== undefined) {
    firstRound.rows.forEach((row, i) => {
      suggested[row] = firstRound.classes[i];
    });
    return suggested;
  }
  for (const { index, suggestedLabel } of [...issues, ...reviewed]) suggested[index] = classIndex.get(suggestedLabel)!;
  return suggested;
}

/** Which pictures could be used, what each held, and what is wrong with the others. */
function rowsOf(read: ReadPictures): Pick<SeenDataset, 'exampleIndices' | 'contentHashes' | 'problems'> {
  if (read.by === 'features') return read.seen;
  const { images, problems } = read.decoded;
  return { exampleIndices: images.exampleIndices, contentHashes: images.contentHashes, problems };
}

/** @throws InputError where no limit makes sense */
export function checkLimits({
  maxIssues,
  minHealth,
}: {
  readonly maxIssues?: number;
  readonly minHealth?: number;
}): void {
  if (maxIssues !== undefined && !isAllowed(CHECK_OPTIONS.maxIssues.allowed, maxIssues)) {
    throw new InputError(`The number of label issues allowed must be a whole number, not ${maxIssues}.`);
  }
  if (minHealth !== undefined && !isAllowed(CHECK_OPTIONS.minHealth.allowed, minHealth)) {
    throw new InputError(`The least label health must be from 0 to 1, not ${minHealth}.`);
  }
}
