import { lstat, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { writeFileAtomic } from '../dataset/index.ts';
import { writeArrays, type Arrays } from './array-files.ts';
import { AuditError } from './errors.ts';
import { formatJson } from './format-json.ts';
import type { AuditReport } from './types.ts';

/** Name of the folder beside the labels that an audit writes to. */
export const REPORT_FOLDER = '.label-audit';

/** Everything in there comes again with the next audit, except the team's decisions, which are meant to be committed. */
const GITIGNORE = `# Written by Label Audit. reviews.csv is not listed: commit it.
report.json
pred_probs.npy
labels.npy
*.tmp
`;

/**
 * Writes `report.json`, `pred_probs.npy`, `labels.npy` and a `.gitignore` for them, each whole or not at all; the report
 * comes last, so that where there is a report its arrays are there too.
 *
 * @throws FileWriteError where a file can't be written; AuditError where the folder is no folder of ours
 */
export async function writeReport(folder: string, report: AuditReport, arrays: Arrays): Promise<void> {
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
  await writeArrays({ labels: join(folder, 'labels.npy'), predProbs: join(folder, 'pred_probs.npy') }, arrays);
  await writeFileAtomic(join(folder, 'report.json'), formatJson(report));
}
