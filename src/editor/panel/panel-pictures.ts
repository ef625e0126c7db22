import { stat } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { startThumbnailer, type PictureFacts } from '../../audit/light.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { IssueState } from '../session/types.ts';

/** The pictures of data sets, in sizes that a page can show. Made in a process of its own. */
export interface Pictures {
  /** Files of small pictures, for a grid; null where a picture is gone or unreadable. */
  small(root: string, paths: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
  /** File of a large picture; undefined where it is gone or unreadable. */
  large(root: string, path: string): Promise<string | undefined>;
  /** File of a picture of at most so many pixels a side (WebP); undefined where it is gone or unreadable. */
  sized(root: string, path: string, side: number): Promise<string | undefined>;
  /** What a picture's file says of itself; null where it can't be read. */
  facts(root: string, path: string): Promise<PictureFacts | null>;
  dispose(): void;
}

/** What every webview can show as it is. */
const SHOWABLE = new Set(['.png', '.jpg', '.jpeg', '.gif', '.webp', '.bmp']);
/** Larger files are shown as thumbnails even on their own: decoding them would stall the panel. */
const LARGE_FILE = 2_000_000;
const SMALL_SIDE = 256;
const LARGE_SIDE = 1024;

export function createPictures(engineFile: string, cacheFolder: string): Pictures {
  const thumbnailer = startThumbnailer({ engineFile, cacheFolder });
  return {
    small: (root, paths) => thumbnailer.get(root, paths, SMALL_SIDE),
    large: async (root, path) => {
      const file = pictureFile(root, path);
      const found = file === undefined ? undefined : await stat(file).catch(() => undefined);
      if (file === undefined || !found?.isFile()) return undefined;
      const asItIs = SHOWABLE.has(extname(file).toLowerCase()) && found.size <= LARGE_FILE;
      // The small one is asked for too: it is there where the picture is readable and lies within the data set.
      const thumbnail = (await thumbnailer.get(root, [path], asItIs ? SMALL_SIDE : LARGE_SIDE)).get(path);
      if (thumbnail === null || thumbnail === undefined) return undefined;
      return asItIs ? file : thumbnail;
    },
    sized: async (root, path, side) => (await thumbnailer.get(root, [path], side)).get(path) ?? undefined,
    facts: thumbnailer.facts,
    dispose: thumbnailer.dispose,
  };
}

/** Absolute path of a picture of the data set; undefined for a path that leads out of it (a report is only a file). */
export function pictureFile(root: string, path: string): string | undefined {
  const file = resolve(root, path);
  return file.startsWith(root.endsWith(sep) ? root : root + sep) ? file : undefined;
}

/** Where a flagged picture is now: among class folders, relabelling has moved it to another folder. */
export function currentPath(session: LiveSession, { issue, current }: IssueState): string {
  if (session.kind !== 'folders' || !current || current.label === issue.givenLabel) return issue.path;
  return session.placeOf(issue.path) ?? issue.path;
}
