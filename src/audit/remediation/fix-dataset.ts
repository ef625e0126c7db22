import { basename, join } from 'node:path';
import {
  applyEdits,
  columnNamesOf,
  createLabelsCsv,
  indexLabels,
  readDataset,
  readLabels,
  relabelEdits,
  removeRowEdits,
  requireSplits,
  type ColumnNames,
  type Dataset,
  type LabelsEdit,
  type LabelsIndex,
} from '../../dataset/index.ts';
import { InputError } from '../../files/index.ts';
import type { LabelledPicture } from './picture-index.ts';
import { planMerge, type MergePlan, type Respelling } from './merge-classes.ts';
import { planRemediation } from './plan-remediation.ts';
import type { RemediationOptions, RemediationPlan, RowChange } from './plan.ts';
import type { AuditReport } from '../report/types.ts';
import { unifiedDiff } from './unified-diff.ts';

/** What a remediation does to one labels file. */
export interface FileFix {
  /** Absolute. */
  readonly file: string;
  readonly before: string;
  readonly edits: readonly LabelsEdit[];
  readonly after: string;
  /** SHA-256 of the labels file that `before` was read from. */
  readonly hash?: string;
}

/** Changes of labels that are ready to be shown or written. */
export interface PreparedChanges extends FileFix {
  readonly root: string;
  /** The labels come from class folders or Parquet files: the file will be new. */
  readonly fresh: boolean;
  /** Where the labels of a new file come from, for the diff; default: class folders. */
  readonly from?: string;
  /** Classes as a Parquet file orders them, where the new file, whose classes are sorted, will not. */
  readonly oldOrder?: readonly string[];
  /** The other labels files of the data set that are changed. */
  readonly others: readonly FileFix[];
  readonly changes: readonly RowChange[];
  /** Whether reviews.csv is told of them: they are decisions on pictures, and not there yet. */
  readonly areDecisions: boolean;
}

/** A remediation that is ready to be shown or written. */
export interface PreparedFix extends PreparedChanges {
  readonly plan: RemediationPlan;
}

/** A merge of classes that is ready to be shown or written. */
export interface PreparedMerge extends PreparedChanges {
  readonly plan: MergePlan;
}

/** The name of the labels file that a fix makes for class folders. */
const LABELS_FILE = 'labels.csv';

/** The examples of a data set with their labels by name. */
export function labelledExamples({ classes, examples }: Dataset): LabelledPicture[] {
  return examples.map(({ path, label, split, place }) => ({
    ...{ path, label: classes[label] },
    ...(split === undefined ? {} : { split }),
    ...(place.kind === 'csv' ? { row: place.row } : {}),
    ...(place.kind === 'csv' && place.file !== undefined ? { file: place.file } : {}),
  }));
}

/** Every row of a data set that names a picture, as plans see them: its examples, and the rows that repeat one. */
export function labelledRows(dataset: Dataset): LabelledPicture[] {
  return [...labelledExamples(dataset), ...(dataset.repeatedRows ?? [])];
}

/**
 * Works out what a remediation does to the labels file, byte for byte; writes nothing.
 *
 * @param target a folder or labels file, as it is now
 * @throws DatasetError, InputError where the data set, the plan's options or the file are not as they should be
 */
export async function prepareFix(
  target: string,
  report: AuditReport,
  options: RemediationOptions,
  signal?: AbortSignal,
): Promise<PreparedFix> {
  const dataset = await readAsAudited(target, report, signal);
  const rows = labelledRows(dataset);
  const plan = planRemediation(report, rows, options);
  requireSplits(dataset, options.splits ?? []);
  const areDecisions = plan.by !== 'reviewed';
  return { plan, ...(await prepareChanges(dataset, rows, plan.changes, report.options)), areDecisions };
}

/**
 * Works out what a merge of classes does to the labels file, byte for byte; writes nothing.
 *
 * @param report an audit that says how the data set is to be read, if there is one
 * @param respellings see `planMerge`
 * @throws as `prepareFix`, and what `planMerge` throws
 */
export async function prepareMerge(
  target: string,
  report: AuditReport | undefined,
  respellings?: readonly Respelling[],
  signal?: AbortSignal,
): Promise<PreparedMerge> {
  const dataset = await readAsAudited(target, report, signal);
  const rows = labelledRows(dataset);
  if (dataset.multiLabel !== undefined) {
    throw new InputError(
      `${dataset.root} has several labels a picture, whose classes are not merged yet: correct their spelling in the labels file.`,
    );
  }
  const plan = planMerge(rows, respellings);
  return { plan, ...(await prepareChanges(dataset, rows, plan.changes, report?.options ?? {})), areDecisions: false };
}

/** The data set as it is now, read as it was for the audit. */
export function readAsAudited(target: string, report: AuditReport | undefined, signal?: AbortSignal): Promise<Dataset> {
  if (report === undefined) return readDataset(target, { signal });
  const { imageRoot, imagePattern, classFrom, classes } = report.options;
  // What the user called classes may be folders that would else be splits.
  const folders = report.dataset.kind === 'folders' ? { classFrom, classes } : {};
  // An audit of one label a picture was one, whatever the labels look like since.
  const columns = { ...columnNamesOf(report.options), multiLabel: report.options.multiLabel ?? 'off' };
  return readDataset(target, { ...columns, ...folders, imageRoot, imagePattern, signal });
}

/** What changes of rows do to the labels files, or to the one that is made for class folders. */
async function prepareChanges(
  dataset: Dataset,
  rows: readonly LabelledPicture[],
  changes: readonly RowChange[],
  asked: ColumnNames,
): Promise<Omit<PreparedChanges, 'areDecisions'>> {
  const columns = columnNamesOf(asked);
  const { root, labelsFile, labelsFiles } = dataset;
  if (labelsFile === undefined || labelsFile.layout === 'parquet') {
    const text = createLabelsCsv(dataset);
    const file = join(root, LABELS_FILE);
    const rowOf = freshRows(rows);
    const planned = changes.map((change) => ({ ...change, rows: rowOf(change) }));
    const index = indexLabels(text);
    if (!index.ok) throw new InputError(`${file}: ${index.message}.`);
    const edits = planEdits(text, index, { changes: planned });
    const from =
      labelsFile === undefined ? {} : { from: (labelsFiles ?? [labelsFile]).map(({ name }) => name).join(', ') };
    return {
      root,
      file,
      fresh: true,
      ...from,
      ...(labelsFile === undefined || isSorted(dataset.classes) ? {} : { oldOrder: dataset.classes }),
      others: [],
      before: text,
      edits,
      after: applyEdits(text, edits),
      changes,
    };
  }
  const fixes: FileFix[] = [];
  for (const { file, hash, name: ownName } of labelsFiles ?? [labelsFile]) {
    const name = labelsFiles === undefined ? undefined : ownName;
    const own = changes.filter((change) => change.file === name);
    if (name !== undefined && own.length === 0) continue;
    const known = rows.filter((row) => row.file === name);
    fixes.push(await fixFile(file, hash, columns, own, known));
  }
  const [first, ...others] =
    fixes.length > 0 ? fixes : [await fixFile(labelsFile.file, labelsFile.hash, columns, [], [])];
  return { root, fresh: false, others, changes, ...first };
}

function isSorted(names: readonly string[]): boolean {
  return names.every((name, i) => i === 0 || names[i - 1] < name);
}

/** The rows that a change of class folders or Parquet files names in the file that is made of them, which has all `rows` in turn. */
function freshRows(rows: readonly LabelledPicture[]): (change: RowChange) => number[] {
  const keyOf = (path: string, file: string | undefined, row: number | undefined): string =>
    row === undefined ? path : `${file ?? ''}\0${row}`;
  const places = new Map(rows.map(({ path, file, row }, i) => [keyOf(path, file, row), i + 1]));
  return ({ path, file, rows: own }) =>
    own === undefined ? [places.get(path)!] : own.map((row) => places.get(keyOf(path, file, row))!);
}

/** What changes do to one labels file, of whatever layout. */
async function fixFile(
  file: string,
  hash: string | undefined,
  columns: ColumnNames,
  changes: readonly RowChange[],
  known: readonly LabelledPicture[],
): Promise<FileFix> {
  const { rows, text, hash: now } = await readLabels(file, columns);
  if (now !== hash) throw changedMeanwhile(file);
  const paths = new Map(known.map(({ row, path }) => [row, path]));
  const wanted = rowChanges(
    changes,
    (row) => paths.get(row + 1),
    (row) => rows.label(row),
  );
  if (rows.edits === undefined && wanted.size > 0) {
    throw new InputError(`${file} can't be edited in place; write the cleaned labels to another file with --out.`);
  }
  const edits = namingFile(file, () => rows.edits?.(wanted) ?? []);
  return { file, hash: now, before: text, edits, after: applyEdits(text, edits) };
}

/** What `work` on a file returns. @throws what it throws; an InputError names the file */
export function namingFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError) || error.message.startsWith(file)) throw error;
    throw new InputError(`${file}: ${error.message}`, { cause: error });
  }
}

/** What the plan does, as a unified diff; '' where it does nothing. */
export function diffOfFix(fix: PreparedChanges): string {
  const { fresh, from = 'class folders' } = fix;
  const diffs = [fix, ...fix.others].map(({ file, before, edits }) => {
    const name = basename(file).replaceAll(/[\r\n\t]/g, '?');
    return unifiedDiff(before, edits, { old: fresh ? from : `a/${name}`, new: fresh ? name : `b/${name}` });
  });
  return diffs.join('');
}

/**
 * A plan as edits of the text of a labels file, in the order of the text: of the rows that its changes name, and of no
 * others.
 * @throws InputError where such a row is no longer the one that was planned for
 */
export function planEdits(text: string, index: LabelsIndex, plan: Pick<RemediationPlan, 'changes'>): LabelsEdit[] {
  const labels = new Map<number, string>();
  const removed: number[] = [];
  for (const [row, to] of rowChanges(
    plan.changes,
    (at) => index.paths[at],
    (at) => index.label(at),
  )) {
    if (to === undefined) removed.push(row);
    else labels.set(row, to);
  }
  const edits = [
    ...relabelEdits(text, index, labels.keys(), (row) => labels.get(row)!),
    ...removeRowEdits(text, index, removed),
  ];
  return edits.sort((a, b) => a.start - b.start);
}

/** The rows, counted from 0, that changes name, and what becomes of each. */
function rowChanges(
  changes: readonly RowChange[],
  pathOf: (row: number) => string | undefined,
  labelOf: (row: number) => string,
): Map<number, string | undefined> {
  const wanted = new Map<number, string | undefined>();
  for (const { path, from, to, rows = [] } of changes) {
    for (const number of rows) {
      const row = number - 1;
      if (pathOf(row) !== path || labelOf(row) !== from) {
        throw new InputError(
          `Row ${number} is no longer that of ${path} with the label "${from}". Run the command again.`,
        );
      }
      wanted.set(row, to);
    }
  }
  return wanted;
}

/** Somebody has changed a labels file since it was read. */
export function changedMeanwhile(file: string, cause?: unknown): InputError {
  const message = `${file} was changed by somebody else meanwhile; nothing was written. Run the command again.`;
  return new InputError(message, { cause });
}
