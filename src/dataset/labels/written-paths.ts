import { normaliseDatasetPath } from '../../files/index.ts';
import { splitRole, type SplitRole } from '../splits.ts';

/** Where a labels file's pictures lie when its rows leave something out: `train_images/{id}.jpg`. */
export interface ImagePattern {
  readonly before: string;
  readonly after: string;
}

/** `images/{id}.jpg` in two parts; a folder alone stands before what is written. */
export function imagePattern(written: string): ImagePattern {
  const at = /\{[^{}]*\}/.exec(written);
  if (at === null) return { before: `${written.replace(/\/*$/, '')}/`, after: '' };
  return { before: written.slice(0, at.index), after: written.slice(at.index + at[0].length) };
}

export function patternName({ before, after }: ImagePattern): string {
  return `${before}{id}${after}`;
}

/** Where the user says that pictures lie. */
export function givenPatterns({
  imagePattern: pattern,
  imageRoot: folder,
}: {
  readonly imagePattern?: string;
  readonly imageRoot?: string;
}): ImagePattern[] {
  const inside = folder === undefined ? '' : `${folder.replace(/\/*$/, '')}/`;
  if (pattern !== undefined) return [imagePattern(inside + pattern)];
  return folder === undefined ? [] : [imagePattern(inside)];
}

/** Finds the picture that a row means among those that there are. */
export type PictureFinder = (written: string) => string | undefined;

/**
 * Finds pictures by the words that labels files use for them, among paths that there are: as written; with a pattern; in
 * another Unicode form (macOS writes NFD); with `%20` for a blank; as a URL or an absolute path whose end is one of them.
 *
 * @param has whether a path is there
 * @param all every path that is there, asked for once a plain look-up has failed
 * @param patterns tried in this order
 * @param isElsewhere whether a path that `has` does not know is there all the same; a picture by an earlier pattern that
 *   is there only so hides those of later ones
 */
export function pictureFinder(
  has: (path: string) => boolean,
  all: () => Iterable<string>,
  patterns: readonly ImagePattern[] = [],
  isElsewhere?: (path: string) => boolean,
): PictureFinder {
  let byForm: Map<string, string> | undefined;
  const known = (path: string): string | undefined => {
    if (has(path)) return path;
    if (!/[^\0-\x7f]/.test(path)) return undefined;
    if (byForm === undefined) {
      byForm = new Map();
      for (const one of all()) if (/[^\0-\x7f]/.test(one)) byForm.set(one.normalize('NFC'), one);
    }
    return byForm.get(path.normalize('NFC'));
  };
  const below = (path: string): string | undefined => {
    const plain = known(path);
    if (plain !== undefined) return plain;
    const passed: string[] = [];
    for (const { before, after } of patterns) {
      const found = known(before + path + after);
      if (found !== undefined) return passed.find((other) => isElsewhere?.(other)) ?? found;
      if (isElsewhere !== undefined) passed.push(before + path + after);
    }
    return undefined;
  };
  const tried = (path: string): string | undefined => {
    const normal = normaliseDatasetPath(path);
    if (normal !== undefined) {
      const found = below(normal);
      if (found !== undefined) return found;
    }
    // `http://host/a/b.png?size=1`, `/home/me/data/a/b.png`, `C:\data\a\b.png`: the longest end that is there.
    const ends = endsOf(path);
    for (const end of ends) {
      const found = below(end);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return (written) => {
    const found = tried(written);
    if (found !== undefined || !written.includes('%')) return found;
    const decoded = percentDecoded(written);
    return decoded === undefined ? undefined : tried(decoded);
  };
}

/** Finds the picture of a row by what it writes and its split ('' for none). */
export type RowPictureFinder = (written: string, split: string) => string | undefined;

/**
 * Finds pictures as `pictureFinder` does, and lets a row's split decide where a picture of the same name lies in `train/`
 * and in `test/`.
 */
export function rowPictureFinder(
  has: (path: string) => boolean,
  all: () => Iterable<string>,
  patterns: readonly ImagePattern[],
  isElsewhere?: (path: string) => boolean,
): RowPictureFinder {
  const finders = new Map<SplitRole | undefined, PictureFinder>();
  const roles = new Map<string, SplitRole | undefined>();
  return (written, split) => {
    // Asked for every row; a data set has a handful of splits.
    if (!roles.has(split) && roles.size < 1000) roles.set(split, splitRole(split));
    const role = roles.has(split) ? roles.get(split) : splitRole(split);
    let finder = finders.get(role);
    if (finder === undefined) {
      const own = patterns.filter((pattern) => roleOfPattern(pattern) === role);
      const inOrder = [...own, ...patterns.filter((pattern) => !own.includes(pattern))];
      finder = pictureFinder(has, all, inOrder, isElsewhere);
      finders.set(role, finder);
    }
    return finder(written);
  };
}

/** What the pictures of a pattern are for, by the names of its folders. */
export function roleOfPattern({ before }: ImagePattern): SplitRole | undefined {
  for (const name of before.split('/')) {
    const role = splitRole(name);
    if (role !== undefined) return role;
  }
  return undefined;
}

/** The shortest end of a URL or an absolute path: the file's name; '' of a relative path. */
export function lastEnd(written: string): string {
  return endsOf(written).at(-1) ?? '';
}

/** The ends of a URL or an absolute path, longest first; none of a relative path. */
function endsOf(written: string): string[] {
  const isUrl = /^[a-z][a-z0-9+.-]+:\/\//i.test(written);
  const isAbsolute = /^(?:[a-z]:)?[\\/]/i.test(written);
  if (!isUrl && !isAbsolute) return [];
  const path = isUrl ? written.replace(/^[a-z][a-z0-9+.-]+:\/\/[^/]*\/?/i, '').replace(/[?#].*$/, '') : written;
  const parts = path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  const ends = parts.map((_, i) => parts.slice(i).join('/'));
  // Label Studio puts eight digits before the name of a file that was uploaded.
  const upload = /^[0-9a-f]{8}-(.+)$/.exec(parts.at(-1) ?? '')?.[1];
  return upload === undefined ? ends : [...ends, upload];
}

function percentDecoded(written: string): string | undefined {
  try {
    const text = decodeURIComponent(written);
    return text === written ? undefined : text;
  } catch {
    return undefined;
  }
}
