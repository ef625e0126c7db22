import { rowsOfAudited, type AuditReport, type DatasetProblem } from '../../audit/light.ts';
import type { RowListener } from './live-rows.ts';
import type { ScannedRow } from './scan-row.ts';

/** An audited picture in its split, and the rows that it stands in now. */
export interface AuditedPicture {
  readonly path: string;
  /** Split that it was audited in, '' for none; undefined where the report does not tell. */
  split: string | undefined;
  /** Index in report.paths; -1 where the picture was not audited. */
  example: number;
  /** Index in report.issues; -1 where it is not flagged. */
  issue: number;
  /** By file and line; the first one counts. Rows of other splits are never among them. */
  rows: readonly ScannedRow[];
}

/** A path that the report speaks of. It is the audited picture of its first split. */
export interface TrackedPicture extends AuditedPicture {
  /** The same picture in the other splits that it was audited in. */
  twins?: AuditedPicture[];
  /** Something is wrong with it beside its label. */
  problems?: DatasetProblem[];
  /** All rows that name it, in whatever split, by file and line. */
  allRows: readonly ScannedRow[];
  /** How many changes of other hands were last seen in its rows. */
  foreign: number;
}

/** Which pictures stand in the text; kept up by the rows that come and go. */
export interface TrackedPictures extends RowListener {
  /** By issue. */
  readonly flagged: readonly AuditedPicture[];
  /** The audited picture of a place in the report's paths. */
  example(place: number): AuditedPicture | undefined;
  /** Those with problems of their own. */
  readonly faulty: readonly TrackedPicture[];
  find(path: string): TrackedPicture | undefined;
  /** Picture that a row names, however it writes it. */
  of(row: ScannedRow): TrackedPicture | undefined;
  /** Path of the picture that a row names; undefined where it names none below the root. */
  pathOf(row: ScannedRow): string | undefined;
  /** The audited picture that a row stands for: undefined where the row is in a split that was not audited. */
  auditedOf(row: ScannedRow): AuditedPicture | undefined;
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
  /** The splits that were audited; undefined: all. */
  readonly splits?: readonly string[];
  /** Labels that the audit was told to leave out. */
  readonly ignoreLabels?: readonly string[];
  /** Whether a person has decided on a picture that is not flagged: what a review changed, no other hand did. */
  readonly isDecided?: (picture: Pick<AuditedPicture, 'path' | 'split'>) => boolean;
  /**
   * Made of the pictures that the report speaks of, by path: what tells which picture a row names, by its path in the
   * report; undefined where it names none below the root.
   */
  readonly pathsOf: (known: ReadonlyMap<string, TrackedPicture>) => (row: ScannedRow) => string | undefined;
  readonly pause: () => Promise<void>;
}

export async function trackPictures(options: TrackedPicturesOptions): Promise<TrackedPictures> {
  const { report, labels, splits, ignoreLabels, isDecided = () => false, pathsOf, pause } = options;
  const { pictures, flagged, faulty } = await picturesOfReport(report, pause);
  const pathOf = pathsOf(pictures);
  const repeated = new Set((report.repeated ?? []).map(({ index }) => report.paths[index]));
  const { classes } = report.dataset;
  const changed = new Set<number>();

  const ignored = new Set(ignoreLabels);
  /** Whether an audit looks at a row: not in other splits, and not at labels that it was told to leave out. */
  const isAuditedRow = (row: ScannedRow): boolean =>
    (splits === undefined || splits.includes(row.split)) && !(row.label !== '' && ignored.has(row.label));
  /** The rows that an audited picture stands in, of all that name it. */
  const ownRows = ({ path, split, example }: AuditedPicture, all: readonly ScannedRow[]): readonly ScannedRow[] => {
    if (split !== undefined) return rowsOfAudited(all, split, repeated.has(path));
    return example < 0 || splits === undefined ? all : all.filter(isAuditedRow);
  };
  /** How many changes of other hands are seen in a picture's rows. Those that are flagged or faulty are decided on. */
  const changesIn = (picture: TrackedPicture): number => {
    if (picture.problems !== undefined) return 0;
    let found = 0;
    let owned = 0;
    for (const one of audited(picture)) {
      owned += one.rows.length;
      if (one.issue >= 0 || one.example < 0) continue;
      let changes = one.rows.length === 0 ? 1 : 0;
      const label = labels && classes[labels[one.example]];
      if (label !== undefined) for (const row of one.rows) if (row.label !== label) changes += 1;
      if (changes > 0 && !isDecided(one)) found += changes;
    }
    if (owned === picture.allRows.length) return found;
    const own = new Set(audited(picture).flatMap(({ rows }) => rows));
    return found + picture.allRows.filter((row) => !own.has(row) && isAuditedRow(row)).length;
  };
  let foreign = 0;
  const count = (picture: TrackedPicture): void => {
    const now = changesIn(picture);
    foreign += now - picture.foreign;
    picture.foreign = now;
  };
  for (const picture of pictures.values()) count(picture);

  const of = (row: ScannedRow): TrackedPicture | undefined => {
    const path = pathOf(row);
    return path === undefined ? undefined : pictures.get(path);
  };
  const take = (row: ScannedRow, step: 1 | -1): void => {
    const picture = of(row);
    if (!picture) {
      if (row.image !== '' && isAuditedRow(row)) foreign += step;
      return;
    }
    const { allRows } = picture;
    if (step < 0) picture.allRows = allRows.length === 1 ? NO_ROWS : allRows.filter((other) => other !== row);
    else
      picture.allRows =
        allRows.length === 0 ? [row] : [...allRows, row].sort((a, b) => a.file - b.file || a.line - b.line);
    for (const one of audited(picture)) {
      one.rows = ownRows(one, picture.allRows);
      if (one.issue >= 0) changed.add(one.issue);
    }
    count(picture);
  };

  return {
    flagged,
    faulty,
    example(place) {
      const picture = pictures.get(report.paths[place]);
      return picture && audited(picture).find(({ example }) => example === place);
    },
    find: (path) => pictures.get(path),
    of,
    pathOf,
    auditedOf(row) {
      const picture = of(row);
      return picture && audited(picture).find(({ rows }) => rows.includes(row));
    },
    get foreignChanges() {
      return foreign > 0;
    },
    takeChanged() {
      const ids = [...changed];
      changed.clear();
      return ids;
    },
    appeared(row) {
      take(row, 1);
    },
    disappeared(row) {
      take(row, -1);
    },
  };
}

/** A path in all splits that it was audited in. */
function audited(picture: TrackedPicture): readonly AuditedPicture[] {
  return picture.twins === undefined ? [picture] : [picture, ...picture.twins];
}

interface PicturesOfReport {
  readonly pictures: ReadonlyMap<string, TrackedPicture>;
  readonly flagged: readonly AuditedPicture[];
  readonly faulty: readonly TrackedPicture[];
}

async function picturesOfReport(report: AuditReport, pause: () => Promise<void>): Promise<PicturesOfReport> {
  const pictures = new Map<string, TrackedPicture>();
  const unknown = (path: string, example: number): TrackedPicture => {
    const picture = { path, split: undefined, example, issue: -1, rows: NO_ROWS, allRows: NO_ROWS, foreign: 0 };
    pictures.set(path, picture);
    return picture;
  };
  const splitOf = new Map((report.repeated ?? []).map(({ index, split = '' }) => [index, split]));
  for (let example = 0; example < report.paths.length; example += 1) {
    const path = report.paths[example];
    const known = splitOf.size === 0 ? undefined : pictures.get(path);
    const split = splitOf.get(example);
    if (known === undefined) unknown(path, example).split = split;
    else (known.twins ??= []).push({ path, split, example, issue: -1, rows: NO_ROWS });
    if (example % 1024 === 1023) await pause();
  }
  const flagged = report.issues.map(({ path, split = '', index }, id) => {
    const picture = pictures.get(path) ?? unknown(path, index);
    const own = audited(picture).find(({ example }) => example === index) ?? picture;
    own.issue = id;
    own.split = split;
    return own;
  });
  await pause();
  const faulty = new Set<TrackedPicture>();
  for (const problem of report.problems) {
    for (const path of [problem.path, ...(problem.others ?? [])]) {
      const picture = pictures.get(path) ?? unknown(path, -1);
      if (path !== problem.path) continue;
      (picture.problems ??= []).push(problem);
      faulty.add(picture);
    }
  }
  return { pictures, flagged, faulty: [...faulty] };
}
