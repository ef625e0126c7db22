import type { PassedOverList } from '../passed-over.ts';
import { splitRole, type SplitRole } from '../splits.ts';
import type { Folder } from './walk-folders.ts';

/** A folder that stands for a class: all pictures in and below it are of it. */
export interface ClassRoot {
  readonly folder: Folder;
  readonly split?: string;
}

/** How the folders of a data set are to be read, or why they can't be. */
export type FolderLayout =
  { readonly roots: readonly ClassRoot[]; readonly notes: readonly string[] } | { readonly refusal: string };

/** Names under which a labels file lies in a data set of its own. */
const LABELS_NAMES = /^labels\.(csv|tsv)$/i;

/** Folders that seldom are classes: what goes with the pictures. */
const ASIDES =
  /^(?:masks?|segmentations?|annotations?|labels|thumb(?:nail)?s?|previews?|ground[ _-]?truth|gt|heatmaps?)$/i;

const bearing = (folder: Folder): Folder[] => folder.folders.filter(({ total }) => total > 0);
const isFlat = (folder: Folder): boolean => bearing(folder).length === 0;
const quoted = (folders: readonly Folder[]): string => folders.map(({ path }) => `${path}/`).join(', ');

/**
 * Finds out which folders are splits and which are classes. What is neither goes to the list of what was passed over.
 * @param classes names that the user says are classes
 */
export function findLayout(tree: Folder, passedOver: PassedOverList, classes: readonly string[]): FolderLayout {
  if (tree.total === 0) return { refusal: 'no picture lies in it or below' };
  const notes: string[] = [];
  const top = unwrapped(tree, passedOver);
  if (top !== tree) notes.push(`all pictures lie in ${top.path}/: the folders in it are read.`);
  for (const name of top.pictures) passedOver.add('loose', inside(top, name));
  const tops = bearing(top);
  if (tops.length === 0) {
    const tables = tablesOf(top);
    return {
      refusal: `${top.pictures.length} pictures lie in it, but no class folders${tables}`,
    };
  }
  const others = tops.filter(({ name }) => roleOf(name, tops, classes) === undefined);
  const splits = tops.filter((folder) => !others.includes(folder));
  const whole = splits.filter((split) => !isFlat(split));
  const flat = splits.filter(isFlat);
  passEmpty(top, passedOver);
  if (whole.length > 0) return splitLayout(unwrappedSplits(whole, passedOver), flat, others, passedOver, notes);
  if (others.length === 0 || (flat.length > 0 && others.length < 2)) return { refusal: flatRefusal(top, flat, others) };
  for (const folder of flat) passAll(folder, 'no-label', passedOver);
  return inClasses(others, passedOver, notes);
}

/**
 * What a folder beside others is for. In one case the name of a split is taken for a class: where no other split
 * stands beside it, two classes do, and it holds its pictures itself: a `train` among a `car` and a `bus`, `valid` beside
 * `invalid`. Pictures to test on have no label more often than that, so `test` is never one.
 */
function roleOf(name: string, tops: readonly Folder[], classes: readonly string[]): SplitRole | undefined {
  const role = splitRole(name);
  if (role === undefined || classes.includes(name)) return undefined;
  const alone = tops.filter((top) => splitRole(top.name) !== undefined).length === 1;
  if (!alone || role === 'test') return role;
  const isValid = tops.some((top) => top.name !== name && /valid/i.test(top.name)) && /^valid$/i.test(name);
  const folder = tops.find((top) => top.name === name)!;
  const likeOthers = tops.length > 2 && folder.pictures.length * 2 >= folder.total;
  return isValid || likeOthers ? undefined : role;
}

/** The folder that holds more than one folder with pictures, where the root and those below it hold one each. */
function unwrapped(tree: Folder, passedOver: PassedOverList): Folder {
  let top = tree;
  for (;;) {
    const inner = bearing(top);
    if (inner.length !== 1 || isFlat(inner[0]) || inner[0].pictures.length > 0) return top;
    // One split with its classes is no wrapping: its name says what it is.
    if (splitRole(inner[0].name) !== undefined) return top;
    for (const name of top.pictures) passedOver.add('loose', inside(top, name));
    passEmpty(top, passedOver);
    [top] = inner;
  }
}

/** Splits without the folder that some put around the classes once more: `seg_train/seg_train/forest`. */
function unwrappedSplits(
  splits: readonly Folder[],
  passedOver: PassedOverList,
): { readonly split: Folder; readonly classes: Folder }[] {
  const wrapped = splits.every((split) => {
    const inner = bearing(split);
    return inner.length === 1 && !isFlat(inner[0]);
  });
  return splits.map((split) => {
    for (const name of split.pictures) passedOver.add('loose', inside(split, name));
    const classes = wrapped ? bearing(split)[0] : split;
    if (wrapped) for (const name of classes.pictures) passedOver.add('loose', inside(classes, name));
    passEmpty(split, passedOver);
    if (wrapped) passEmpty(classes, passedOver);
    return { split, classes };
  });
}

function splitLayout(
  splits: readonly { readonly split: Folder; readonly classes: Folder }[],
  flat: readonly Folder[],
  others: readonly Folder[],
  passedOver: PassedOverList,
  notes: string[],
): FolderLayout {
  const roots = splits.flatMap(({ split, classes }) =>
    bearing(classes).map((folder): ClassRoot => ({ folder, split: split.name })),
  );
  const names = new Set(roots.map(({ folder }) => folder.name));
  const known = others.filter(({ name }) => names.has(name));
  if (known.length > 0) notes.push(`${quoted(known)} beside the splits are read as classes, without a split.`);
  for (const folder of others) if (!known.includes(folder)) passAll(folder, 'beside-splits', passedOver);
  for (const folder of flat) passAll(folder, 'no-label', passedOver);
  const said = splits.map(({ split }) => `${split.path}/`).join(', ');
  notes.push(`splits by their folders' names: ${said}.`);
  return { roots: [...roots, ...known.map((folder) => ({ folder }))], notes };
}

function inClasses(tops: readonly Folder[], passedOver: PassedOverList, notes: string[]): FolderLayout {
  const withLabels = tops.filter(({ tables }) => tables.some((name) => LABELS_NAMES.test(name)));
  if (withLabels.length > 1) return several(withLabels);
  // cat/train/1.png: every class has its splits inside.
  const splitInside = tops.every(
    (folder) =>
      folder.pictures.length < folder.total && bearing(folder).every(({ name }) => splitRole(name) !== undefined),
  );
  if (!splitInside) {
    const odd = tops.filter(({ name }) => splitRole(name) !== undefined);
    if (odd.length > 0) notes.push(`${quoted(odd)} is read as a class, since no other split stands beside it.`);
    const asides = tops.filter(({ name }) => ASIDES.test(name));
    if (asides.length > 0) notes.push(`${quoted(asides)} is read as a class; move it out of the folder if it is none.`);
    return { roots: tops.map((folder) => ({ folder })), notes };
  }
  // several/train/cat/1.png: these are data sets.
  const inner = tops.flatMap((folder) => bearing(folder));
  if (inner.some((split) => !isFlat(split) && split.pictures.length === 0)) return several(tops);
  for (const folder of tops) for (const name of folder.pictures) passedOver.add('loose', inside(folder, name));
  notes.push(
    `splits by the folders within the class folders: ${[...new Set(inner.map(({ name }) => name))].join(', ')}.`,
  );
  return {
    roots: tops.flatMap((folder) =>
      bearing(folder).map(({ name: split, path, pictures, folders, tables, total }) => ({
        // The class is the folder above the split.
        folder: { name: folder.name, path, pictures, folders, tables, total },
        split,
      })),
    ),
    notes,
  };
}

function several(folders: readonly Folder[]): FolderLayout {
  return { refusal: `it holds several data sets (${quoted(folders)}); name the one that is meant` };
}

function flatRefusal(top: Folder, flat: readonly Folder[], others: readonly Folder[]): string {
  if (flat.length === 0) return `all its pictures lie in ${quoted(bearing(top))}`;
  const counts = flat.map(({ path, total }) => `${path}/ (${total})`).join(', ');
  const rest = others.length > 0 ? `; beside them ${quoted(others)} alone` : '';
  const names = [...flat, ...others].map(({ name }) => name).join(',');
  return (
    `the pictures lie directly in folders that are splits by their names, ${counts}${rest}, so nothing says what is in ` +
    `them${tablesOf(top)}. Sort them into class folders (${flat[0].path}/cat/1.png), or, if these are the classes, say ` +
    `--classes ${names}`
  );
}

/** The tables that lie there, which may say more. */
function tablesOf({ tables, path }: Folder): string {
  const csv = tables.filter((name) => /\.(csv|tsv|txt)$/i.test(name));
  if (csv.length === 0) return '';
  const at = path === '' ? '' : `${path}/`;
  const shown = csv.slice(0, 3).map((name) => at + name);
  return `. If ${shown.join(' or ')} is the labels file, name it instead of the folder`;
}

const inside = ({ path }: Folder, name: string): string => (path === '' ? name : `${path}/${name}`);

function passAll(folder: Folder, reason: 'no-label' | 'beside-splits', passedOver: PassedOverList): void {
  for (const name of folder.pictures) passedOver.add(reason, inside(folder, name));
  for (const inner of folder.folders) passAll(inner, reason, passedOver);
}

function passEmpty(folder: Folder, passedOver: PassedOverList): void {
  for (const { path, total } of folder.folders) if (total === 0) passedOver.add('no-pictures', `${path}/`);
}
