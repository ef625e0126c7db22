import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import {
  applyEdits,
  createLabelsCsv,
  indexLabels,
  readDataset,
  readLabelsFile,
  relabelEdits,
  removeRowEdits,
  type ColumnNames,
  type Dataset,
  type LabelsEdit,
  type LabelsIndex,
} from '../../dataset/index.ts';
import { FileChangedError, removeStaleTemporaries, writeFileAtomic } from '../../files/index.ts';
import { InputError } from '../../files/index.ts';
import type { LabelledPicture } from './picture-index.ts';
import { planRemediation, type RemediationOptions, type RemediationPlan } from './plan-remediation.ts';
import { REPORT_FOLDER } from '../report/report-folder.ts';
import { changeReviews } from './reviews-file.ts';
import type { Review } from './reviews.ts';
import type { AuditReport } from '../report/types.ts';
import { unifiedDiff } from './unified-diff.ts';

/** A remediation that is ready to be shown or written. */
export interface PreparedFix {
  readonly plan: RemediationPlan;
  readonly root: string;
  /** The labels file that is changed, or that will be there for a data set of class folders. Absolute. */
  readonly file: string;
  /** The labels come from class folders: the file will be new. */
  readonly fresh: boolean;
  readonly before: string;
  readonly edits: readonly LabelsEdit[];
  readonly after: string;
  /** SHA-256 of the labels file that `before` was read from. */
  readonly hash?: string;
}

/** The name of the labels file that a fix makes for class folders. */
const LABELS_FILE = 'labels.csv';

/** The examples of a data set with their labels by name. */
export function labelledExamples({ classes, examples }: Dataset): LabelledPicture[] {
  return examples.map(({ path, label, split, place }) => ({
    ...{ path, label: classes[label] },
    ...(split === undefined ? {} : { split }),
    ...(place.kind === 'csv' ? { row: place.row } : {}),
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
  const columns = { imageColumn, labelColumn, splitColumn };
  // What the user called classes may be folders that would else be splits.
  const folders = report.dataset.kind === 'folders' ? { classFrom, classes } : {};
  const dataset = await readDataset(target, { ...columns, ...folders, signal });
  const plan = planRemediation(report, labelledRows(dataset), options);
  const { root } = dataset;
  if (!dataset.labelsFile) {
    const text = createLabelsCsv(dataset);
    const file = join(root, LABELS_FILE);
    // The new file has one row per example, in their order.
    const rowOf = new Map(dataset.examples.map(({ path }, i) => [path, i + 1]));
    const changes = plan.changes.map((change) => ({ ...change, rows: [rowOf.get(change.path)!] }));
    return { plan, root, file, fresh: true, ...edited(text, { ...plan, changes }, {}, file) };
  }
  const { file } = dataset.labelsFile;
  const { text, hash } = await readLabelsFile(file);
  if (hash !== dataset.labelsFile.hash) throw changedMeanwhile(file);
  return { plan, root, file, fresh: false, hash, ...edited(text, plan, columns, file) };
}

/** What the plan does, as a unified diff; '' where it does nothing. */
export function diffOfFix({ file, fresh, before, edits }: PreparedFix): string {
  const name = basename(file).replaceAll(/[\r\n\t]/g, '?');
  return unifiedDiff(before, edits, { old: fresh ? 'class folders' : `a/${name}`, new: fresh ? name : `b/${name}` });
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
  const file = await placeOf(fix);
  const info = await lstat(file).catch(() => undefined);
  const reviews = fix.plan.by === 'reviewed' ? [] : reviewsOf(fix.plan, note);
  const labels = { file, bytes: fix.after, replaces: fix.fresh ? null : fix.hash };
  await changeReviews(fix.root, { set: reviews }, labels).catch((error: unknown) => {
    if (!(error instanceof FileChangedError) || error.file !== file) throw error;
    throw changedMeanwhile(file, error);
  });
  if (info !== undefined && info.nlink > 1) {
    onWarning?.(`${file} had other names (hard links); the files by those names keep the labels as they were.`);
  }
  return fix.file;
}

/** The file itself, where the labels file is a link to it. */
async function placeOf({ file, root, fresh }: PreparedFix): Promise<string> {
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

function edited(
  text: string,
  plan: RemediationPlan,
  columns: ColumnNames,
  file: string,
): Pick<PreparedFix, 'before' | 'edits' | 'after'> {
  const index = indexLabels(text, columns);
  if (!index.ok) throw new InputError(`${file}: ${index.message}.`);
  const edits = planEdits(text, index, plan);
  return { before: text, edits, after: applyEdits(text, edits) };
}

/**
 * A plan as edits of the text of a labels file, in the order of the text: of the rows that its changes name, and of no
 * others.
 * @throws InputError where such a row is no longer the one that was planned for
 */
export function planEdits(text: string, index: LabelsIndex, plan: Pick<RemediationPlan, 'changes'>): LabelsEdit[] {
  const labels = new Map<number, string>();
  const removed: number[] = [];
  for (const { path, from, to, rows = [] } of plan.changes) {
    for (const number of rows) {
      const row = number - 1;
      if (index.paths[row] !== path || index.label(row) !== from) {
        throw new InputError(
          `Row ${number} is no longer that of ${path} with the label "${from}". Run the command again.`,
        );
      }
      if (to === undefined) removed.push(row);
      else labels.set(row, to);
    }
  }
  const edits = [
    ...relabelEdits(text, index, labels.keys(), (row) => labels.get(row)!),
    ...removeRowEdits(text, index, removed),
  ];
  return edits.sort((a, b) => a.start - b.start);
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
