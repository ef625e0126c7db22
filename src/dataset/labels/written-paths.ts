import { normaliseDatasetPath } from '../../files/index.ts';

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

/** Finds the picture that a row means among those that there are. */
export type PictureFinder = (written: string) => string | undefined;

/**
 * Finds pictures by the words that labels files use for them, among paths that there are: as written; with a pattern; in
 * another Unicode form (macOS writes NFD); with `%20` for a blank; as a URL or an absolute path whose end is one of them.
 *
 * @param has whether a path is there
 * @param all every path that is there, asked for once a plain look-up has failed
 * @param patterns tried in this order
 */
export function pictureFinder(
  has: (path: string) => boolean,
  all: () => Iterable<string>,
  patterns: readonly ImagePattern[] = [],
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
    for (const { before, after } of patterns) {
      const found = known(before + path + after);
      if (found !== undefined) return found;
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
  return parts.map((_, i) => parts.slice(i).join('/'));
}

function percentDecoded(written: string): string | undefined {
  try {
    const text = decodeURIComponent(written);
    return text === written ? undefined : text;
  } catch {
    return undefined;
  }
}
