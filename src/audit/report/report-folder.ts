import { access, constants, lstat, mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  errorCode,
  FileChangedError,
  fileFailure,
  FileWriteError,
  InputError,
  removeStaleTemporaries,
  sha256,
  writeFileAtomic,
} from '../../files/index.ts';
import { GITIGNORE, REPORT_FOLDER, updatedGitignore } from './report-files.ts';

export { REPORT_FOLDER } from './report-files.ts';

/** One of ours is smaller, even where a user has added to it. */
const LARGEST_GITIGNORE = 65_536;

/**
 * Says before long work whether its report can be written; makes nothing.
 *
 * @throws as `prepareReportFolder` does
 */
export async function checkReportFolder(folder: string): Promise<void> {
  for (let place = folder; ; place = dirname(place)) {
    try {
      // To write to a folder one has to be able to enter it.
      await access(place, constants.W_OK | constants.X_OK);
      await refuseOther(place === folder ? folder : undefined);
      return;
    } catch (error) {
      if (error instanceof InputError) throw error;
      const missing = errorCode(error) === 'ENOENT' && dirname(place) !== place;
      if (!missing) throw cannotWrite(folder, error);
    }
  }
}

/** Folders that this process has looked through for what killed processes left. */
const swept = new Set<string>();

/**
 * Makes the folder for reports, with a `.gitignore` for what every audit writes again. Temporary files that a killed
 * process left there, or beside the labels, are removed.
 *
 * @throws InputError where the folder is no folder of ours; FileWriteError where nothing can be written there
 */
export async function prepareReportFolder(folder: string): Promise<void> {
  await refuseOther(folder);
  let created: string | undefined;
  try {
    created = await mkdir(folder, { recursive: true });
  } catch (error) {
    throw cannotWrite(folder, error);
  }
  const own = basename(folder) === REPORT_FOLDER;
  const ignore = join(folder, '.gitignore');
  // In a folder of somebody else's choosing a .gitignore is not ours to add, and one that is there is not ours to change.
  const ours = created !== undefined || own;
  if (ours) await writeGitignore(ignore);
  for (const place of own ? [folder, dirname(folder)] : [folder]) {
    if (swept.has(place)) continue;
    swept.add(place);
    await removeStaleTemporaries(place);
  }
}

async function writeGitignore(file: string): Promise<void> {
  const found = await lstat(file).catch(() => undefined);
  const isOurs = found?.isFile() === true && found.size <= LARGEST_GITIGNORE;
  const old = isOurs ? await readFile(file) : undefined;
  const text = found === undefined ? GITIGNORE : old && updatedGitignore(old.toString('utf8'));
  if (text === undefined) return;
  await writeFileAtomic(file, text, { replaces: old === undefined ? null : sha256(old) }).catch((error: unknown) => {
    // Another process was quicker.
    if (!(error instanceof FileChangedError)) throw error;
  });
}

async function refuseOther(folder: string | undefined): Promise<void> {
  const found = folder === undefined ? undefined : await lstat(folder).catch(() => undefined);
  if (found && !found.isDirectory()) {
    throw new InputError(`${folder} is in the way: it is not a folder. Remove it, or name another with --out.`);
  }
}

function cannotWrite(folder: string, error: unknown): FileWriteError {
  return new FileWriteError(folder, `${fileFailure(error)}, or name another folder with --out`, { cause: error });
}
