import { readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { isSearchedFolder } from './find-datasets.ts';
import { findLabelsFiles, mayBeLabels } from './find-labels-files.ts';
import { glanceAtClassFolders } from './folders/class-folders.ts';
import { readLabels } from './layouts/read-labels.ts';

/** How deep a glance goes, and into how many folders. */
const [DEPTH, FOLDERS] = [2, 100];
/** Bytes of the labels files that it reads. */
const MOST = 2 * 1024 ** 2;
/** What is worth an audit. */
const [PICTURES, CLASSES, ROWS_PER_CLASS] = [50, 2, 3];

/**
 * Whether a folder holds a labelled picture data set, as far as a short look tells, which the user did not ask for: a few folders deep,
 * without pictures opened or large files read. `findDatasets` looks properly.
 *
 * @returns the POSIX path of its labels file, or of the folder that holds its class folders (`.` for the folder itself);
 *   undefined where none is seen
 * @throws the signal's reason when it is aborted
 */
export async function glanceAtDataset(root: string, signal?: AbortSignal): Promise<string | undefined> {
  let level = ['.'];
  let looked = 0;
  for (let depth = 0; depth <= DEPTH && level.length > 0; depth++) {
    const below: string[] = [];
    for (const path of level) {
      signal?.throwIfAborted();
      if (++looked > FOLDERS) return undefined;
      const folder = join(root, path);
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      const tables = entries.filter((entry) => entry.isFile() && mayBeLabels(entry.name)).map(({ name }) => name);
      if (await areSmall(folder, tables)) {
        const labels = await labelsOf(folder, tables);
        if (labels !== undefined) return posix.join(path, labels);
      }
      const folders = entries.filter((entry) => entry.isDirectory() && isSearchedFolder(entry.name));
      if (folders.length >= CLASSES && (await hasClassFolders(folder, signal))) return path;
      below.push(...folders.map((entry) => posix.join(path, entry.name)));
    }
    level = below;
  }
  return undefined;
}

async function areSmall(folder: string, names: readonly string[]): Promise<boolean> {
  let bytes = 0;
  for (const name of names) bytes += (await stat(join(folder, name)).catch(() => ({ size: 0 }))).size;
  return bytes <= MOST;
}

/** The name of a folder's first labels file, where it labels enough pictures. */
async function labelsOf(folder: string, tables: readonly string[]): Promise<string | undefined> {
  if (tables.length === 0) return undefined;
  try {
    const { names } = await findLabelsFiles(folder);
    if (names.length === 0) return undefined;
    const { rows } = await readLabels(join(folder, names[0]), {});
    const labels = new Set(Array.from({ length: rows.count }, (_, row) => rows.label(row)));
    labels.delete('');
    const isWorth = rows.count >= PICTURES && labels.size >= CLASSES && rows.count >= ROWS_PER_CLASS * labels.size;
    return isWorth ? names[0] : undefined;
  } catch {
    // What is wrong with it is told to who asks for an audit.
    return undefined;
  }
}

async function hasClassFolders(folder: string, signal?: AbortSignal): Promise<boolean> {
  const classes = await glanceAtClassFolders(folder, signal).catch(() => []);
  signal?.throwIfAborted();
  const pictures = classes.reduce((sum, one) => sum + one.pictures.length, 0);
  return classes.length >= CLASSES && pictures >= PICTURES && pictures >= ROWS_PER_CLASS * classes.length;
}
