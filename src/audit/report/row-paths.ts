import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { imagePattern, rowPictureFinder, type RowPictureFinder } from '../../dataset/index.ts';
import { normaliseDatasetPath } from '../../files/index.ts';
import type { AuditReport } from './types.ts';

/** What is known of pictures, by path. */
export interface KnownPaths {
  has(path: string): boolean;
  keys(): Iterable<string>;
}

/**
 * For each labels file of a report (there is one, where it lists none), what tells the picture that a row means: by the
 * path that the report speaks of it under, however the row writes it and whatever it leaves out; another picture by its
 * own path below the root; undefined where it names none.
 *
 * @param known the pictures that the report speaks of
 */
export function rowPathFinders(
  { dataset: { root, labelsFiles } }: { readonly dataset: Pick<AuditReport['dataset'], 'root' | 'labelsFiles'> },
  known: KnownPaths,
): readonly RowPictureFinder[] {
  // Pictures that the report does not know, since their split was not audited, say, must not be taken for others.
  const isElsewhere = (path: string): boolean => existsSync(join(root, path));
  return (labelsFiles ?? [{ imagePatterns: undefined }]).map(({ imagePatterns = [] }): RowPictureFinder => {
    const patterns = imagePatterns.map(imagePattern);
    const find = rowPictureFinder(
      (path) => known.has(path),
      () => known.keys(),
      patterns,
      isElsewhere,
    );
    return (written, split) => {
      if (written === '') return undefined;
      return known.has(written) ? written : (find(written, split) ?? normaliseDatasetPath(written));
    };
  });
}
