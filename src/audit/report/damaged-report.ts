import { lstat, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError, MAX_JSON_BYTES, parseJson, readBounded, withFileLock } from '../../files/index.ts';
import { parseReport, readReport } from './read-report.ts';
import { SCHEMA_VERSION, type AuditReport } from './types.ts';

/** Names in the report folder. The lock's is covered by the folder's `.gitignore`. */
export const REPORT_FILE = 'report.json';
export const REPORT_LOCK = 'report.lock.tmp';
/** What a damaged report is called, once it is set aside: no earlier one makes room for it. */
const damagedName = (n: number): string => (n === 1 ? 'report.damaged.json' : `report.damaged-${n}.json`);
/** So many are kept; then the last one makes room. */
const MOST_DAMAGED = 20;

/**
 * Reads the report of a report folder. One that is damaged (cut off by a failing disk, say, or merged by hand) is set
 * aside as `report.damaged.json`, so that nothing stumbles over it again; one of another version stays.
 * @throws InputError where it can't be read, which says so where it was set aside
 */
export async function readOwnReport(folder: string): Promise<AuditReport> {
  const file = join(folder, REPORT_FILE);
  try {
    return await readReport(file);
  } catch (error) {
    if (!(error instanceof InputError) || !(await isDamaged(file))) throw error;
    const said = await withFileLock(join(folder, REPORT_LOCK), file, () => setAsideDamaged(file)).catch(
      () => undefined,
    );
    throw said === undefined ? error : new InputError(`${said} Run the audit again.`, { cause: error });
  }
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
    await rename(file, join(dirname(file), name));
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
    // Nothing of ours writes one as large.
    if (info.isFile() && info.size > MAX_JSON_BYTES) return true;
    content = (await readBounded(file, MAX_JSON_BYTES, { followLinks: false })).toString('utf8');
  } catch {
    return false;
  }
  try {
    parseReport(content, file);
    return false;
  } catch {
    return !isOfAnotherVersion(content);
  }
}

function isOfAnotherVersion(content: string): boolean {
  try {
    const value: unknown = parseJson(content);
    if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) return false;
    return Number.isInteger(value.schemaVersion) && value.schemaVersion !== SCHEMA_VERSION;
  } catch {
    return false;
  }
}
