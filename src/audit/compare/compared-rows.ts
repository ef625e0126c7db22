import { join, resolve } from 'node:path';
import { readLabels, type ColumnNames, type Dataset, type Example } from '../../dataset/index.ts';
import { InputError } from '../../files/index.ts';
import { labelledExamples, labelledRows } from '../remediation/fix-dataset.ts';
import { rowsOfAudited, type LabelledPicture } from '../remediation/picture-index.ts';
import { applyPlan, planRemediation } from '../remediation/plan-remediation.ts';
import type { RemediationOptions } from '../remediation/plan.ts';
import { pictureKey } from '../report/picture-keys.ts';
import type { Comparison } from './comparison.ts';
import type { AuditReport } from '../report/types.ts';

/** Where the cleaned rows come from: a plan for the training rows, or a labels file that somebody cleaned. */
export type Cleaning =
  | { readonly kind: 'plan'; readonly report: AuditReport; readonly options: RemediationOptions }
  | { readonly kind: 'file'; readonly file: string }
  /** The labels file as it is now: the given side has the labels (indices into the report's classes) that were audited. */
  | { readonly kind: 'edits'; readonly report: AuditReport; readonly labels: ArrayLike<number> };

/**
 * The rows of both sides, and those of the test, over one list of examples. A picture that stands in several splits is an
 * example in each of them.
 */
export interface ComparedRows {
  /** The data set of all pictures concerned: those of both sides and of the test. */
  readonly dataset: Dataset;
  /** Class index by example of each side; -1 where the side does not have it. */
  readonly baseline: Int32Array;
  readonly cleaned: Int32Array;
  /** Whether an example is a test picture. */
  readonly isTest: readonly boolean[];
  readonly split: Comparison['split'];
  readonly cleaning: Comparison['cleaning'];
  readonly changes: Comparison['changes'];
}

/**
 * Works out which rows are trained on and tested, and refuses a cleaning that touches the test rows.
 *
 * @throws InputError where a split is not there, nothing is different, or the test rows are touched
 */
export async function comparedRows(
  dataset: Dataset,
  cleaning: Cleaning,
  wanted: { readonly testSplit: string; readonly trainSplit?: string },
  columns: ColumnNames,
): Promise<ComparedRows> {
  const pictures = labelledExamples(dataset);
  const split = splitsOf(dataset, wanted);
  const isTraining = trainingFilter(split);
  const training = pictures.filter(isTraining);
  if (training.length === 0)
    throw new InputError(`${dataset.root}: there is nothing to train on beside the test split.`);
  const { rows, made } = await cleanedRows({ dataset, pictures, training, split, isTraining }, cleaning, columns);

  const keyOf = ({ path, split: own }: Pick<LabelledPicture, 'path' | 'split'>): string => pictureKey(path, own);
  const known = new Set(pictures.map(keyOf));
  const extra = rows.filter((row) => !known.has(keyOf(row)));
  const classes = [...new Set([...dataset.classes, ...rows.map(({ label }) => label)])];
  const indexOf = new Map(classes.map((name, i) => [name, i]));
  const concerned = pictures.flatMap((picture, i) =>
    isTraining(picture) || picture.split === split.test ? [dataset.examples[i]] : [],
  );
  const examples: Example[] = [
    ...concerned,
    ...extra.map(({ path, label, split: own }): Example => {
      const where = own === undefined ? {} : { split: own };
      return { path, label: indexOf.get(label)!, ...where, place: { kind: 'folder' } };
    }),
  ];
  const labelOf = new Map(rows.map((row) => [keyOf(row), indexOf.get(row.label)!]));
  const isTest = examples.map((example, i) => i < concerned.length && example.split === split.test);
  const present = Int32Array.from(examples, ({ label }, i) => (i < concerned.length && !isTest[i] ? label : -1));
  const other = Int32Array.from(examples, (example, i) => (isTest[i] ? -1 : (labelOf.get(keyOf(example)) ?? -1)));
  const [baseline, cleaned] = cleaning.kind === 'edits' ? [other, present] : [present, other];
  const count = (test: (given: number, after: number) => boolean): number =>
    baseline.reduce((sum, given, i) => sum + (test(given, cleaned[i]) ? 1 : 0), 0);
  const changes = {
    removed: count((given, after) => given >= 0 && after < 0),
    relabelled: count((given, after) => given >= 0 && after >= 0 && given !== after),
    added: count((given, after) => given < 0 && after >= 0),
  };
  if (changes.removed + changes.relabelled + changes.added === 0) {
    throw new InputError('The cleaned training rows are the given ones: there is nothing to compare.');
  }
  return { dataset: { ...dataset, classes, examples }, baseline, cleaned, isTest, split, cleaning: made, changes };
}

function splitsOf(
  { root, examples }: Dataset,
  { testSplit, trainSplit }: { readonly testSplit: string; readonly trainSplit?: string },
): Comparison['split'] {
  const names = [...new Set(examples.flatMap(({ split }) => (split === undefined ? [] : [split])))];
  const find = (name: string): string => {
    const found = names.find((known) => known === name);
    if (found !== undefined) return found;
    const listed = names.length === 0 ? 'it has no splits' : `its splits are ${names.join(', ')}`;
    throw new InputError(`${root} has no split "${name}": ${listed}.`);
  };
  const test = find(testSplit);
  if (trainSplit === testSplit) throw new InputError(`"${testSplit}" can't be trained on and tested on at once.`);
  const train = trainSplit === undefined ? names.find((name) => name.toLowerCase() === 'train') : find(trainSplit);
  return { test, ...(train === undefined || train === test ? {} : { train }) };
}

function trainingFilter({ test, train }: Comparison['split']): (picture: LabelledPicture) => boolean {
  return ({ split }) => (train === undefined ? split !== test : split === train);
}

/** The examples that a comparison is made of. */
interface Concerned {
  readonly dataset: Dataset;
  /** All examples, in the data set's order. */
  readonly pictures: readonly LabelledPicture[];
  /** Those of them that are trained on. */
  readonly training: readonly LabelledPicture[];
  readonly split: Comparison['split'];
  readonly isTraining: (picture: LabelledPicture) => boolean;
}

interface CleanedRows {
  readonly rows: readonly LabelledPicture[];
  readonly made: Comparison['cleaning'];
}

/** The training rows as they are after the cleaning. */
async function cleanedRows(concerned: Concerned, cleaning: Cleaning, columns: ColumnNames): Promise<CleanedRows> {
  const { dataset, training, split, isTraining } = concerned;
  if (cleaning.kind === 'edits') return auditedRows(concerned, cleaning);
  if (cleaning.kind === 'file') return rowsOfFile(concerned, resolve(cleaning.file), columns);
  const { report, options } = cleaning;
  if (options.splits?.includes(split.test) === true) throw touched(split.test, 'the plan would change it');
  // The plan sees nothing but training rows, and its share is a share of their issues.
  const trained = labelledRows(dataset).filter(isTraining);
  const issues = trainingIssues(concerned, report);
  const plan = planRemediation({ ...report, issues }, trained, options);
  return { rows: applyPlan(training, plan), made: { kind: 'plan', plan } };
}

/** Issues of training rows, and those whose picture is gone. */
function trainingIssues({ pictures, isTraining }: Concerned, report: AuditReport): AuditReport['issues'] {
  const examplesOf = byPath(pictures);
  const repeated = new Set((report.repeated ?? []).map(({ index }) => report.paths[index]));
  return report.issues.filter(({ path, split }) => {
    const examples = examplesOf.get(path) ?? [];
    const own = rowsOfAudited(examples, split, repeated.has(path));
    return own.length > 0 ? own.some(isTraining) : examples.length === 0;
  });
}

function byPath(pictures: readonly LabelledPicture[]): ReadonlyMap<string, readonly LabelledPicture[]> {
  const found = new Map<string, LabelledPicture[]>();
  for (const picture of pictures) {
    const known = found.get(picture.path);
    if (known === undefined) found.set(picture.path, [picture]);
    else known.push(picture);
  }
  return found;
}

/** The training rows as a labels file has them that somebody cleaned. */
async function rowsOfFile(
  { pictures, split, isTraining }: Concerned,
  file: string,
  columns: ColumnNames,
): Promise<CleanedRows> {
  const { rows: cleaned, layout } = await readLabels(file, columns);
  if (layout === 'parquet') {
    throw new InputError(
      `${file} is Parquet, whose rows name no pictures: give the cleaned labels as a table, as fix writes it.`,
    );
  }
  const hasSplits = cleaned.columnNames.split !== undefined;
  /** Labels by path, and by split as well where the file has splits. */
  const labels = new Map<string, string[]>();
  const added = new Map<string, LabelledPicture>();
  const examplesOf = byPath(pictures);
  for (let row = 0; row < cleaned.count; row++) {
    const path = cleaned.paths[row];
    if (path === '' || cleaned.state(row) !== 'usable') continue;
    const own = cleaned.split(row) === '' ? undefined : cleaned.split(row);
    const picture = { path, label: cleaned.label(row), ...(own === undefined ? {} : { split: own }) };
    const key = pictureKey(path, own);
    if (examplesOf.has(path)) labels.set(key, [...(labels.get(key) ?? []), picture.label]);
    else if (!added.has(key) && (own === undefined || isTraining(picture))) added.set(key, picture);
  }
  const labelsOf = ({ path, split: own }: LabelledPicture): string[] =>
    labels.get(pictureKey(path, hasSplits ? own : undefined)) ?? [];
  // Where the file has no splits, the rows of one picture are told apart by their labels: those of other splits first.
  const others = pictures.filter((picture) => !isTraining(picture));
  const changed = others.filter((picture) => {
    const own = labelsOf(picture);
    const at = own.indexOf(picture.label);
    if (at >= 0 && !hasSplits) own.splice(at, 1);
    return at < 0 && picture.split === split.test;
  });
  if (changed.length > 0) {
    const what = `${file} has another label or none for ${changed.length} of its pictures, the first ${changed[0].path}`;
    throw touched(split.test, what);
  }
  const rows = pictures.filter(isTraining).flatMap((picture): LabelledPicture[] => {
    const own = labelsOf(picture);
    const label = hasSplits ? own.at(0) : own.shift();
    return label === undefined ? [] : [{ ...picture, label }];
  });
  return { rows: [...rows, ...added.values()], made: { kind: 'file', file } };
}

/** The training rows as they were audited. */
function auditedRows(
  { pictures, split, isTraining }: Concerned,
  { report, labels }: Extract<Cleaning, { kind: 'edits' }>,
): CleanedRows {
  const { root, labelsFile, classes } = report.dataset;
  if (labelsFile === undefined) {
    throw new InputError(
      `${root} has no labels file, so what was changed since the audit can't be told. Compare a plan.`,
    );
  }
  const examplesOf = byPath(pictures);
  const repeated = new Set((report.repeated ?? []).map(({ index }) => report.paths[index]));
  /** Splits of the pictures of which the report tells it, by their place in it. */
  const splitOf = new Map([...report.issues, ...(report.repeated ?? [])].map((one) => [one.index, one.split]));
  const flagged = new Set(report.issues.map(({ index }) => index));
  const rows: LabelledPicture[] = [];
  const audited = new Set<LabelledPicture>();
  report.paths.forEach((path, i) => {
    const examples = examplesOf.get(path) ?? [];
    const now = (splitOf.has(i) ? rowsOfAudited(examples, splitOf.get(i), repeated.has(path)) : examples).at(0);
    if (now !== undefined) audited.add(now);
    const label = classes[labels[i]];
    if (now?.split === split.test && now.label !== label) {
      throw touched(split.test, `the label of ${path} has been changed since the audit`);
    }
    // Of a row that is gone the split is known where it was flagged; another was not taken out by us.
    const own = now === undefined ? splitOf.get(i) : now.split;
    const picture = { path, label, ...(own === undefined ? {} : { split: own }) };
    if (now === undefined ? flagged.has(i) && isTraining(picture) : isTraining(now)) rows.push(picture);
  });
  // What stands in the file, but was not audited (unreadable pictures, new ones), is on both sides.
  rows.push(...pictures.filter((picture) => isTraining(picture) && !audited.has(picture)));
  return { rows, made: { kind: 'file', file: join(root, labelsFile) } };
}

function touched(split: string, how: string): InputError {
  return new InputError(
    `The test split "${split}" must be untouched, but ${how}. Clean the training rows alone (fix --split train), or test on another split.`,
  );
}
