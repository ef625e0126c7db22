import type { AuditOptions } from '../../options/audit-options.ts';
import { measurePictures } from '../../../pictures/index.ts';
import { measurePicture, type MeasuredPicture } from './measured-picture.ts';

export interface MeasureAllOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  readonly cacheFolder?: AuditOptions['cacheFolder'];
}

/**
 * Measures pictures of a data set.
 *
 * @param root absolute path of its root
 * @param paths POSIX paths relative to it, each once
 * @returns by path; what can't be used is not there
 * @throws what `measurePictures` throws
 */
export async function measureAll(
  root: string,
  paths: readonly string[],
  { signal, onProgress }: MeasureAllOptions,
): Promise<ReadonlyMap<string, MeasuredPicture>> {
  const measured = await measurePictures(root, paths, measurePicture, { signal, onProgress });
  return new Map(paths.flatMap((path, i) => (measured[i] === undefined ? [] : [[path, measured[i]] as const])));
}
