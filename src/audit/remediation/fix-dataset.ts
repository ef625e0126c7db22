import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import {
  applyEdits,
  createLabelsCsv,
  indexLabels,
  readDataset,
  readLabels,
  relabelEdits,
  removeRowEdits,
  type ColumnNames,
  type Dataset,
  type LabelsEdit,
  type LabelsIndex,
} from '../../dataset/index.ts';
import {
  FileChangedError,
  InputError,
  removeStaleTemporaries,
  writeFileAtomic,
  type FileToWrite,
} from '../../files/index.ts';
import type { LabelledPicture } from './picture-index.ts';
import { planRemediation } from './plan-remediation.ts';
import type { RemediationOptions, RemediationPlan, RowChange } from './plan.ts';
import { REPORT_FOLDER } from '../report/report-folder.ts';
import { changeReviews } from './reviews-file.ts';
import type { Review } from './reviews.ts';
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

/** A remediation that is ready to be shown or written. */
export interface PreparedFix extends FileFix {
  readonly plan: RemediationPlan;
  readonly root: string;
  /** The labels come from class folders: the file will be new. */
  readonly fresh: boolean;
  /** The other labels files of the data set that are changed. */
  readonly others: readonly FileFix[];
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
  const { imageColumn, labelColumn, splitColumn, classFrom, classes } = report.options;
  const { imageRoot, imagePattern, ignoreLabels } = report.options;
  const columns = { imageColumn, labelColumn, splitColumn };
  // What the user called classes may be folders that would else be splits.
  const folders = report.dataset.kind === 'folders' ? { classFrom, classes } : {};
  const dataset = await readDataset(target, { ...columns, ...folders, imageRoot, imagePattern, ignoreLabels, signal });
  const rows = labelledRows(dataset);
  const plan = planRemediation(report, rows, options);
  const { root, labelsFile, labelsFiles } = dataset;
  if (labelsFile === undefined) {
    const text = createLabelsCsv(dataset);
    const file = join(root, LABELS_FILE);
    // The new file has one row per example, in their order.
    const rowOf = new Map(dataset.examples.map(({ path }, i) => [path, i + 1]));
    const changes = plan.changes.map((change) => ({ ...change, rows: [rowOf.get(change.path)!] }));
    const index = indexLabels(text);
    if (!index.ok) throw new InputError(`${file}: ${index.message}.`);
    const edits = planEdits(text, index, { changes });
    return { plan, root, file, fresh: true, others: [], before: text, edits, after: applyEdits(text, edits) };
  }
  const fixes: FileFix[] = [];
  for (const { file, hash } of labelsFiles ?? [labelsFile]) {
    const name = labelsFiles === undefined ? undefined : basename(file);
    const changes = plan.changes.filter((change) => change.file === name);
    if (name !== undefined && changes.length === 0) continue;
    fixes.push(
      await fixFile(
        file,
        hash,
        columns,
        changes,
        rows.filter((row) => row.file === name),
      ),
    );
  }
  const [first, ...others] =
    fixes.length > 0 ? fixes : [await fixFile(labelsFile.file, labelsFile.hash, columns, [], [])];
  return { plan, root, fresh: false, others, ...first };
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
  const edits = rows.edits?.(wanted) ?? [];
  return { file, hash: now, before: text, edits, after: applyEdits(text, edits) };
}

/** What the plan does, as a unified diff; '' where it does nothing. */
export function diffOfFix(fix: PreparedFix): string {
  const { fresh } = fix;
  const diffs = [fix, ...fix.others].map(({ file, before, edits }) => {
    const name = basename(file).replaceAll(/[\r\n\t]/g, '?');
    return unifiedDiff(before, edits, { old: fresh ? 'class folders' : `a/${name}`, new: fresh ? name : `b/${name}` });
  });
  return diffs.join('');
}

export interface WriteFixOptions {
  /** Another file to write; it must not be there yet. */
  readonly out?: string;
  /** What reviews.csv says of each decision, e.g. the command line. */
  readonly note?: string;
  /** Told what the user should know about the file that was written. */
  readonly onWarning?: (warning: string) => void;
}

/**
 * Writes the cleaned labels: in place, together with the decisions in reviews.csv, or to another file. Nothing is written
 * where the plan changes nothing in place. A labels file that is a symbolic link stays one: the file that it names is
 * written, if that is in the data set's folder.
 *
 * @returns the file that was written; undefined where there was nothing to write
 * @throws InputError where the labels file has changed since it was read, leads out of the folder, or `out` is there;
 *   FileWriteError. Nothing was written then.
 */
export async function writeFix(fix: PreparedFix, options: WriteFixOptions = {}): Promise<string | undefined> {
  const { out, note, onWarning } = options;
  if (out !== undefined && fix.others.length > 0) {
    const names = [fix, ...fix.others].map(({ file }) => basename(file)).join(' and ');
    throw new InputError(
      `Rows of ${names} change, which --out can't hold in one file. Fix in place, or one file at a time.`,
    );
  }
  if (out !== undefined && !(await sameFile(out, fix.file))) {
    const place = resolve(out);
    await writeFileAtomic(place, fix.after, { replaces: null }).catch((error: unknown) => {
      if (!(error instanceof FileChangedError)) throw error;
      throw new InputError(`${place} is there already: remove it, or name another file with --out.`, { cause: error });
    });
    return place;
  }
  if (fix.plan.changes.length === 0) {
    // A run that was killed may have done the work, and left something beside it.
    for (const folder of [fix.root, join(fix.root, REPORT_FOLDER)]) await removeStaleTemporaries(folder);
    return undefined;
  }
  const reviews = fix.plan.by === 'reviewed' ? [] : reviewsOf(fix.plan, note);
  const files: FileToWrite[] = [];
  const warnings: string[] = [];
  for (const one of [fix, ...fix.others]) {
    const file = await placeOf(one.file, fix);
    const info = await lstat(file).catch(() => undefined);
    files.push({ file, bytes: one.after, replaces: fix.fresh ? null : one.hash });
    if (info !== undefined && info.nlink > 1) {
      warnings.push(`${file} had other names (hard links); the files by those names keep the labels as they were.`);
    }
  }
  await changeReviews(fix.root, { set: reviews }, files).catch((error: unknown) => {
    if (!(error instanceof FileChangedError) || files.every(({ file }) => file !== error.file)) throw error;
    throw changedMeanwhile(error.file, error);
  });
  for (const warning of warnings) onWarning?.(warning);
  return [fix, ...fix.others].map(({ file }) => file).join(', ');
}

/** The file itself, where the labels file is a link to it. */
async function placeOf(file: string, { root, fresh }: PreparedFix): Promise<string> {
  if (fresh) return file;
  const [real, folder] = await Promise.all([realpath(file), realpath(root)]).catch((error: unknown) => {
    throw changedMeanwhile(file, error);
  });
  const path = relative(folder, real);
  if (path.split(sep)[0] === '..' || isAbsolute(path)) {
    throw new InputError(
      `${file} is a link to ${real}, outside of the data set's folder, so it is not changed. Write the cleaned labels to another file with --out.`,
    );
  }
  return real;
}

function changedMeanwhile(file: string, cause?: unknown): InputError {
  const message = `${file} was changed by somebody else meanwhile; nothing was written. Run the command again.`;
  return new InputError(message, { cause });
}

async function sameFile(a: string, b: string): Promise<boolean> {
  const real = async (file: string): Promise<string> =>
    join(await realpath(dirname(resolve(file))).catch(() => dirname(resolve(file))), basename(file));
  return (await real(a)) === (await real(b));
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

function reviewsOf(plan: RemediationPlan, note?: string): Review[] {
  const date = new Date().toISOString();
  return plan.changes.map(({ path, split, from, to, elsewhere = [] }) => ({
    ...{ path, label: to ?? from, decision: to === undefined ? 'removed' : 'relabelled', date },
    // A picture that stands in one split alone keeps its decision when that split gets another name.
    ...(split === undefined || elsewhere.every((other) => other.split === split) ? {} : { split }),
    ...(note === undefined ? {} : { note }),
  }));
}
