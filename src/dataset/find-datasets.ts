import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { glanceAtClassFolders, listClassFolders, type ClassFolder } from './folders/class-folders.ts';
import { DatasetError } from './dataset-error.ts';
import { fileFailure } from '../files/index.ts';
import type { LayoutName } from './layouts/layout.ts';
import { readLabels } from './layouts/read-labels.ts';
import { findLabelsFiles, mayBeLabels } from './find-labels-files.ts';

/** A data set that was found in a folder, for the user to choose from. */
export interface FoundDataset {
  readonly kind: 'csv' | 'folders';
  /** Absolute path to give to `readDataset`: the labels file, or the folder of several labels files or of class folders. */
  readonly target: string;
  /** Absolute path of the data set's folder. */
  readonly root: string;
  /** The same, as a POSIX path relative to the folder that was searched; `.` for that folder itself. */
  readonly path: string;
  /** Rows of the labels file, or pictures in the class folders. */
  readonly pictures: number;
  readonly classes: number;
  /** Names of its labels files where there are several, such as train.csv and test.csv. */
  readonly labelsFiles?: readonly string[];
  /** How the labels file is written. */
  readonly layout?: LayoutName;
  /** Why a labels file can't be used as it is, e.g. because its columns are not recognised. */
  readonly problem?: string;
}

/** How many levels of folders are searched, the root not counted. */
export const MAX_DEPTH = 5;
/** How many folders are looked into at most. */
const MAX_FOLDERS = 5000;
/** Folders that hold programs, not data. */
const SKIPPED = new Set(['node_modules', 'bower_components', '__pycache__', 'venv', 'dist', 'out', 'build', 'target']);

/**
 * Lists the data sets under a folder: labels files by name, and folders with at least two class folders. Hidden folders,
 * links and folders of programs are passed over, and so is whatever lies inside a data set. Pictures are not opened.
 * @returns in the order of their paths.
 * @throws DatasetError when the folder can't be read; the signal's reason when it is aborted.
 */
export async function findDatasets(root: string, signal?: AbortSignal): Promise<FoundDataset[]> {
  const base = await realpath(root).catch((error: unknown) => {
    throw new DatasetError(root, fileFailure(error), { cause: error });
  });
  if (!(await stat(base)).isDirectory()) throw new DatasetError(root, 'this is not a folder');
  const found: FoundDataset[] = [];
  let level = ['.'];
  let looked = 0;
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
    const below: string[] = [];
    for (const path of level) {
      signal?.throwIfAborted();
      if (++looked > MAX_FOLDERS) break;
      const folder = join(base, path);
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      const labels = await labelsFilesIn(folder, entries);
      if (labels.length > 0) {
        found.push(await lookAtLabels(folder, path, labels));
        continue;
      }
      const folders = entries.filter((entry) => entry.isDirectory() && isSearchedFolder(entry.name));
      const classFolders = await lookAtFolders(folder, path, signal);
      if (classFolders !== undefined) found.push(classFolders);
      else below.push(...folders.map((entry) => posix.join(path, entry.name)));
    }
    level = below;
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Whether folders of this name are looked into. */
export function isSearchedFolder(name: string): boolean {
  return !name.startsWith('.') && !SKIPPED.has(name);
}

/** The labels files of a folder; only files that may be some are looked into. */
async function labelsFilesIn(folder: string, entries: readonly Dirent[]): Promise<readonly string[]> {
  if (!entries.some((entry) => entry.isFile() && mayBeLabels(entry.name))) return [];
  // A link that leads out is none of this folder's.
  return (await findLabelsFiles(folder).catch(() => ({ names: [] }))).names;
}

/** Labels files of one folder: several of them are one data set. */
async function lookAtLabels(root: string, folder: string, names: readonly string[]): Promise<FoundDataset> {
  const isOne = names.length === 1;
  const where = {
    ...({ kind: 'csv', root, target: isOne ? join(root, names[0]) : root } as const),
    path: isOne ? posix.join(folder, names[0]) : folder,
    ...(isOne ? {} : { labelsFiles: names }),
  };
  const layouts = new Set<LayoutName>();
  const labels = new Set<string>();
  let pictures = 0;
  try {
    for (const name of names) {
      const { rows, layout } = await readLabels(join(root, name), {});
      layouts.add(layout);
      for (let row = 0; row < rows.count; row++) labels.add(rows.label(row));
      pictures += rows.count;
    }
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    return { ...where, pictures: 0, classes: 0, problem: error.message };
  }
  labels.delete('');
  return { ...where, pictures, classes: labels.size, layout: [...layouts][0] };
}

async function lookAtFolders(target: string, path: string, signal?: AbortSignal): Promise<FoundDataset | undefined> {
  const glance = await glanceAtClassFolders(target, signal).catch(() => {
    signal?.throwIfAborted();
    return [];
  });
  if (classesOf(glance) < 2) return undefined;
  const folders = await listClassFolders(target, { signal });
  const classes = classesOf(folders);
  if (classes < 2) return undefined;
  const pictures = folders.reduce((sum, folder) => sum + folder.pictures.length, 0);
  return { kind: 'folders', target, root: target, path, pictures, classes };
}

function classesOf(folders: readonly ClassFolder[]): number {
  return new Set(folders.map((folder) => folder.class).filter((name) => !SKIPPED.has(name))).size;
}
