import { walkPictures } from './find-pictures.ts';
import { naturalCompare } from './natural-sort.ts';

/** Most pictures that are listed: more are no better known by their names. */
const MOST = 100_000;

/**
 * Pictures below the folder of labels files that none of their rows names, in natural order; at most 100,000.
 *
 * @param named paths that rows name, whether or not the rows can be used
 * @param files the pictures below the folder, where they have been listed already
 */
export async function unnamedPictures(
  root: string,
  named: ReadonlySet<string>,
  files: ReadonlySet<string> | undefined,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const unnamed: string[] = [];
  const visit = (path: string): boolean => named.has(path) || unnamed.push(path) < MOST;
  if (files === undefined) await walkPictures(root, visit, signal);
  else for (const path of files) if (!visit(path)) break;
  return unnamed.sort(naturalCompare);
}
