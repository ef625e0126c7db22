import { posix } from 'node:path';
import { namingFolders, type AuditReport, type ClassFolder } from '../../audit/light.ts';

/** Where the pictures of class folders are now. */
export interface FolderPlaces {
  /** Class that a picture of the report stands in now; undefined where it is gone. */
  labelOf(path: string): string | undefined;
  /** Split that it stands in now; undefined where there are none. */
  splitOf(path: string): string | undefined;
  /** Path under which a picture of the report is found now; undefined where it is gone. */
  pathOf(path: string): string | undefined;
  /** Path of the folder whose name is a picture's class: the one that it lies in, where nothing else is known. */
  namedBy(path: string): string;
  /** Pictures that are not flagged were moved, added or taken out since the audit. */
  readonly foreignChanges: boolean;
}

/** A picture's path without the name of its class, e.g. `train/1.png`: what a move between classes leaves alone. */
function identity(path: string, named: string): string {
  return posix.join(posix.dirname(named), posix.relative(named, path));
}

/**
 * Joins a report with the class folders as they are listed now. A picture that is no longer where it was audited is
 * looked for under the same name in the other classes of its split, among the files that the audit did not see.
 *
 * @param isDecided whether a person has decided on a picture that is not flagged: what a review moved, no other hand did
 */
export function locatePictures(
  report: AuditReport,
  folders: readonly ClassFolder[],
  isDecided: (path: string) => boolean = () => false,
): FolderPlaces {
  const present = new Map<string, ClassFolder>();
  const audited = new Set(report.paths);
  for (const { path } of report.problems) audited.add(path);
  const namedBy = namingFolders(folders);
  const fresh = new Map<string, { readonly path: string; readonly folder: ClassFolder }>();
  for (const folder of folders) {
    for (const name of folder.pictures) {
      const path = `${folder.path}/${name}`;
      present.set(path, folder);
      if (!audited.has(path)) fresh.set(identity(path, folder.named), { path, folder });
    }
  }
  const movedTo = (path: string) => (audited.has(path) ? fresh.get(identity(path, namedBy(path))) : undefined);
  const folderOf = (path: string) => present.get(path) ?? movedTo(path)?.folder;
  const flagged = new Set(report.issues.map(({ path }) => path));
  const faulty = new Set(report.problems.map(({ path }) => path));
  const missing = report.paths.filter((path) => !present.has(path));
  const decided = missing.filter((path) => flagged.has(path) || isDecided(path));
  const claimed = new Set(decided.map((path) => movedTo(path)?.path));
  const own = new Set(decided);
  const gone = missing.some((path) => !own.has(path) && !faulty.has(path));
  const added = [...fresh.values()].some(({ path }) => !claimed.has(path));
  return {
    labelOf: (path) => folderOf(path)?.class,
    splitOf: (path) => folderOf(path)?.split,
    pathOf: (path) => (present.has(path) ? path : movedTo(path)?.path),
    namedBy,
    foreignChanges: gone || added,
  };
}
