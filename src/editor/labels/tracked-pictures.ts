import type { AuditReport, DatasetProblem } from '../../audit/light.ts';
import type { RowListener } from './live-rows.ts';
import type { ScannedRow } from './scan-row.ts';

/** A picture that the report speaks of, and the rows that name it now. */
export interface TrackedPicture {
  readonly path: string;
  /** Index in report.paths; -1 where the picture was not audited. */
  readonly example: number;
  /** Index in report.issues; -1 where it is not flagged. */
  issue: number;
  /** Something is wrong with it beside its label. */
  problems?: DatasetProblem[];
  /** By line; the first one counts. */
  rows: readonly ScannedRow[];
}

/** Which pictures stand in the text, by path; kept up by the rows that come and go. */
export interface TrackedPictures extends RowListener {
  /** By issue. */
  readonly flagged: readonly TrackedPicture[];
  /** Those with problems of their own. */
  readonly faulty: readonly TrackedPicture[];
  find(path: string): TrackedPicture | undefined;
  /** Picture of a row, whatever slashes and dots its path is written with. */
  of(row: ScannedRow): TrackedPicture | undefined;
  /** Issues whose rows came or went since this was last asked. */
  takeChanged(): number[];
  /** Whether rows that are not flagged were relabelled, added or taken out since the audit. */
  readonly foreignChanges: boolean;
}

const NO_ROWS: readonly ScannedRow[] = [];

export interface TrackedPicturesOptions {
  readonly report: AuditReport;
  /** Class indices as they were audited, one per report.paths; undefined where they are not known. */
  readonly labels?: ArrayLike<number>;
  /** As the labels file may write it -> as the report does; undefined where it leaves the data set. */
  readonly normalisePath: (written: string) => string | undefined;
  readonly pause: () => Promise<void>;
}

export async function trackPictures(options: TrackedPicturesOptions): Promise<TrackedPictures> {
  const { report, labels, normalisePath, pause } = options;
  const pictures = new Map<string, TrackedPicture>();
  for (let example = 0; example < report.paths.length; example += 1) {
    const path = report.paths[example];
    pictures.set(path, { path, example, issue: -1, rows: NO_ROWS });
    if (example % 1024 === 1023) await pause();
  }
  const flagged = report.issues.map((issue, id) => {
    const picture = pictures.get(issue.path) ?? { path: issue.path, example: issue.index, issue: id, rows: NO_ROWS };
    picture.issue = id;
    pictures.set(issue.path, picture);
    return picture;
  });
  await pause();
  const faulty = new Set<TrackedPicture>();
  for (const problem of report.problems) {
    for (const path of [problem.path, ...(problem.others ?? [])]) {
      const picture = pictures.get(path) ?? { path, example: -1, issue: -1, rows: NO_ROWS };
      pictures.set(path, picture);
      if (path !== problem.path) continue;
      (picture.problems ??= []).push(problem);
      faulty.add(picture);
    }
  }

  const { classes } = report.dataset;
  const changed = new Set<number>();
  /** Audited pictures, neither flagged nor faulty, that no row names; rows of such pictures with another label; rows of new pictures. */
  let missing = 0;
  let relabelled = 0;
  let added = 0;
  const isQuiet = (picture: TrackedPicture): boolean => picture.issue < 0 && picture.problems === undefined;
  for (const picture of pictures.values()) if (picture.example >= 0 && isQuiet(picture)) missing += 1;

  const find = (written: string): TrackedPicture | undefined => {
    const exact = pictures.get(written);
    if (exact) return exact;
    const path = normalisePath(written);
    return path === undefined ? undefined : pictures.get(path);
  };
  const count = (picture: TrackedPicture, row: ScannedRow, step: 1 | -1): void => {
    if (picture.issue >= 0) changed.add(picture.issue);
    if (!isQuiet(picture) || picture.example < 0 || labels === undefined) return;
    if (row.label !== classes[labels[picture.example]]) relabelled += step;
  };

  return {
    flagged,
    faulty: [...faulty],
    find,
    of: (row) => find(row.image),
    get foreignChanges() {
      return missing > 0 || relabelled > 0 || added > 0;
    },
    takeChanged() {
      const ids = [...changed];
      changed.clear();
      return ids;
    },
    appeared(row) {
      const picture = find(row.image);
      if (!picture) {
        if (row.image !== '') added += 1;
        return;
      }
      if (picture.rows.length === 0) {
        if (picture.example >= 0 && isQuiet(picture)) missing -= 1;
        picture.rows = [row];
      } else picture.rows = [...picture.rows, row].sort((a, b) => a.line - b.line);
      count(picture, row, 1);
    },
    disappeared(row) {
      const picture = find(row.image);
      if (!picture) {
        if (row.image !== '') added -= 1;
        return;
      }
      picture.rows = picture.rows.length === 1 ? NO_ROWS : picture.rows.filter((other) => other !== row);
      if (picture.rows.length === 0 && picture.example >= 0 && isQuiet(picture)) missing += 1;
      count(picture, row, -1);
    },
  };
}
