import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** The photographs beside the repository, which is tested without them where they are not. */
export const PHOTOS = join(process.env.LABEL_AUDIT_SHARED ?? resolve('..', 'shared'), 'data', 'photos');

/**
 * Whether the photographs are there; says in one line what is skipped where they are not.
 * @param what needs them, as the beginning of a sentence: a noun and its verb
 */
export function hasPhotos(what: string): boolean {
  const isThere = existsSync(join(PHOTOS, 'labels.csv'));
  if (!isThere) console.log(`skipped: ${what} ${PHOTOS} (LABEL_AUDIT_SHARED names another place)`);
  return isThere;
}

/** The rows of a labels file, without its header. */
export const linesOf = async (file: string): Promise<string[]> =>
  (await readFile(file, 'utf8')).trimEnd().split('\n').slice(1);
