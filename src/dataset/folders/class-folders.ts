import { realpath } from 'node:fs/promises';
import { naturalCompare } from '../natural-sort.ts';
import { createPassedOverList, type PassedOver, type PassedOverList } from '../passed-over.ts';
import { splitRole } from '../splits.ts';
import type { ClassFrom } from '../types.ts';
import { findLayout, type ClassRoot } from './folder-layout.ts';
import { walkFolders, type Folder } from './walk-folders.ts';

/** A folder with pictures of one class: `<class>`, `<split>/<class>`, or one below such a folder. */
export interface ClassFolder {
  /** POSIX path relative to the root. */
  readonly path: string;
  readonly class: string;
  /** Path of the folder whose name is the class: this one, or one above it. */
  readonly named: string;
  readonly split?: string;
  /** Names of the pictures directly inside, in natural order. Never empty. */
  readonly pictures: readonly string[];
}

export interface ClassFolderOptions {
  /** Default: the first below the root or the split, as torchvision's ImageFolder does. */
  readonly classFrom?: ClassFrom;
  /** Class names that the user gives: a folder of such a name is a class, also where it could be a split. */
  readonly classes?: readonly string[];
  readonly signal?: AbortSignal;
}

/** What the folders below a root say. */
export interface ClassFolders {
  /** By split, class and path. */
  readonly folders: readonly ClassFolder[];
  /** Everything below the root that is not used. */
  readonly passedOver: readonly PassedOver[];
  /** What was assumed, in sentences. */
  readonly notes: readonly string[];
  /** Why the folders can't be read as classes and what to do; absent where they can. */
  readonly refusal?: string;
}

/**
 * Reads the class folders under a root; nothing below it is passed over without a word.
 *
 * Folders whose names say so (`train`, `Testing`, `val2017`: see `splitRole`) and that hold class folders are splits;
 * pictures that lie in them directly cost no more than themselves. A folder of such a name that holds pictures alone is
 * no class either. Without splits every folder with pictures is a class. Classes may have folders of their own.
 * @throws the system's error where the root can't be listed; the signal's reason where it is aborted.
 */
export async function readClassFolders(root: string, options: ClassFolderOptions = {}): Promise<ClassFolders> {
  const passedOver = createPassedOverList();
  const tree = await walkFolders(await realpath(root), passedOver, options);
  return understand(tree, passedOver, options);
}

/** The class folders under a root; none where they can't be read as such. See `readClassFolders`. */
export async function listClassFolders(
  root: string,
  options: ClassFolderOptions = {},
): Promise<readonly ClassFolder[]> {
  return (await readClassFolders(root, options)).folders;
}

/**
 * The class folders under a root as far as a short look tells: those that hold pictures directly, and those directly
 * in splits.
 * @throws what `readClassFolders` throws
 */
export async function glanceAtClassFolders(root: string, signal?: AbortSignal): Promise<readonly ClassFolder[]> {
  const passedOver = createPassedOverList();
  const enter = (path: string): boolean => {
    const names = path.split('/');
    return names.length === 1 || (names.length === 2 && splitRole(names[0]) !== undefined);
  };
  return understand(await walkFolders(await realpath(root), passedOver, { signal, enter }), passedOver, {}).folders;
}

function understand(tree: Folder, passedOver: PassedOverList, options: ClassFolderOptions): ClassFolders {
  const layout = findLayout(tree, passedOver, options.classes ?? []);
  if ('refusal' in layout) return { folders: [], passedOver: passedOver.all(), notes: [], refusal: layout.refusal };
  const { classFrom = 'first' } = options;
  const folders = layout.roots.flatMap((root) => foldersOf(root, classFrom));
  const notes = [...layout.notes, ...depthNotes(layout.roots, classFrom), ...spellingNotes(folders)];
  return { folders, passedOver: passedOver.all(), notes };
}

/** A class by the name of its folder: without blanks at its ends, and with its accents in one form. */
function className(name: string): string {
  return name.normalize('NFC').trim();
}

function foldersOf({ folder, split }: ClassRoot, classFrom: ClassFrom): ClassFolder[] {
  const found: ClassFolder[] = [];
  const visit = ({ name, path, pictures, folders }: Folder): void => {
    const naming = classFrom === 'first' ? folder : { name, path };
    const named = { class: className(naming.name), named: naming.path };
    if (pictures.length > 0) found.push({ path, ...named, ...(split === undefined ? {} : { split }), pictures });
    folders.forEach(visit);
  };
  visit(folder);
  return found;
}

/** Says which folder names the class where some pictures lie deeper than others. */
function depthNotes(roots: readonly ClassRoot[], classFrom: ClassFrom): string[] {
  const deep = roots.filter(({ folder }) => folder.total > folder.pictures.length);
  if (deep.length === 0) return [];
  const total = roots.reduce((sum, { folder }) => sum + folder.total, 0);
  const count = deep.reduce((sum, { folder }) => sum + folder.total - folder.pictures.length, 0);
  const first = deep[0].folder;
  const inner = deepest(first);
  const example = `${inner.path}/${inner.pictures[0]}`;
  const [taken, other] = [className(first.name), className(inner.name)];
  const what = `${count.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} pictures lie in folders within class folders, e.g. ${example}`;
  return [
    classFrom === 'first'
      ? `${what}: their class is the first folder ("${taken}"); --class-from parent takes the last ("${other}").`
      : `${what}: their class is the last folder ("${other}"); --class-from first takes the first ("${taken}").`,
  ];
}

function deepest(folder: Folder): Folder {
  const inner = folder.folders.find(({ total }) => total > 0);
  return inner === undefined ? folder : deepest(inner);
}

/** Says which folders count as one class though their names are written differently. */
function spellingNotes(folders: readonly ClassFolder[]): string[] {
  const spellings = new Map<string, Set<string>>();
  for (const { path, class: label } of folders) {
    const written = path.split('/').find((name) => className(name) === label);
    if (written === undefined) continue;
    const known = spellings.get(label);
    if (known === undefined) spellings.set(label, new Set([written]));
    else known.add(written);
  }
  return [...spellings]
    .filter(([, written]) => written.size > 1)
    .sort(([a], [b]) => naturalCompare(a, b))
    .map(([label, { size }]) => `${size} spellings of "${label}" (blanks, forms of accents) are read as one class.`);
}
