import { readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { LabelRows } from './labels/label-rows.ts';
import { patternName, pictureFinder, type ImagePattern, type PictureFinder } from './labels/written-paths.ts';
import { shortened } from './labels/shortened.ts';
import { isPictureName } from './picture-names.ts';
import { splitRole, type SplitRole } from './splits.ts';

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

/**
 * Finds the picture of each row. Where a sample of rows names files that are there, all rows are taken by their word, and
 * only those are looked at that can hardly be meant as written. Otherwise the pictures below the folder are listed, and
 * the folder and extension that most rows lack are found.
 *
 * @param given patterns that the user named: then no others are tried
 */
export async function findPictures(
  root: string,
  rows: LabelRows,
  given: readonly ImagePattern[],
  split: (row: number) => string,
  signal?: AbortSignal,
): Promise<FoundPictures> {
  const asWritten = { paths: rows.paths, patterns: [], notes: [] };
  if (given.length === 0 && !(await needsListing(root, rows))) return asWritten;
  const files = await listPictures(root, signal);
  const has = (path: string): boolean => files.has(path);
  const patterns = given.length > 0 ? given : findPatterns(rows, files, split);
  const finders = new Map<SplitRole | undefined, PictureFinder>();
  // Where a picture of the same name lies in train/ and in test/, the row's own split decides.
  const finderFor = (role: SplitRole | undefined): PictureFinder => {
    const known = finders.get(role);
    if (known !== undefined) return known;
    const own = patterns.filter((pattern) => roleOf(pattern) === role);
    const made = pictureFinder(has, () => files, [...own, ...patterns.filter((pattern) => !own.includes(pattern))]);
    finders.set(role, made);
    return made;
  };
  const paths: string[] = [];
  let completed = 0;
  let found = 0;
  let first: readonly [string, string] | undefined;
  let named = 0;
  for (let row = 0; row < rows.count; row++) {
    const state = rows.state(row);
    const usual = rows.paths[row];
    if (state !== 'usable' && state !== 'outside-root') {
      paths.push(usual);
      continue;
    }
    named += 1;
    const written = rows.written(row);
    const path = finderFor(splitRole(split(row)))(written);
    if (path !== undefined) found += 1;
    if (path !== undefined && path !== usual) {
      completed += 1;
      first ??= [written, path];
    }
    paths.push(path ?? usual);
  }
  if (completed === 0 || first === undefined) return { ...asWritten, paths };
  const n = (count: number): string => count.toLocaleString('en-US');
  const how = patterns.length > 0 ? `, by ${patterns.map((pattern) => `"${patternName(pattern)}"`).join(' or ')}` : '';
  const notes = [
    `${n(found)} of ${n(named)} pictures were found${how}: "${shortened(first[0])}" is ${first[1]}. Name another place with --image-root or --image-pattern.`,
  ];
  return { paths, patterns, notes };
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
async function listPictures(root: string, signal?: AbortSignal): Promise<Set<string>> {
  const files = new Set<string>();
  let level = [''];
  while (level.length > 0 && files.size < MOST_FILES) {
    const below: string[] = [];
    for (const folder of level) {
      signal?.throwIfAborted();
      const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        const path = posix.join(folder, entry.name);
        if (entry.name.startsWith('.')) continue;
        if (entry.isDirectory()) below.push(path);
        else if (isPictureName(entry.name)) files.add(path);
      }
    }
    level = below;
  }
  return files;
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
    const path = rows.paths[row];
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
      const folderRole = roleOf(pattern);
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

function roleOf({ before }: ImagePattern): SplitRole | undefined {
  for (const name of before.split('/')) {
    const role = splitRole(name);
    if (role !== undefined) return role;
  }
  return undefined;
}

/** The last part of a path without its extension. */
function stemOf(path: string): string {
  const name = posix.basename(path).normalize('NFC');
  return isPictureName(name) ? name.slice(0, -posix.extname(name).length) : name;
}
