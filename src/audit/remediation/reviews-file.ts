import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import {
  errorCode,
  FileChangedError,
  fileFailure,
  InputError,
  readBounded,
  sha256,
  UnfitFileError,
  withFileLock,
  writeFilesAtomic,
  type FileToWrite,
} from '../../files/index.ts';
import { prepareReportFolder, REPORT_FOLDER } from '../report/report-folder.ts';
import { mergeReviews, parseReviews, type Review, type ReviewChanges, type Reviews } from './reviews.ts';

/** Name of the file in the report folder that holds the team's decisions. */
export const REVIEWS_FILE = 'reviews.csv';
/** Ends like a temporary file, so that the folder's `.gitignore` covers it. */
const LOCK_FILE = 'reviews.lock.tmp';
const MAX_BYTES = 64 * 1024 * 1024;
/** How often a change is made again because a program that knows nothing of our lock came first. */
const MAX_TRIES = 20;

/**
 * The decisions on a data set, from `.label-audit/reviews.csv` in its root; none where there is no such file.
 * @throws InputError where the file is there but can't be read
 */
export async function readReviews(root: string): Promise<Reviews> {
  return parseReviews((await readBytes(join(root, REPORT_FOLDER, REVIEWS_FILE)))?.toString('utf8') ?? '');
}

/** Writes decisions; earlier ones on the same pictures make room, all others stay. See `changeReviews`. */
export async function writeReviews(root: string, reviews: readonly Review[]): Promise<void> {
  await changeReviews(root, { set: reviews });
}

/**
 * Changes the decisions on a data set. What stands in the file at that moment is read again under a lock, so that
 * decisions that another process wrote meanwhile are kept; the file is replaced whole or not at all, and only while it
 * still holds what was read.
 * @param along files that the decisions are about: all files are written, or none
 * @throws InputError where the file can't be understood or another process holds it; FileWriteError where it can't be
 *   written; FileChangedError where `along` says what it replaces and that is no longer there
 */
export async function changeReviews(
  root: string,
  changes: ReviewChanges,
  along: readonly FileToWrite[] = [],
): Promise<void> {
  const folder = join(root, REPORT_FOLDER);
  await prepareReportFolder(folder);
  const file = join(folder, REVIEWS_FILE);
  await withFileLock(join(folder, LOCK_FILE), file, async () => {
    let others = along;
    for (let tries = 1; ; tries++) {
      try {
        const reviews = await changed(file, changes);
        await writeFilesAtomic(reviews === undefined ? others : [...others, reviews]);
        return;
      } catch (error) {
        // Who was stopped for long has lost the lock, and editors have none.
        if (!(error instanceof FileChangedError) || error.file !== file || tries === MAX_TRIES) throw error;
        others = others.filter((other) => !error.replaced.includes(other.file));
      }
    }
  });
}

/** The file as it is to be; undefined where it is that already. */
async function changed(file: string, changes: ReviewChanges): Promise<FileToWrite | undefined> {
  const bytes = await readBytes(file);
  if (bytes !== undefined && !isUtf8(bytes)) {
    throw new InputError(`${file} is not UTF-8; save it as UTF-8, or move it away, and try again.`);
  }
  const text = bytes?.toString('utf8') ?? '';
  const merged = mergeReviews(text, changes);
  return merged === text ? undefined : { file, bytes: merged, replaces: bytes === undefined ? null : sha256(bytes) };
}

async function readBytes(file: string): Promise<Buffer | undefined> {
  try {
    return await readBounded(file, MAX_BYTES, { followLinks: false });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    const message =
      error instanceof UnfitFileError ? `${file} ${error.message}.` : `Cannot read ${file}: ${fileFailure(error)}.`;
    throw new InputError(message, { cause: error });
  }
}
