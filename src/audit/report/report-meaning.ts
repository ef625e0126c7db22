import { splitSet } from '../../dataset/index.ts';
import { normaliseDatasetPath } from '../../files/index.ts';
import { pictureKeys } from './picture-keys.ts';
import type { AuditReport, LabelIssue, StoredReport } from './schema/report-schema.ts';

type Kind = AuditReport['dataset']['kind'];

/**
 * Checks what a report says beyond its types: no path leads out of the data set, issues name classes that the report
 * lists, and, where the audited pictures are at hand, those; none of them twice, unless it stands in several splits.
 *
 * @param report of which long lists and pictures may still be missing
 * @throws Error that names the place, as in `issues[3].path`
 */
export function checkMeaning(report: StoredReport): void {
  const { dataset, paths, repeated = [], contents, issues, reviewed, confidentJoint, firstRound } = report;
  const { labelsFile, kind, audited } = dataset;
  if (labelsFile !== undefined) checkPath(labelsFile, 'dataset.labelsFile', kind);
  (dataset.labelsFiles ?? []).forEach(({ name }, i) => {
    checkPath(name, `dataset.labelsFiles[${i}].name`, kind);
  });
  const classes = new Set(dataset.classes);
  if (classes.size < dataset.classes.length) throw new Error('dataset.classes names a class twice');
  if (classes.has('')) throw new Error('dataset.classes has a class without a name');
  const { length: k } = dataset.classes;
  const outside = confidentJoint.findIndex(([given, suggested]) => given >= k || suggested >= k);
  if (outside >= 0) throw new Error(`confidentJoint[${outside}] names a class that is none of the ${k}`);
  if (firstRound !== undefined) checkFirstRound(firstRound, paths?.length ?? audited, k);
  if (paths !== undefined) {
    paths.forEach((path, i) => {
      checkPath(path, `paths[${i}]`, kind);
    });
    repeated.forEach(({ index }, i) => {
      if (index >= paths.length) throw new Error(`repeated[${i}].index is not the place of a picture`);
    });
    if (new Set(pictureKeys({ paths, repeated })).size < paths.length) throw new Error('paths names a picture twice');
    if (contents !== undefined && contents.length !== paths.length) {
      throw new Error(`contents should be a list of ${paths.length}, as paths is, but has ${contents.length}`);
    }
  }
  const pictures = { paths, count: paths?.length ?? audited };
  (report.checks?.types ?? []).forEach((type, i) => {
    const strange = type.pictures.findIndex(({ index }) => index >= pictures.count);
    if (strange >= 0) throw new Error(`checks.types[${i}].pictures[${strange}].index is not the place of a picture`);
    (type.sets ?? []).forEach(({ members }, at) => {
      const wrong = members.findIndex(({ index }) => index !== undefined && index >= pictures.count);
      const where = `checks.types[${i}].sets[${at}]`;
      if (members.length < 2) throw new Error(`${where}.members names fewer than two pictures`);
      if (wrong >= 0) throw new Error(`${where}.members[${wrong}].index is not the place of a picture`);
      members.forEach(({ path }, j) => {
        checkPath(path, `${where}.members[${j}].path`, kind);
      });
    });
  });
  checkIssues(issues, 'issues', pictures, knownLabels(dataset), kind);
  checkIssues(reviewed ?? [], 'reviewed', pictures, knownLabels(dataset), kind);
}

/** What labels of a report may be: its classes, or sets of them. */
export interface KnownLabels {
  has(label: string): boolean;
}

export function knownLabels({ classes, multiLabel }: StoredReport['dataset']): KnownLabels {
  const known = new Set(classes);
  if (multiLabel === undefined) return known;
  const { separator } = multiLabel;
  return { has: (label) => splitSet(label, separator).every((name) => known.has(name)) };
}

function checkFirstRound({ rows, classes }: NonNullable<StoredReport['firstRound']>, count: number, k: number): void {
  if (rows.length !== classes.length) throw new Error('firstRound.rows and firstRound.classes differ in length');
  const row = rows.findIndex((one, i) => one >= count || (i > 0 && one <= rows[i - 1]));
  if (row >= 0) throw new Error(`firstRound.rows[${row}] is not the place of a picture, after the one before it`);
  const strange = classes.findIndex((one) => one >= k);
  if (strange >= 0) throw new Error(`firstRound.classes[${strange}] is none of the ${k} classes`);
}

/** The audited pictures, or where they are not read yet their number. */
export interface KnownPictures {
  readonly paths?: readonly string[];
  readonly count: number;
}

export function checkIssues(
  issues: readonly LabelIssue[],
  name: string,
  { paths, count }: KnownPictures,
  classes: KnownLabels,
  kind: Kind,
): void {
  const seen = new Set<number>();
  issues.forEach(
    ({ index, path, givenLabel, suggestedLabel, similar, nearest = [], neighbours = [], changes = [] }, i) => {
      const place = `${name}[${i}]`;
      if (index >= count || (paths !== undefined && paths[index] !== path)) {
        throw new Error(`${place}.path is not the picture of ${place}.index`);
      }
      if (paths === undefined) checkPath(path, `${place}.path`, kind);
      if (seen.has(index)) throw new Error(`${place} is there twice`);
      seen.add(index);
      if (!classes.has(givenLabel)) throw new Error(`${place}.givenLabel is none of the classes`);
      if (!classes.has(suggestedLabel)) throw new Error(`${place}.suggestedLabel is none of the classes`);
      const odd = changes.findIndex((change) => !classes.has(change.class));
      if (odd >= 0) throw new Error(`${place}.changes[${odd}].class is none of the classes`);
      const strange = nearest.findIndex(([label]) => !classes.has(label));
      if (strange >= 0) throw new Error(`${place}.nearest[${strange}] is none of the classes`);
      neighbours.forEach(([other, label], at) => {
        checkPath(other, `${place}.neighbours[${at}]`, kind);
        if (!classes.has(label)) throw new Error(`${place}.neighbours[${at}] is of none of the classes`);
      });
      if (similar === undefined) return;
      for (const others of [similar.given, similar.suggested]) {
        for (const other of others) checkPath(other, `${place}.similar`, kind);
      }
    },
  );
}

/** Longer ones are looked at closely. */
const LONGEST_PLAIN = 1000;
/** What most names are made of: then only dots may lead anywhere. */
const PLAIN = /^[\w-][\w\-./ ()]*$/;

/**
 * Refuses a path that leads out of the data set. The names of files in class folders may hold backslashes and colons,
 * where the system allows it.
 *
 * @throws Error that names the place
 */
export function checkPath(path: string, place: string, kind: Kind): void {
  if (path.length <= LONGEST_PLAIN && PLAIN.test(path) && !path.includes('..') && !path.includes('./')) return;
  const separator = process.platform === 'win32' ? /[\\/]/ : /\//;
  const leaves =
    path === '' ||
    path.includes('\0') ||
    // Half a character: no address can be made of it.
    /\p{Surrogate}/u.test(path) ||
    path.startsWith('/') ||
    path.split(separator).includes('..') ||
    ((kind === 'csv' || process.platform === 'win32') && normaliseDatasetPath(path) === undefined);
  if (leaves) throw new Error(`${place} should be a path within the data set's folder`);
}
