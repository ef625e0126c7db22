import { realpath } from 'node:fs/promises';
import { basename, dirname, posix } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { DatasetError } from './dataset-error.ts';
import { listPictures, patternsFor } from './find-pictures.ts';
import type { LabelRows } from './labels/label-rows.ts';
import { readLabelsFile } from './labels/labels-file.ts';
import { givenPatterns, patternName, rowPictureFinder } from './labels/written-paths.ts';
import { layoutOf } from './layouts/layouts.ts';

/** How the rows of a labels file may name their pictures. */
export interface MappingChoice {
  readonly imageColumn: string;
  /** As the options of the same names have them; absent: found. */
  readonly imageRoot?: string;
  readonly imagePattern?: string;
}

/** What a choice comes to. */
export interface MappingCount {
  /** Rows whose picture is there. */
  readonly found: number;
  /** Rows that name a picture. */
  readonly named: number;
  /** The first row whose picture is there, and that picture's path. */
  readonly example?: { readonly written: string; readonly path: string };
  /** The first row whose picture is not there. */
  readonly missing?: string;
  /** How paths are completed, such as `images/{id}.jpg`, best first. */
  readonly patterns: readonly string[];
}

/** A labels file and the pictures below its folder, for a user who says how the one names the other. */
export interface PictureMapper {
  /** Of the data set. */
  readonly root: string;
  /** Names of the columns or keys. */
  readonly columns: readonly string[];
  /** Folders below the root that hold pictures, `.` for the root itself, with how many, those below them included. */
  readonly folders: readonly { readonly path: string; readonly pictures: number }[];
  /** Number of pictures below the root. */
  readonly pictures: number;
  /**
   * Counts the pictures that are found.
   * @throws DatasetError where the column is not there; the signal's reason where it is aborted
   */
  count(choice: MappingChoice, signal?: AbortSignal): Promise<MappingCount>;
  /** How many rows bear each value of a column. */
  values(column: string): Promise<ReadonlyMap<string, number>>;
}

/** So many rows are looked up at once before others have their turn. */
const SLICE = 4096;

/**
 * Reads a labels file and lists the pictures below its folder.
 * @throws DatasetError where the file can't be read, or has fewer than two columns
 */
export async function openPictureMapper(file: string, signal?: AbortSignal): Promise<PictureMapper> {
  const root = await realpath(dirname(file));
  const { text } = await readLabelsFile(file);
  const layout = layoutOf({ name: basename(file), head: text.slice(0, 65_536) });
  const columns = layout?.columns?.(text) ?? [];
  if (layout === undefined || columns.length < 2) {
    throw new DatasetError(file, 'it has no two columns, one for pictures and one for labels');
  }
  const files = await listPictures(root, signal);
  const read = new Map<string, Promise<LabelRows>>();
  const rowsOf = async (column: string, role: 'image' | 'label'): Promise<LabelRows> => {
    const other = columns.find((name) => name !== column)!;
    const names =
      role === 'image' ? { imageColumn: column, labelColumn: other } : { imageColumn: other, labelColumn: column };
    const rows = await layout.read({ file, bytes: Buffer.alloc(0), text }, names);
    if (!rows.ok) throw new DatasetError(file, rows.message);
    return rows;
  };
  const imagesOf = (column: string): Promise<LabelRows> => {
    const known = read.get(column) ?? rowsOf(column, 'image');
    read.set(column, known);
    return known;
  };
  return {
    ...{ root, columns, folders: foldersOf(files), pictures: files.size },
    async count(choice, stop) {
      const rows = await imagesOf(choice.imageColumn);
      const split = (row: number): string => rows.split(row);
      const patterns = patternsFor(rows, files, givenPatterns(choice), split);
      const find = rowPictureFinder(
        (path) => files.has(path),
        () => files,
        patterns,
      );
      let [found, named] = [0, 0];
      let example: MappingCount['example'];
      let missing: string | undefined;
      for (let row = 0; row < rows.count; row++) {
        if (row % SLICE === SLICE - 1) {
          await setImmediate();
          stop?.throwIfAborted();
        }
        const written = rows.written(row);
        if (written === '') continue;
        named += 1;
        const path = find(written, split(row));
        if (path === undefined) missing ??= written;
        else {
          found += 1;
          example ??= { written, path };
        }
      }
      return {
        ...{ found, named, patterns: patterns.map(patternName) },
        ...(example === undefined ? {} : { example }),
        ...(missing === undefined ? {} : { missing }),
      };
    },
    async values(column) {
      const rows = await rowsOf(column, 'label');
      const counts = new Map<string, number>();
      for (let row = 0; row < rows.count; row++) counts.set(rows.label(row), (counts.get(rows.label(row)) ?? 0) + 1);
      return counts;
    },
  };
}

function foldersOf(files: ReadonlySet<string>): PictureMapper['folders'] {
  const counts = new Map<string, number>();
  for (const file of files) {
    for (let folder = posix.dirname(file); ; folder = posix.dirname(folder)) {
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
      if (folder === '.') break;
    }
  }
  return Array.from(counts, ([path, pictures]) => ({ path, pictures })).sort((a, b) => (a.path < b.path ? -1 : 1));
}
