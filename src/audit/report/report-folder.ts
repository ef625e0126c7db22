import { access, constants, lstat, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  errorCode,
  FileChangedError,
  fileFailure,
  FileWriteError,
  InputError,
  removeStaleTemporaries,
  writeFileAtomic,
} from '../../files/index.ts';

/** Name of the folder beside the labels that an audit writes to. */
export const REPORT_FOLDER = '.label-audit';

/** Everything in there comes again with the next audit, except the team's decisions, which are meant to be committed. */
const GITIGNORE = `# Written by Label Audit. reviews.csv is not listed: commit it.
report.json
report.damaged*.json
compare.json
pred_probs.npy
labels.npy
*.tmp
`;

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
 * Makes the folder for reports, with a `.gitignore` for what is made anew by every audit. Temporary files that a killed
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
  if (ours && !(await lstat(ignore).catch(() => undefined))) {
    await writeFileAtomic(ignore, GITIGNORE, { replaces: null }).catch((error: unknown) => {
      // Another process was quicker.
      if (!(error instanceof FileChangedError)) throw error;
    });
  }
  for (const place of own ? [folder, dirname(folder)] : [folder]) {
    if (swept.has(place)) continue;
    swept.add(place);
    await removeStaleTemporaries(place);
  }
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
