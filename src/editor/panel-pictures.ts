import { stat } from 'node:fs/promises';
import { extname, posix, resolve, sep } from 'node:path';
import type { AuditSession, IssueState } from './types.ts';

/** Makes small pictures of large ones, in a process of its own. */
export interface Thumbnails {
  /**
   * Absolute path of a small picture in the cache, or of the picture itself where that is small; undefined when it is
   * gone or unreadable.
   */
  thumbnail(file: string): Promise<string | undefined>;
}

/** What every webview can show as it is. */
const SHOWABLE = new Set(['.png', '.jpg', '.jpeg', '.gif', '.webp', '.bmp']);
/** Larger files are shown as thumbnails even on their own: decoding them would stall the panel. */
const LARGE = 4_000_000;

/** Absolute path of a picture of the data set; undefined for a path that leads out of it (a report is only a file). */
export function pictureFile(root: string, path: string): string | undefined {
  const file = resolve(root, path);
  return file.startsWith(root.endsWith(sep) ? root : root + sep) ? file : undefined;
}

/** Where a flagged picture is now: among class folders, relabelling has moved it to another folder. */
export function currentPath({ report }: AuditSession, { issue, current }: IssueState): string {
  if (report.dataset.kind === 'csv' || !current || current.label === issue.givenLabel) return issue.path;
  const folder = posix.dirname(posix.dirname(issue.path));
  return posix.join(folder, current.label, posix.basename(issue.path));
}

/** The file to show large: the picture itself where the webview can show it, else a thumbnail. */
export async function largePicture(thumbnails: Thumbnails, file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const asItIs = SHOWABLE.has(extname(file).toLowerCase()) && found.size <= LARGE;
  return asItIs ? file : thumbnails.thumbnail(file);
}
