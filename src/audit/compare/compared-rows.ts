import { join, resolve } from 'node:path';
import { indexLabels, readLabelsFile, type ColumnNames, type Dataset, type Example } from '../../dataset/index.ts';
import { InputError } from '../../files/index.ts';
import { labelledPictures } from '../remediation/fix-dataset.ts';
import {
  applyPlan,
  planRemediation,
  type LabelledPicture,
  type RemediationOptions,
} from '../remediation/plan-remediation.ts';
import type { Comparison } from './comparison.ts';
import type { AuditReport } from '../report/types.ts';

/** Where the cleaned rows come from: a plan for the training rows, or a labels file that somebody cleaned. */
export type Cleaning =
  | { readonly kind: 'plan'; readonly report: AuditReport; readonly options: RemediationOptions }
  | { readonly kind: 'file'; readonly file: string }
  /** The labels file as it is now: the given side has the labels (indices into the report's classes) that were audited. */
  | { readonly kind: 'edits'; readonly report: AuditReport; readonly labels: ArrayLike<number> };

/** The rows of both sides, and those of the test, over one list of pictures. */
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
  const pictures = labelledPictures(dataset);
  const split = splitsOf(dataset, wanted);
  const isTraining = trainingFilter(split);
  const training = pictures.filter(isTraining);
  if (training.length === 0)
    throw new InputError(`${dataset.root}: there is nothing to train on beside the test split.`);
  const { rows, made } = await cleanedRows(pictures, training, cleaning, split, isTraining, columns);

  const known = new Set(pictures.map(({ path }) => path));
  const extra = rows.filter(({ path }) => !known.has(path));
  const classes = [...new Set([...dataset.classes, ...rows.map(({ label }) => label)])];
  const indexOf = new Map(classes.map((name, i) => [name, i]));
  const concerned = pictures.flatMap((picture, i) =>
    isTraining(picture) || picture.split === split.test ? [dataset.examples[i]] : [],
  );
  const examples: Example[] = [
    ...concerned,
    ...extra.map(({ path, label }): Example => ({ path, label: indexOf.get(label)!, place: { kind: 'folder' } })),
  ];
  const labelOf = new Map(rows.map(({ path, label }) => [path, indexOf.get(label)!]));
  const isTest = examples.map((example, i) => i < concerned.length && example.split === split.test);
  const present = Int32Array.from(examples, ({ label }, i) => (i < concerned.length && !isTest[i] ? label : -1));
  const other = Int32Array.from(examples, ({ path }, i) => (isTest[i] ? -1 : (labelOf.get(path) ?? -1)));
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

/** The training rows as they are after the cleaning. */
async function cleanedRows(
  pictures: readonly LabelledPicture[],
  training: readonly LabelledPicture[],
  cleaning: Cleaning,
  split: Comparison['split'],
  isTraining: (picture: LabelledPicture) => boolean,
  columns: ColumnNames,
): Promise<{ rows: readonly LabelledPicture[]; made: Comparison['cleaning'] }> {
  if (cleaning.kind === 'plan') {
    const { report, options } = cleaning;
    if (options.splits?.includes(split.test) === true) throw touched(split.test, 'the plan would change it');
    // The plan sees nothing but training rows, and its share is a share of their issues.
    const others = new Set(pictures.filter((picture) => !isTraining(picture)).map(({ path }) => path));
    const issues = report.issues.filter(({ path }) => !others.has(path));
    const plan = planRemediation({ ...report, issues }, training, options);
    return { rows: applyPlan(training, plan), made: { kind: 'plan', plan } };
  }
  if (cleaning.kind === 'edits') return auditedRows(pictures, cleaning, split, isTraining);
  const file = resolve(cleaning.file);
  const { text } = await readLabelsFile(file);
  const index = indexLabels(text, columns);
  if (!index.ok) throw new InputError(`${file}: ${index.message}.`);
  const labels = new Map<string, string>();
  for (let row = 0; row < index.count; row++) {
    const path = index.paths[row];
    if (path !== '' && !labels.has(path)) labels.set(path, index.label(row));
  }
  const tested = pictures.filter((picture) => picture.split === split.test);
  const changed = tested.filter(({ path, label }) => labels.get(path) !== label);
  if (changed.length > 0) {
    const what = `${file} has another label or none for ${changed.length} of its pictures, the first ${changed[0].path}`;
    throw touched(split.test, what);
  }
  const byPath = new Map(pictures.map((picture) => [picture.path, picture]));
  const rows = Array.from(labels, ([path, label]) => ({ ...(byPath.get(path) ?? { path }), label })).filter(
    (row) => !byPath.has(row.path) || isTraining(row),
  );
  return { rows, made: { kind: 'file', file } };
}

/** The training rows as they were audited. */
function auditedRows(
  pictures: readonly LabelledPicture[],
  { report, labels }: Extract<Cleaning, { kind: 'edits' }>,
  split: Comparison['split'],
  isTraining: (picture: LabelledPicture) => boolean,
): { rows: readonly LabelledPicture[]; made: Comparison['cleaning'] } {
  const { root, labelsFile, classes } = report.dataset;
  if (labelsFile === undefined) {
    throw new InputError(
      `${root} has no labels file, so what was changed since the audit can't be told. Compare a plan.`,
    );
  }
  const byPath = new Map(pictures.map((picture) => [picture.path, picture]));
  const splitOf = new Map(report.issues.map(({ path, split: own }) => [path, own]));
  const rows: LabelledPicture[] = [];
  report.paths.forEach((path, i) => {
    const now = byPath.get(path);
    const label = classes[labels[i]];
    if (now?.split === split.test && now.label !== label) {
      throw touched(split.test, `the label of ${path} has been changed since the audit`);
    }
    // Of a row that is gone the split is known where it was flagged; another was not taken out by us.
    const own = now === undefined ? splitOf.get(path) : now.split;
    const picture = { path, label, ...(own === undefined ? {} : { split: own }) };
    if (now === undefined ? splitOf.has(path) && isTraining(picture) : isTraining(now)) rows.push(picture);
  });
  // What stands in the file, but was not audited (unreadable pictures, new ones), is on both sides.
  const audited = new Set(report.paths);
  rows.push(...pictures.filter((picture) => isTraining(picture) && !audited.has(picture.path)));
  return { rows, made: { kind: 'file', file: join(root, labelsFile) } };
}

function touched(split: string, how: string): InputError {
  return new InputError(
    `The test split "${split}" must be untouched, but ${how}. Clean the training rows alone (fix --split train), or test on another split.`,
  );
}
