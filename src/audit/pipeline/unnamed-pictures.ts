import { posix } from 'node:path';
import type { Dataset, DatasetProblem } from '../../dataset/index.ts';
import { count } from '../../numbers/index.ts';
import type { Reviews } from '../remediation/reviews.ts';

const SHOWN = 3;
/** Most paths that a report lists: it stays small. */
const LISTED = 1000;

/** What is said of pictures that no row of the labels files names. */
export interface UnnamedPictures {
  /** One sentence. */
  readonly note: string;
  /** Where some of them lie among pictures that rows name, so that their rows may be missing. */
  readonly problem?: DatasetProblem;
}

/**
 * Tells of the pictures beside labels files that no row names: those that a review took out are meant to be there.
 * Undefined where there are none.
 */
export function describeUnnamed(
  { unnamed = [], examples, classes, labelsFile }: Dataset,
  reviews: Reviews,
): UnnamedPictures | undefined {
  const removed = new Set(
    [...reviews.byRow.values(), ...reviews.byFinding.values()].flatMap(({ decision, path }) =>
      decision === 'removed' ? path : [],
    ),
  );
  const left = unnamed.filter((path) => !removed.has(path));
  if (left.length === 0 || labelsFile === undefined) return undefined;
  const folders = new Set(examples.map(({ path }) => posix.dirname(path)));
  const among = left.filter((path) => folders.has(posix.dirname(path)));
  const apart = left.filter((path) => !folders.has(posix.dirname(path)));
  const ofClasses = examples.filter(({ path, label }) => posix.basename(posix.dirname(path)) === classes[label]).length;
  const inClassFolders = among.length > 0 && ofClasses * 2 > examples.length;
  const name = posix.basename(labelsFile.file.replaceAll('\\', '/'));
  const advice = inClassFolders
    ? `${name} says what the classes are, and not the folders: add rows for new pictures, or move ${name} away so that the folders are read again`
    : 'add rows for them if they belong to the data set';
  const parts = [
    ...(among.length === 0
      ? []
      : [`${counted(among)} ${inClassFolders ? 'in class folders' : 'beside those of the rows'}`]),
    ...(apart.length === 0 ? [] : [`${counted(apart)} in other folders`]),
  ];
  const isOne = left.length === 1;
  const note = `no row names ${isOne ? 'this picture' : 'these pictures'}, so ${isOne ? 'it is' : 'they are'} not audited: ${parts.join('; ')}; ${advice}.`;
  if (among.length === 0) return { note };
  const message = `No row names ${counted(among)}; ${advice}.`;
  const others = among.slice(1, LISTED);
  return {
    note,
    problem: { kind: 'passed-over', path: among[0], message, ...(others.length === 0 ? {} : { others }) },
  };
}

/** `8 pictures (a.png, b.png, c.png and 5 more)`. */
function counted(paths: readonly string[]): string {
  const more = paths.length > SHOWN ? ` and ${count(paths.length - SHOWN)} more` : '';
  return `${count(paths.length)} ${paths.length === 1 ? 'picture' : 'pictures'} (${paths.slice(0, SHOWN).join(', ')}${more})`;
}
