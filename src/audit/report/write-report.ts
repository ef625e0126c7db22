import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabelSets } from '../../core/index.ts';
import { writeFilesAtomic, type FileToWrite } from '../../files/index.ts';
import { encodeArrays, npyPieces, type Arrays } from '../../arrays/index.ts';
import { withFileLock } from '../../files/index.ts';
import { jsonReportChunks } from './format-json.ts';
import { setAsideDamaged } from './damaged-report.ts';
import { encodeList, MOST_LISTED } from './long-lists.ts';
import { encodePaths } from './paths-file.ts';
import {
  LABELS_ARRAY,
  LIST_FILES,
  IS_LAYOUT,
  LONG_LISTS,
  MAP_ARRAY,
  PATHS_FILE,
  PICTURE_SCORES_ARRAY,
  PRED_PROBS_ARRAY,
  REPORT_FILE,
  REPORT_LOCK,
} from './report-files.ts';
import { prepareReportFolder } from './report-folder.ts';
import type { AuditReport, StoredReport } from './schema/report-schema.ts';
import type { Audit } from './types.ts';

/**
 * Writes `report.json`, `paths.csv`, `pred_probs.npy`, `labels.npy`, lists that are too long for the report, and a
 * `.gitignore` for them: all of them or none, and never mixed with those of an audit that ends at the same moment. A
 * report that was there and is damaged is set aside.
 *
 * @returns the report as it was written
 * @throws FileWriteError where a file can't be written; InputError where the folder is no folder of ours, or another
 *   process is writing to it
 */
export async function writeReport(
  folder: string,
  report: AuditReport,
  arrays: Arrays & Pick<Audit, 'sets' | 'pictureScores' | 'map'>,
): Promise<AuditReport> {
  await prepareReportFolder(folder);
  const file = join(folder, REPORT_FILE);
  const { labels, predProbs } = encodeArrays(arrays);
  const { sets } = arrays;
  const beside: Record<string, readonly Uint8Array[]> = {
    [LABELS_ARRAY]: sets === undefined ? [labels] : encodeSets(sets),
    [PRED_PROBS_ARRAY]: [predProbs],
    [PATHS_FILE]: encodePaths(report),
    ...encodeScores(report, arrays.pictureScores),
    ...encodeMap(arrays.map),
  };
  for (const name of LONG_LISTS) {
    const entries = report[name] ?? [];
    if (entries.length > MOST_LISTED) beside[LIST_FILES[name]] = encodeList(entries);
  }
  const files = Object.fromEntries(Object.entries(beside).map(([name, parts]) => [name, hashOf(parts)]));
  return withFileLock(join(folder, REPORT_LOCK), file, async () => {
    const aside = await setAsideDamaged(file);
    const warnings = aside === undefined ? report.warnings : [...report.warnings, aside];
    const written: AuditReport = { ...report, warnings, files };
    await writeFilesAtomic([
      ...Object.entries(beside).map(([name, bytes]): FileToWrite => ({ file: join(folder, name), bytes })),
      // Last: who reads it finds the others there.
      { file, bytes: Array.from(jsonReportChunks(stored(written)), (chunk) => Buffer.from(chunk)) },
    ]);
    const layouts = (await readdir(folder)).filter((name) => IS_LAYOUT.test(name));
    for (const name of [...Object.values(LIST_FILES), PICTURE_SCORES_ARRAY, MAP_ARRAY, ...layouts]) {
      // Of an earlier audit: this one has no such file.
      if (!(name in files)) await rm(join(folder, name), { force: true }).catch(() => undefined);
    }
    return written;
  });
}

/** The report as `report.json` holds it: without what stands in other files beside it. */
function stored(report: AuditReport): StoredReport {
  const first = <Entry>(entries: readonly Entry[]): readonly Entry[] => entries.slice(0, MOST_LISTED);
  const { schemaVersion, createdAt, dataset, options, environment, crossValidation, files } = report;
  const { issues, reviewed, problems } = report;
  const counts = { issues: issues.length, reviewed: reviewed?.length ?? 0, problems: problems.length };
  const elsewhere = { paths: undefined, contents: undefined, repeated: undefined };
  return {
    // In the order in which a person reads.
    ...{ schemaVersion, createdAt, dataset, options, environment, crossValidation, files, counts },
    ...report,
    ...elsewhere,
    issues: first(issues),
    ...(reviewed === undefined ? {} : { reviewed: first(reviewed) }),
    problems: first(problems),
  };
}

/** Given sets, N×K: 1 where a picture has the class. */
function encodeSets({ data, n, k }: LabelSets): readonly Uint8Array[] {
  return npyPieces({ dtype: 'uint8', shape: [n, k], fortranOrder: false, data }, LABELS_ARRAY);
}

/** The file of the picture checks' scores, where there are any. */
function encodeScores({ checks, paths }: AuditReport, data?: Float32Array): Record<string, readonly Uint8Array[]> {
  if (checks === undefined || data === undefined) return {};
  const shape = [paths.length, checks.types.length];
  const array = { dtype: 'float32', shape, fortranOrder: false, data } as const;
  return { [PICTURE_SCORES_ARRAY]: npyPieces(array, PICTURE_SCORES_ARRAY) };
}

function encodeMap(map: Audit['map']): Record<string, readonly Uint8Array[]> {
  if (map === undefined) return {};
  const { data, n, k } = map;
  return { [MAP_ARRAY]: npyPieces({ dtype: 'float32', shape: [n, k], fortranOrder: false, data }, MAP_ARRAY) };
}

function hashOf(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
