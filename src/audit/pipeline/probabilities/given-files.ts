import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readNpyInfo } from '../../../arrays/index.ts';
import { fileFailure, hashFile, InputError } from '../../../files/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import { isProbabilityTable } from '../../order/probability-table.ts';
import { findSidecar } from '../../order/sidecar.ts';
import { PRED_PROBS_ARRAY, REPORT_FILE } from '../../report/report-files.ts';
import type { AuditReport } from '../../report/types.ts';
import { printable } from '../../wording/printable.ts';

/** Files of the user's own that an audit took, as they were when it read them. */
export type GivenFiles = NonNullable<AuditReport['given']>;
type GivenFile = GivenFiles[number];

/** What identifies a file that the user gives; taken before it is read. */
export interface NotedFile extends GivenFile {
  readonly file: string;
  readonly ctimeMs: number;
}

/** Clocks of file systems tick every two seconds at worst: only of a file that has rested longer does its time tell anything. */
const RESTED_MS = 3000;

/**
 * Notes what a file holds. It is read in pieces: a gigabyte takes a second or two.
 * @throws InputError where it can't be read; the signal's reason where it is aborted
 */
export async function noteFile(file: string, role: GivenFile['role'], signal?: AbortSignal): Promise<NotedFile> {
  try {
    const { size, ctimeMs } = await stat(file);
    const rested = Date.now() - ctimeMs > RESTED_MS ? { changedAt: ctimeMs } : {};
    return { file, role, size, ctimeMs, ...rested, sha256: await hashFile(file, signal) };
  } catch (error) {
    signal?.throwIfAborted();
    throw new InputError(`${file}: ${fileFailure(error)}`, { cause: error });
  }
}

/**
 * What the report keeps of files that have been read since they were noted.
 * @throws InputError where one was written meanwhile: it can't be told which of the two was read
 */
export async function stillThose(noted: readonly NotedFile[]): Promise<GivenFiles> {
  for (const { file, size, ctimeMs } of noted) {
    const now = await stat(file).catch(() => undefined);
    if (now?.size !== size || now.ctimeMs !== ctimeMs) {
      throw new InputError(`${file} was changed while it was read. Run the command again.`);
    }
  }
  return noted.map(({ role, size, changedAt, sha256 }) => ({
    ...{ role, size, sha256 },
    ...(changedAt === undefined ? {} : { changedAt }),
  }));
}

/**
 * Why files of the user's own are not those of the last audit: by what they hold, since a file that is copied, checked out or
 * written again may hold the same. One of the same size that was not touched since is taken for the same without a look.
 *
 * @returns undefined where they are the same
 * @throws what reading the files would throw
 */
export async function changedFiles(
  { predProbsFile, predProbsPaths, featuresFile, featuresPaths }: AuditOptions,
  { given }: Pick<AuditReport, 'given'>,
  signal?: AbortSignal,
): Promise<string | undefined> {
  for (const [role, file, paths] of [
    ['predProbs', predProbsFile, predProbsPaths] as const,
    ['features', featuresFile, featuresPaths] as const,
  ]) {
    if (file === undefined) continue;
    const sidecar = paths ?? (role === 'predProbs' && (await namesItself(file)) ? undefined : await sidecarOf(file));
    for (const [what, path] of [[role, file] as const, [`${role}Paths`, sidecar] as const]) {
      const last = given?.find((one) => one.role === what);
      if (path === undefined && last === undefined) continue;
      if (path === undefined) return `the names of the rows of ${printable(file)} are gone since the last audit`;
      if (last === undefined) return `the last audit did not note what ${printable(path)} held`;
      if (!(await isSame(path, last, signal))) return `${printable(path)} has changed since the last audit`;
    }
  }
  return undefined;
}

/** Whether probabilities need no sidecar: a table names its rows, and the report of an audit of ours those of its array. */
async function namesItself(file: string): Promise<boolean> {
  if (isProbabilityTable(file)) return true;
  return (
    basename(file) === PRED_PROBS_ARRAY && (await stat(join(dirname(file), REPORT_FILE)).catch(() => null)) !== null
  );
}

async function sidecarOf(file: string): Promise<string | undefined> {
  const { shape } = await readNpyInfo(file);
  return (await findSidecar(file, shape[0])).sidecar?.file;
}

async function isSame(file: string, { size, changedAt, sha256 }: GivenFile, signal?: AbortSignal): Promise<boolean> {
  const now = await stat(file).catch(() => undefined);
  if (now?.size !== size) return false;
  // The time of the last change, which no program sets: that of writing survives a copy.
  if (now.ctimeMs === changedAt) return true;
  return (await hashFile(file, signal)) === sha256;
}
