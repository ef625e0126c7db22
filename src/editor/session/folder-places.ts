import { posix } from 'node:path';
import type { AuditReport, ClassFolder } from '../../audit/light.ts';

/** Where the pictures of class folders are now. */
export interface FolderPlaces {
  /** Class that a picture of the report stands in now; undefined where it is gone. */
  labelOf(path: string): string | undefined;
  /** Path under which a picture of the report is found now; undefined where it is gone. */
  pathOf(path: string): string | undefined;
  /** Pictures that are not flagged were moved, added or taken out since the audit. */
  readonly foreignChanges: boolean;
}

/** Folder above the class folder, e.g. `train` or ``, and the picture's name: what a move between classes leaves alone. */
function identity(path: string): string {
  return posix.join(posix.dirname(posix.dirname(path)), posix.basename(path));
}

/**
 * Joins a report with the class folders as they are listed now. A picture that is no longer where it was audited is
 * looked for under the same name in the other classes of its split, among the files that the audit did not see.
 */
export function locatePictures(report: AuditReport, folders: readonly ClassFolder[]): FolderPlaces {
  const present = new Map<string, string>();
  const audited = new Set(report.paths);
  for (const { path } of report.problems) audited.add(path);
  const fresh = new Map<string, { readonly path: string; readonly class: string }>();
  for (const folder of folders) {
    for (const name of folder.pictures) {
      const path = `${folder.path}/${name}`;
      present.set(path, folder.class);
      if (!audited.has(path)) fresh.set(identity(path), { path, class: folder.class });
    }
  }
  const movedTo = (path: string) => (audited.has(path) ? fresh.get(identity(path)) : undefined);
  const claimed = new Set<string>();
  for (const { path } of report.issues) {
    const moved = present.has(path) ? undefined : movedTo(path);
    if (moved) claimed.add(moved.path);
  }
  const flagged = new Set(report.issues.map(({ path }) => path));
  const faulty = new Set(report.problems.map(({ path }) => path));
  const gone = report.paths.some((path) => !present.has(path) && !flagged.has(path) && !faulty.has(path));
  const added = [...fresh.values()].some(({ path }) => !claimed.has(path));
  return {
    labelOf: (path) => present.get(path) ?? movedTo(path)?.class,
    pathOf: (path) => (present.has(path) ? path : movedTo(path)?.path),
    foreignChanges: gone || added,
  };
}
