import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../dataset/index.ts';
import { AuditError } from './errors.ts';
import { withFileLock } from './file-lock.ts';
import { prepareReportFolder, REPORT_FOLDER } from './report-folder.ts';
import { mergeReviews, parseReviews, type Review, type ReviewChanges, type Reviews } from './reviews.ts';

/** Name of the file in the report folder that holds the team's decisions. */
export const REVIEWS_FILE = 'reviews.csv';
/** Ends like a temporary file, so that the folder's `.gitignore` covers it. */
const LOCK_FILE = 'reviews.lock.tmp';
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The decisions on a data set, from `.label-audit/reviews.csv` in its root; none where there is no such file.
 * @throws AuditError where the file is there but can't be read
 */
export async function readReviews(root: string): Promise<Reviews> {
  return parseReviews(await readText(join(root, REPORT_FOLDER, REVIEWS_FILE)));
}

/** Writes decisions; earlier ones on the same pictures make room, all others stay. See `changeReviews`. */
export async function writeReviews(root: string, reviews: readonly Review[]): Promise<void> {
  await changeReviews(root, { set: reviews });
}

/**
 * Changes the decisions on a data set. What stands in the file at that moment is read again under a lock, so that
 * decisions that another process wrote meanwhile are kept; the file is replaced whole or not at all.
 * @throws AuditError where the file can't be understood or another process holds it; FileWriteError where it can't be
 *   written
 */
export async function changeReviews(root: string, changes: ReviewChanges): Promise<void> {
  const folder = join(root, REPORT_FOLDER);
  await prepareReportFolder(folder);
  const file = join(folder, REVIEWS_FILE);
  await withFileLock(join(folder, LOCK_FILE), async () => {
    const text = await readText(file);
    const merged = mergeReviews(text, changes);
    if (merged !== text) await writeFileAtomic(file, merged);
  });
}

async function readText(file: string): Promise<string> {
  const info = await lstat(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new AuditError(`Cannot read ${file}: ${(error as Error).message}.`, { cause: error });
  });
  if (info === undefined) return '';
  if (!info.isFile()) throw new AuditError(`${file} is no regular file; move it away.`);
  if (info.size > MAX_BYTES) throw new AuditError(`${file} has ${info.size} bytes, more than any list of decisions.`);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new AuditError(`Cannot read ${file}: ${(error as Error).message}.`, { cause: error });
  }
}
