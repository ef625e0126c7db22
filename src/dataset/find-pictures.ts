import { readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { LabelRows } from './labels/label-rows.ts';
import { lastEnd, patternName, roleOfPattern, rowPictureFinder, type ImagePattern } from './labels/written-paths.ts';
import { shortened } from './labels/shortened.ts';
import { isPictureName } from './picture-names.ts';
import { splitRole } from './splits.ts';

/** How many rows are looked up on disk before the folder is listed. */
const PROBED = 64;
/** Most files that are listed. */
const MOST_FILES = 5_000_000;
/** Folders whose pictures are copies of others, made to be looked at. */
const COPIES = /^(?:thumbs?|thumbnails?|previews?|masks?|overlays?)$/i;

/** Where the pictures of a labels file are. */
export interface FoundPictures {
  /** Path of each row's picture; as the row writes it where none was found, '' where it names none that could be. */
  readonly paths: readonly string[];
  /** How paths were completed, in the order of their use. */
  readonly patterns: readonly ImagePattern[];
  /** What was assumed, in sentences. */
  readonly notes: readonly string[];
}

/** Lists the pictures below a folder, when that is first asked for. */
export type PictureList = () => Promise<ReadonlySet<string>>;

/**
 * Finds the picture of each row. Where a sample of rows names files that are there, all rows are taken by their word, and
 * only those are looked at that can hardly be meant as written. Otherwise the pictures below the folder are listed, and
 * the folder and extension that most rows lack are found.
 *
 * @param given patterns that the user named: then no others are tried, but for extensions in a folder
 */
export async function findPictures(
  root: string,
  rows: LabelRows,
  given: readonly ImagePattern[],
  split: (row: number) => string,
  list: PictureList,
): Promise<FoundPictures> {
  const asWritten = { paths: rows.paths, patterns: [], notes: [] };
  if (given.length === 0 && !(await needsListing(root, rows))) return asWritten;
  const { paths, patterns, found, named, example } = matchPictures(rows, await list(), given, split);
  if (example === undefined) return { ...asWritten, paths };
  const n = (count: number): string => count.toLocaleString('en-US');
  const how = patterns.length > 0 ? `, by ${patterns.map((pattern) => `"${patternName(pattern)}"`).join(' or ')}` : '';
  const notes = [
    `${n(found)} of ${n(named)} pictures were found${how}: "${shortened(example.written)}" is ${example.path}. Name another place with --image-root or --image-pattern.`,
  ];
  return { paths, patterns, notes };
}

/** Which pictures rows mean. */
export interface MatchedPictures extends Omit<FoundPictures, 'notes'> {
  /** How many rows name a picture, and of how many it is there. */
  readonly named: number;
  readonly found: number;
  /** The first row that does not name its picture as it lies; absent where all do. */
  readonly example?: { readonly written: string; readonly path: string };
}

/** Finds the picture of each row among those that there are. The parameters are those of `findPictures`. */
export function matchPictures(
  rows: LabelRows,
  files: ReadonlySet<string>,
  given: readonly ImagePattern[],
  split: (row: number) => string,
): MatchedPictures {
  const patterns = patternsFor(rows, files, given, split);
  const find = rowPictureFinder(
    (path) => files.has(path),
    () => files,
    patterns,
  );
  const paths: string[] = [];
  let found = 0;
  let named = 0;
  let example: MatchedPictures['example'];
  for (let row = 0; row < rows.count; row++) {
    const state = rows.state(row);
    const usual = rows.paths[row];
    if (state !== 'usable' && state !== 'outside-root') {
      // A row without a label, or with several, can't be used, but it names its picture all the same.
      paths.push((rows.written(row) === '' ? undefined : find(rows.written(row), split(row))) ?? usual);
      continue;
    }
    named += 1;
    const written = rows.written(row);
    const path = find(written, split(row));
    if (path !== undefined) found += 1;
    if (path !== undefined && path !== usual) example ??= { written, path };
    paths.push(path ?? usual);
  }
  return { paths, patterns, found, named, ...(example === undefined ? {} : { example }) };
}

/** Whether some rows can't be taken by their word. */
async function needsListing(root: string, rows: LabelRows): Promise<boolean> {
  const isThere = async (path: string): Promise<boolean> =>
    (await stat(join(root, path)).catch(() => undefined))?.isFile() === true;
  const step = Math.max(1, Math.floor(rows.count / PROBED));
  for (let row = 0; row < rows.count; row += step) {
    if (rows.state(row) === 'outside-root') return true;
    if (rows.state(row) === 'usable' && !(await isThere(rows.paths[row]))) return true;
  }
  let odd = 0;
  for (let row = 0; row < rows.count; row++) {
    if (rows.state(row) === 'outside-root') return true;
    const path = rows.paths[row];
    if (path === '' || !/[^\0-\x24\x26-\x7e]|:\/\//.test(path)) continue;
    if (++odd > 1000 || !(await isThere(path))) return true;
  }
  return false;
}

/** All pictures below a folder, as POSIX paths. Hidden folders and links to folders are passed over. */
export async function listPictures(root: string, signal?: AbortSignal): Promise<Set<string>> {
  const files = new Set<string>();
  await walkPictures(root, (path) => files.add(path).size < MOST_FILES, signal);
  return files;
}

/**
 * Walks over all pictures below a folder, without holding their paths. Hidden folders and links to folders are passed over.
 * @param visit is told POSIX paths; ends the walk by false
 */
export async function walkPictures(
  root: string,
  visit: (path: string) => boolean,
  signal?: AbortSignal,
): Promise<void> {
  let level = [''];
  while (level.length > 0) {
    const below: string[] = [];
    for (const folder of level) {
      signal?.throwIfAborted();
      const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        const path = posix.join(folder, entry.name);
        if (entry.name.startsWith('.')) continue;
        if (entry.isDirectory()) below.push(path);
        else if (isPictureName(entry.name) && !visit(path)) return;
      }
    }
    level = below;
  }
}

/**
 * The patterns by which rows are completed, in the order of their use: those that the user named, and the extensions that
 * rows lack in a folder that is named alone; else those that complete the most rows.
 */
export function patternsFor(
  rows: LabelRows,
  files: ReadonlySet<string>,
  given: readonly ImagePattern[],
  split: (row: number) => string,
): readonly ImagePattern[] {
  if (given.length === 0) return findPatterns(rows, files, split);
  return given.flatMap((pattern) => {
    const { before, after } = pattern;
    if (after !== '' || !before.endsWith('/')) return [pattern];
    const inFolder = new Set([...files].filter((file) => file.startsWith(before)));
    return [pattern, ...findPatterns(rows, inFolder, split)];
  });
}

/** The patterns that complete the most rows, best first. */
function findPatterns(
  rows: LabelRows,
  files: ReadonlySet<string>,
  split: (row: number) => string,
): readonly ImagePattern[] {
  const byStem = new Map<string, string[]>();
  for (const file of files) {
    const stem = stemOf(file);
    const same = byStem.get(stem);
    if (same) same.push(file);
    else byStem.set(stem, [file]);
  }
  const votes = new Map<string, { pattern: ImagePattern; count: number }>();
  const step = Math.max(1, Math.floor(rows.count / 5000));
  for (let row = 0; row < rows.count; row += step) {
    // Of a URL or another machine's path the name alone says which picture is meant.
    const path = rows.paths[row] || lastEnd(rows.written(row));
    if (path === '' || files.has(path)) continue;
    const form = path.normalize('NFC');
    const role = splitRole(split(row));
    for (const file of (byStem.get(stemOf(path)) ?? []).slice(0, 20)) {
      const whole = file.normalize('NFC');
      const at = whole.lastIndexOf(form);
      const after = whole.slice(at + form.length);
      if (at < 0 || (at > 0 && whole[at - 1] !== '/') || (after !== '' && !isPictureName(`x${after}`))) continue;
      const pattern = { before: whole.slice(0, at), after };
      const key = patternName(pattern);
      const vote = votes.get(key) ?? { pattern, count: 0 };
      votes.set(key, vote);
      const isCopy = pattern.before.split('/').some((name) => COPIES.test(name));
      const folderRole = roleOfPattern(pattern);
      vote.count += isCopy
        ? 0.01
        : role === undefined || folderRole === undefined
          ? 0.9
          : role === folderRole
            ? 1
            : 0.1;
    }
  }
  return [...votes.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, 20)
    .map(({ pattern }) => pattern);
}

/** The last part of a path without its extension. */
function stemOf(path: string): string {
  const name = posix.basename(path).normalize('NFC');
  return isPictureName(name) ? name.slice(0, -posix.extname(name).length) : name;
}
