import type { AuditReport } from './schema/report-schema.ts';

/** Tells the rows of one picture apart that stand in several splits. No path and no split holds the character between. */
export function pictureKey(path: string, split: string | undefined): string {
  return `${path}\0${split ?? ''}`;
}

/**
 * What each audited picture is found by again: its path, and its split as well where several rows of the labels file name
 * the picture.
 */
export function pictureKeys({ paths, repeated = [] }: Pick<AuditReport, 'paths' | 'repeated'>): readonly string[] {
  if (repeated.length === 0) return paths;
  const keys = [...paths];
  for (const { index, split } of repeated) keys[index] = pictureKey(paths[index], split);
  return keys;
}

/** Finds the place of a picture among those that were audited, by its path and split. */
export function pictureFinder(
  report: Pick<AuditReport, 'paths' | 'repeated'>,
): (path: string, split: string | undefined) => number | undefined {
  const places = new Map(pictureKeys(report).map((key, i) => [key, i]));
  const repeated = new Set((report.repeated ?? []).map(({ index }) => report.paths[index]));
  return (path, split) => places.get(repeated.has(path) ? pictureKey(path, split) : path);
}
