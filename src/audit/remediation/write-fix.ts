import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { FileChangedError, InputError, removeStaleTemporaries, type FileToWrite } from '../../files/index.ts';
import { REPORT_FOLDER } from '../report/report-folder.ts';
import { changedMeanwhile, type PreparedChanges } from './fix-dataset.ts';
import type { RowChange } from './plan.ts';
import { changeReviews } from './reviews-file.ts';
import type { Review } from './reviews.ts';
import { writeNew } from './write-new.ts';

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
export async function writeFix(fix: PreparedChanges, options: WriteFixOptions = {}): Promise<string | undefined> {
  const { out, note, onWarning } = options;
  if (out !== undefined && fix.others.length > 0) {
    const names = [fix, ...fix.others].map(({ file }) => basename(file)).join(' and ');
    throw new InputError(
      `Rows of ${names} change, which --out can't hold in one file. Fix in place, or one file at a time.`,
    );
  }
  if (out !== undefined && !(await sameFile(out, fix.file))) return writeNew(out, fix.after);
  if (fix.changes.length === 0) {
    // A run that was killed may have done the work, and left something beside it.
    for (const folder of [fix.root, join(fix.root, REPORT_FOLDER)]) await removeStaleTemporaries(folder);
    return undefined;
  }
  const reviews = fix.areDecisions ? reviewsOf(fix.changes, note) : [];
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
    if (fix.from !== undefined) {
      throw new InputError(
        `${error.file} is there already, and is what is read of this folder: audit and fix that, or name another file with --out.`,
        { cause: error },
      );
    }
    throw changedMeanwhile(error.file, error);
  });
  for (const warning of warnings) onWarning?.(warning);
  return [fix, ...fix.others].map(({ file }) => file).join(', ');
}

/** The file itself, where the labels file is a link to it. */
export async function placeOf(file: string, { root, fresh }: Pick<PreparedChanges, 'root' | 'fresh'>): Promise<string> {
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

async function sameFile(a: string, b: string): Promise<boolean> {
  const real = async (file: string): Promise<string> =>
    join(await realpath(dirname(resolve(file))).catch(() => dirname(resolve(file))), basename(file));
  return (await real(a)) === (await real(b));
}

function reviewsOf(changes: readonly RowChange[], note?: string): Review[] {
  const date = new Date().toISOString();
  return changes.map(({ path, split, from, to, elsewhere = [] }) => ({
    ...{ path, label: to ?? from, decision: to === undefined ? 'removed' : 'relabelled', date },
    // A picture that stands in one split alone keeps its decision when that split gets another name.
    ...(split === undefined || elsewhere.every((other) => other.split === split) ? {} : { split }),
    ...(note === undefined ? {} : { note }),
  }));
}
