import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { datasetFolder } from '../../dataset/index.ts';
import { InputError } from '../../files/index.ts';
import { openReportFolder, type OpenedReport } from './open-report.ts';
import { REPORT_FILE, REPORT_FOLDER } from './report-files.ts';

/** The root of the data set that a target names: the folder itself, or that below which the pictures of the labels file lie. */
export async function rootOf(target: string): Promise<string> {
  const path = resolve(target);
  const info = await stat(path).catch(() => undefined);
  return info?.isFile() === true ? datasetFolder(path) : path;
}

/** Whether an audit of a data set has left a report in its usual place. */
export async function hasStoredReport(target: string): Promise<boolean> {
  const file = join(await rootOf(target), REPORT_FOLDER, REPORT_FILE);
  return (await stat(file).catch(() => undefined)) !== undefined;
}

/**
 * The report of the last audit of a data set. A damaged one in its usual place is set aside.
 *
 * @param place a report, or a folder that holds one; default: where an audit of `target` writes it
 * @throws InputError where there is none, or it can't be read
 */
export async function openStoredReport(target: string, place?: string): Promise<OpenedReport> {
  const root = await rootOf(target);
  const own = join(root, REPORT_FOLDER);
  const given = place === undefined ? own : resolve(place);
  const info = await stat(given).catch(() => undefined);
  const file = info?.isFile() === true ? given : join(given, REPORT_FILE);
  if ((await stat(file).catch(() => undefined)) === undefined) {
    throw new InputError(`There is no report of an audit at ${file}. Run: label-audit audit ${target}`);
  }
  return openReportFolder(dirname(file), { file, root, setAside: place === undefined });
}
