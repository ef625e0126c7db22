import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removeStaleTemporaries } from './temporary-files.ts';

export interface PruneOptions {
  /** All files together take at most this; the least recently used ones are removed first. */
  readonly maxBytes: number;
  /** Milliseconds since its last use (time of change) after which a file is removed. */
  readonly maxAge: number;
  /** Only files with this ending are counted and removed. */
  readonly ending: string;
  /** A file that stays, however large. */
  readonly keep?: string;
}

/**
 * Removes files of a cache folder and of its own folders, one level deep, by age and size, and what killed processes left.
 * Links are never followed.
 * @throws the system's error where the folder can't be listed
 */
export async function pruneFolder(folder: string, { maxBytes, maxAge, ending, keep }: PruneOptions): Promise<void> {
  const files: { readonly file: string; readonly size: number; readonly time: number }[] = [];
  const look = async (inside: string, deeper: boolean): Promise<void> => {
    await removeStaleTemporaries(inside);
    for (const entry of await readdir(inside, { withFileTypes: true })) {
      const file = join(inside, entry.name);
      if (entry.isDirectory() && deeper) await look(file, false).catch(() => undefined);
      if (!entry.isFile() || !entry.name.endsWith(ending)) continue;
      const info = await lstat(file).catch(() => undefined);
      if (info?.isFile() === true) files.push({ file, size: info.size, time: info.mtimeMs });
    }
  };
  await look(folder, true);
  files.sort((a, b) => b.time - a.time);
  const now = Date.now();
  let total = 0;
  for (const { file, size, time } of files) {
    total += size;
    if (file === keep || (now - time <= maxAge && total <= maxBytes)) continue;
    await rm(file, { force: true }).catch(() => undefined);
  }
}
