import { lstat, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError, MAX_JSON_BYTES, parseJson, readBounded, whileHeld, withFileLock } from '../../files/index.ts';
import { damagedName, REPORT_LOCK } from './report-files.ts';
import { parseStoredReport, READ_VERSIONS } from './read-report.ts';

/** At most this many are kept; after that, the last one is replaced. */
const MOST_DAMAGED = 20;

/**
 * Sets a report aside that could not be read, where it is damaged (cut off by a failing disk, say, or merged by hand); one
 * of another version stays.
 *
 * @param error what was said when it was read
 * @returns the error to throw: it says so where the report was set aside
 */
export async function setAsideDamagedReport(file: string, error: unknown): Promise<unknown> {
  if (!(error instanceof InputError) || !(await isDamaged(file))) return error;
  const said = await withFileLock(join(dirname(file), REPORT_LOCK), file, () => setAsideDamaged(file)).catch(
    () => undefined,
  );
  return said === undefined ? error : new InputError(`${said} Run the audit again.`, { cause: error });
}

/**
 * Moves a damaged report out of the way, where there is one. To be called under the folder's lock, so that no report is
 * moved that was just written.
 * @returns what was done, in a sentence; undefined where there was nothing to do, or it can't be done
 */
export async function setAsideDamaged(file: string): Promise<string | undefined> {
  if (!(await isDamaged(file))) return undefined;
  const name = await freeName(dirname(file));
  try {
    await whileHeld(() => rename(file, join(dirname(file), name)));
  } catch {
    return undefined;
  }
  return `The report ${file} was damaged: it was set aside as ${name}.`;
}

async function freeName(folder: string): Promise<string> {
  for (let n = 1; n < MOST_DAMAGED; n++) {
    const name = damagedName(n);
    if ((await lstat(join(folder, name)).catch(() => undefined)) === undefined) return name;
  }
  return damagedName(MOST_DAMAGED);
}

async function isDamaged(file: string): Promise<boolean> {
  let content: string;
  try {
    const info = await lstat(file);
    // Earlier versions wrote reports that were too large to be read; that is no damage.
    if (!info.isFile() || info.size > MAX_JSON_BYTES) return false;
    content = (await readBounded(file, MAX_JSON_BYTES, { followLinks: false })).toString('utf8');
  } catch {
    return false;
  }
  try {
    parseStoredReport(content, file);
    return false;
  } catch {
    return !isOfAnotherVersion(content);
  }
}

function isOfAnotherVersion(content: string): boolean {
  try {
    const value: unknown = parseJson(content);
    if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) return false;
    return Number.isInteger(value.schemaVersion) && !READ_VERSIONS.includes(value.schemaVersion);
  } catch {
    return false;
  }
}
