import { lstat, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { writeFileAtomic } from '../dataset/index.ts';
import { AuditError } from './errors.ts';

/** Name of the folder beside the labels that an audit writes to. */
export const REPORT_FOLDER = '.label-audit';

/** Everything in there comes again with the next audit, except the team's decisions, which are meant to be committed. */
const GITIGNORE = `# Written by Label Audit. reviews.csv is not listed: commit it.
report.json
compare.json
pred_probs.npy
labels.npy
*.tmp
`;

/**
 * Makes the folder for reports, with a `.gitignore` for what is made anew by every audit.
 *
 * @throws AuditError where the folder is no folder of ours; FileWriteError where nothing can be written there
 */
export async function prepareReportFolder(folder: string): Promise<void> {
  const found = await lstat(folder).catch(() => undefined);
  if (found && !found.isDirectory()) {
    throw new AuditError(`${folder} is in the way: it is not a folder. Remove it, or name another with --out.`);
  }
  let created: string | undefined;
  try {
    created = await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new AuditError(`Cannot make the folder ${folder}: ${(error as Error).message}. Name another with --out.`, {
      cause: error,
    });
  }
  const ignore = join(folder, '.gitignore');
  // In a folder of somebody else's choosing a .gitignore is not ours to add, and one that is there is not ours to change.
  const ours = created !== undefined || basename(folder) === REPORT_FOLDER;
  if (ours && !(await lstat(ignore).catch(() => undefined))) await writeFileAtomic(ignore, GITIGNORE);
}
