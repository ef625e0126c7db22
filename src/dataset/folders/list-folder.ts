import { isUtf8 } from 'node:buffer';
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { isInside } from '../../files/index.ts';
import { naturalCompare } from '../natural-sort.ts';
import type { PassedOverList } from '../passed-over.ts';
import { isPictureName, unreadFormat } from '../picture-names.ts';

/** What a folder holds directly. */
export interface FolderListing {
  /** In natural order. */
  readonly pictures: readonly string[];
  /** In natural order, linked ones among them. */
  readonly folders: readonly { readonly name: string; readonly linked: boolean }[];
  /** Names of labels files and tables. */
  readonly tables: readonly string[];
}

/** Where a folder is listed. */
export interface Place {
  /** Real path of the data set's root. */
  readonly root: string;
  /** POSIX path of the folder relative to it; `` for the root itself. */
  readonly path: string;
  /** It was reached through a link: no other is followed below it. */
  readonly linked: boolean;
}

/** Folders and files that systems and programs leave behind. */
const SYSTEM = new Set([
  ...['thumbs.db', 'ehthumbs.db', 'desktop.ini', 'icon\r', '__macosx', '@eadir', '#recycle', '$recycle.bin'],
  ...['system volume information', 'lost+found', '__pycache__', 'node_modules', 'bower_components', 'venv'],
]);
/** Ours and git's: no data of the user's. */
const SILENT = new Set(['.label-audit', '.git']);
const TABLES = new Set(['.csv', '.tsv', '.jsonl', '.json', '.txt', '.xlsx']);

/**
 * Lists a folder; what it holds and is not used goes to the list of what was passed over.
 * @throws the system's error where the root itself can't be listed
 */
export async function listFolder(place: Place, passedOver: PassedOverList): Promise<FolderListing> {
  const { root, path } = place;
  let entries: Dirent<Buffer>[];
  try {
    entries = await readdir(join(root, path), { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    if (path === '') throw error;
    passedOver.add('not-readable', `${path}/`);
    return { pictures: [], folders: [], tables: [] };
  }
  const pictures: string[] = [];
  const folders: { name: string; linked: boolean }[] = [];
  const tables: string[] = [];
  for (const entry of entries) {
    const whole = isUtf8(entry.name);
    const name = whole ? entry.name.toString() : escaped(entry.name);
    const at = (): string => `${path === '' ? '' : `${path}/`}${name}${entry.isDirectory() ? '/' : ''}`;
    if (isHidden(name)) {
      if (!SILENT.has(name)) passedOver.add('hidden', at());
    } else if (!whole) passedOver.add('not-utf8', at());
    else if (entry.isDirectory()) folders.push({ name, linked: false });
    // A link by the name of a picture is one of them: whether it leads anywhere is seen when it is read.
    else if (isPictureName(name)) pictures.push(name);
    else if (entry.isSymbolicLink()) {
      const is = await linkedFolder(place, name);
      if (is === 'folder') folders.push({ name, linked: true });
      else if (is !== 'file') passedOver.add(is, at());
      else passFile(name, at(), path, tables, passedOver);
    } else if (entry.isFile()) passFile(name, at(), path, tables, passedOver);
    else passedOver.add('special', at());
  }
  pictures.sort(naturalCompare);
  folders.sort((a, b) => naturalCompare(a.name, b.name));
  return { pictures, folders, tables };
}

function isHidden(name: string): boolean {
  return name.startsWith('.') || SYSTEM.has(name.toLowerCase());
}

function passFile(name: string, at: string, folder: string, tables: string[], passedOver: PassedOverList): void {
  const extension = posix.extname(name).toLowerCase();
  if (TABLES.has(extension)) tables.push(name);
  const unread = unreadFormat(name);
  if (unread !== undefined) passedOver.add('unread-format', at, unread);
  // Beside the class folders stand read-me files and programs of all kinds.
  else if (folder !== '') passedOver.add(extension === '' ? 'no-extension' : 'not-a-picture', at);
}

/** A name that is not UTF-8 as it can be shown: the bytes that are no characters as `\xe9`. */
function escaped(name: Buffer): string {
  return Array.from(name, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
  ).join('');
}

async function linkedFolder(
  { root, path, linked }: Place,
  name: string,
): Promise<'folder' | 'file' | 'outside-link' | 'broken-link' | 'link-loop'> {
  try {
    const target = await realpath(join(root, path, name));
    const isFolder = (await stat(target)).isDirectory();
    if (!isInside(target, root)) return 'outside-link';
    if (!isFolder) return 'file';
    const here = await realpath(join(root, path));
    return linked || isInside(here, target) ? 'link-loop' : 'folder';
  } catch {
    return 'broken-link';
  }
}
