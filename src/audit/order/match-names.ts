import { posix } from 'node:path';
import type { Dataset } from '../../dataset/index.ts';

/** Names of pictures, one for each row of an array. */
export interface RowNames {
  readonly names: readonly string[];
  /** Where the same picture may stand in several splits: the split of each row. */
  readonly splits?: readonly (string | undefined)[];
}

/** Which row belongs to which picture. Rows are counted from 0. */
export interface MatchedRows {
  /** For each example of the data set its row; -1 where no row names it. */
  readonly rowOf: Int32Array;
  /** Examples that no row names. */
  readonly missing: readonly number[];
  /** Rows that name a picture that an earlier row names, each with that row. */
  readonly doubled: readonly (readonly [row: number, earlier: number])[];
  /** Rows of pictures that the data set has, but that are not audited. */
  readonly notAudited: readonly number[];
  /** Rows that name no picture of the data set. */
  readonly unknown: readonly number[];
  /** Rows whose name could be that of several pictures. */
  readonly ambiguous: readonly number[];
  /** Rows that were matched by the file's name or id alone, since the folder differs or is missing. */
  readonly byName: number;
}

type Found = { readonly path: string; readonly how: 'path' | 'end' | 'name' } | 'unknown' | 'ambiguous';

/**
 * Finds for each row the picture that it names: by its path below the data set; by a longer path that ends with it
 * (absolute, or from another folder); by the end of it; or by the file's name, with or without extension, where only one
 * picture has that name.
 *
 * @param otherPaths paths of the data set's pictures that are not audited
 */
export function matchNames({ root, examples }: Dataset, otherPaths: readonly string[], named: RowNames): MatchedRows {
  const examplesOf = new Map<string, number[]>();
  examples.forEach(({ path }, i) => {
    const key = plain(path);
    const known = examplesOf.get(key);
    if (known === undefined) examplesOf.set(key, [i]);
    else known.push(i);
  });
  const find = pathFinder(root, [...examplesOf.keys(), ...otherPaths.map(plain)]);
  const found = named.names.map((name) => find(name));
  // Where some rows say the whole path, another folder is another folder: `val/cat/1.png` is not `cat/1.png` of train.
  const isStrict = found.some((one) => typeof one === 'object' && one.how !== 'name');
  const rowOf = new Int32Array(examples.length).fill(-1);
  const doubled: [number, number][] = [];
  const [notAudited, unknown, ambiguous]: number[][] = [[], [], []];
  let byName = 0;
  found.forEach((one, row) => {
    if (one === 'unknown') unknown.push(row);
    else if (one === 'ambiguous') ambiguous.push(row);
    else if (one.how === 'name' && isStrict && named.names[row].includes('/')) unknown.push(row);
    else {
      const split = named.splits?.[row];
      const here = examplesOf.get(one.path);
      const ofSplit = split === undefined ? here : here?.filter((i) => examples[i].split === split);
      if (ofSplit === undefined || ofSplit.length === 0) {
        notAudited.push(row);
        return;
      }
      if (one.how === 'name') byName++;
      const free = ofSplit.find((i) => rowOf[i] < 0);
      if (free === undefined) doubled.push([row, rowOf[ofSplit[0]]]);
      else rowOf[free] = row;
    }
  });
  // A picture that stands in several splits is the same picture: one row is enough.
  if (named.splits === undefined) {
    for (const here of examplesOf.values()) {
      if (here.length < 2 || rowOf[here[0]] < 0) continue;
      for (const i of here) if (rowOf[i] < 0) rowOf[i] = rowOf[here[0]];
    }
  }
  const missing = examples.flatMap((_, i) => (rowOf[i] < 0 ? [i] : []));
  return { rowOf, missing, doubled, notAudited, unknown, ambiguous, byName };
}

/** A path in one form: accents in one, slashes, no `./`. */
function plain(path: string): string {
  // Nearly all paths: nothing to bring into form.
  if (!/\\|\.\/|\/\/|\/\.{1,2}$|^\s|\s$|[^\0-\x7f]/.test(path)) return path;
  const slashed = path.trim().replaceAll('\\', '/');
  return posix.normalize(/[^\0-\x7f]/.test(slashed) ? slashed.normalize('NFC') : slashed);
}

function pathFinder(root: string, paths: readonly string[]): (name: string) => Found {
  const known = new Set(paths);
  const add = (map: Map<string, string[]>, key: string, path: string): void => {
    const same = map.get(key);
    if (same === undefined) map.set(key, [path]);
    else same.push(path);
  };
  // Made when a name is not simply a path.
  let lists: { readonly byBase: Map<string, string[]>; readonly byStem: Map<string, string[]> } | undefined;
  const listed = (): NonNullable<typeof lists> => {
    if (lists !== undefined) return lists;
    lists = { byBase: new Map(), byStem: new Map() };
    for (const path of known) {
      const base = posix.basename(path);
      add(lists.byBase, base, path);
      add(lists.byStem, stem(base), path);
    }
    return lists;
  };
  const folder = `/${plain(root)}/`.replaceAll(/\/{2,}/g, '/');
  const find = (name: string): Found => {
    const key = plain(name);
    if (known.has(key)) return { path: key, how: 'path' };
    const below = key.startsWith(folder) ? key.slice(folder.length) : '';
    if (below !== '' && known.has(below)) return { path: below, how: 'end' };
    // The longest path that the name ends with; the folders before it should be those that the data set lies in.
    for (let slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      const longer = key.slice(slash + 1);
      if (!known.has(longer)) continue;
      const before = key.slice(0, slash + 1);
      const isHere = folder.endsWith(before.startsWith('/') ? before : `/${before.replace(/^(?:\.\.\/)+/, '')}`);
      return { path: longer, how: isHere ? 'end' : 'name' };
    }
    const { byBase, byStem } = listed();
    const same = byBase.get(posix.basename(key)) ?? [];
    if (same.length > 1 && !key.includes('/')) return 'ambiguous';
    const shorter = same.filter((path) => path.endsWith(`/${key}`));
    if (shorter.length > 0) return shorter.length === 1 ? { path: shorter[0], how: 'name' } : 'ambiguous';
    if (same.length > 0) return same.length === 1 ? { path: same[0], how: 'name' } : 'ambiguous';
    const ids = byStem.get(posix.basename(key)) ?? [];
    return ids.length === 0 ? 'unknown' : ids.length === 1 ? { path: ids[0], how: 'name' } : 'ambiguous';
  };
  return (name) => {
    const found = find(name);
    if (found !== 'unknown' || !name.includes('%')) return found;
    try {
      return find(decodeURIComponent(name));
    } catch {
      return found;
    }
  };
}

/** A file's name without its extension. */
function stem(base: string): string {
  const extension = posix.extname(base);
  return extension === '' ? base : base.slice(0, -extension.length);
}
