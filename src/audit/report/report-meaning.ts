import { normaliseDatasetPath } from '../../files/index.ts';
import { pictureKeys } from './picture-keys.ts';
import type { AuditReport, LabelIssue } from './report-schema.ts';

/**
 * Checks what a report says beyond its types: no path leads out of the data set, issues name the pictures and classes
 * that the report lists, and none twice, unless it stands in several splits.
 *
 * @throws Error that names the place, as in `issues[3].path`
 */
export function checkMeaning(report: AuditReport): void {
  const { dataset, paths, repeated = [], issues, reviewed, confidentJoint } = report;
  const { labelsFile, kind } = dataset;
  if (labelsFile !== undefined) checkPath(labelsFile, 'dataset.labelsFile', kind);
  const classes = new Set(dataset.classes);
  if (classes.size < dataset.classes.length) throw new Error('dataset.classes names a class twice');
  if (classes.has('')) throw new Error('dataset.classes has a class without a name');
  const { length } = dataset.classes;
  if (confidentJoint.length !== length || confidentJoint.some((row) => row.length !== length)) {
    throw new Error(`confidentJoint should be ${length} rows of ${length} numbers`);
  }
  paths.forEach((path, i) => {
    checkPath(path, `paths[${i}]`, kind);
  });
  repeated.forEach(({ index }, i) => {
    if (index >= paths.length) throw new Error(`repeated[${i}].index is not the place of a picture`);
  });
  if (new Set(pictureKeys(report)).size < paths.length) throw new Error('paths names a picture twice');
  checkIssues(issues, 'issues', paths, classes, kind);
  checkIssues(reviewed ?? [], 'reviewed', paths, classes, kind);
}

function checkIssues(
  issues: readonly LabelIssue[],
  name: string,
  paths: readonly string[],
  classes: ReadonlySet<string>,
  kind: AuditReport['dataset']['kind'],
): void {
  const seen = new Set<number>();
  issues.forEach(({ index, path, givenLabel, suggestedLabel, similar }, i) => {
    const place = `${name}[${i}]`;
    if (paths[index] !== path) throw new Error(`${place}.path is not the picture of ${place}.index`);
    if (seen.has(index)) throw new Error(`${place} is there twice`);
    seen.add(index);
    if (!classes.has(givenLabel)) throw new Error(`${place}.givenLabel is none of the classes`);
    if (!classes.has(suggestedLabel)) throw new Error(`${place}.suggestedLabel is none of the classes`);
    for (const other of [...(similar?.given ?? []), ...(similar?.suggested ?? [])]) {
      checkPath(other, `${place}.similar`, kind);
    }
  });
}

/** The names of files in class folders may hold backslashes and colons, where the system allows it. */
function checkPath(path: string, place: string, kind: AuditReport['dataset']['kind']): void {
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
