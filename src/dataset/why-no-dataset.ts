import { readdir, stat } from 'node:fs/promises';
import { extname, join, posix } from 'node:path';
import { DatasetError } from './dataset-error.ts';
import { isSearchedFolder, MAX_DEPTH } from './find-datasets.ts';
import { mayBeLabels } from './find-labels-files.ts';
import { readClassFolders } from './folders/class-folders.ts';
import { readLabels } from './layouts/read-labels.ts';
import { passedOverNote } from './passed-over.ts';

/** Folders that are told of; what lies in more of them is a matter for the user. */
const MOST_FOLDERS = 100;
/** Files of one folder whose contents are told of. */
const MOST_FILES = 10;
/** Kinds of files, and things passed over among class folders, that are named. */
const MOST_NAMED = 8;
/** Largest file, in bytes, that is read to tell why it is none. */
const MOST_READ = 16 * 1024 * 1024;

/**
 * Says why a folder holds no data set: every folder and file that was looked at, and why it is none, a sentence each. For a
 * log, once nothing was found: files are read again for it.
 * @throws the signal's reason when it is aborted
 */
export async function whyNoDataset(root: string, signal?: AbortSignal): Promise<string[]> {
  const lines: string[] = [];
  let level = ['.'];
  let looked = 0;
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth += 1) {
    const below: string[] = [];
    for (const path of level) {
      signal?.throwIfAborted();
      looked += 1;
      if (looked > MOST_FOLDERS) continue;
      const { about, folders } = await lookAt(root, path);
      lines.push(...about);
      below.push(...folders);
    }
    level = below;
  }
  if (looked > MOST_FOLDERS) lines.push(`${looked - MOST_FOLDERS} more folders were looked into.`);
  lines.push(...(await whyNoClassFolders(root, signal)));
  return lines;
}

async function lookAt(root: string, path: string): Promise<{ about: string[]; folders: string[] }> {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch((error: unknown) => error as Error);
  if (entries instanceof Error) return { about: [`${path}: can't be read (${entries.message}).`], folders: [] };
  const folders = entries.filter((entry) => entry.isDirectory());
  const [entered, skipped] = [true, false].map((searched) =>
    folders.filter(({ name }) => isSearchedFolder(name) === searched).map(({ name }) => name),
  );
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const about = [`${path}: ${kindsOf(files)}, ${folders.length} folders; no labels file and no class folders.`];
  if (skipped.length > 0) about.push(`${path}: not looked into: ${named(skipped)} (hidden, or a program's).`);
  const candidates = files.filter(mayBeLabels);
  for (const name of candidates.slice(0, MOST_FILES)) {
    about.push(`${posix.join(path, name)}: ${await whyNoLabels(join(root, path, name))}`);
  }
  if (candidates.length > MOST_FILES) {
    about.push(`${path}: ${candidates.length - MOST_FILES} more files that could be labels files by their names.`);
  }
  return { about, folders: entered.map((name) => posix.join(path, name)) };
}

/** E.g. `14 files (12 .tif, 2 .txt)`. */
function kindsOf(files: readonly string[]): string {
  if (files.length === 0) return '0 files';
  const counts = new Map<string, number>();
  for (const file of files) {
    const ending = extname(file).toLowerCase() || 'without an ending';
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  const kinds = [...counts].sort((a, b) => b[1] - a[1]).map(([ending, count]) => `${count} ${ending}`);
  return `${files.length} files (${named(kinds)})`;
}

function named(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).join(', ');
  return names.length > MOST_NAMED ? `${shown} and ${names.length - MOST_NAMED} more` : shown;
}

async function whyNoLabels(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > MOST_READ) return 'no labels file as its beginning shows; it is too large to be read for a reason.';
  try {
    const { rows } = await readLabels(file, {});
    return rows.count === 0 ? 'it has no rows.' : 'none of its rows names a picture and a label.';
  } catch (error) {
    if (error instanceof DatasetError) return error.message;
    throw error;
  }
}

/** What speaks against class folders directly below the root. */
async function whyNoClassFolders(root: string, signal?: AbortSignal): Promise<string[]> {
  const { folders, refusal, passedOver } = await readClassFolders(root, { signal });
  const classes = [...new Set(folders.map((folder) => folder.class))];
  const few = classes.length === 0 ? 'no folder below it holds pictures' : `only one class, "${classes[0]}"`;
  const why = refusal ?? (classes.length < 2 ? `${few}; two at least are needed.` : 'they lie in folders of programs.');
  const note = passedOverNote(passedOver);
  return [`Class folders: ${why}`, ...(note === undefined ? [] : [`Class folders: ${note}`])];
}
