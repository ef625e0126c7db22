/** Keys that mean something else in the review. */
const TAKEN: ReadonlySet<string> = new Set(['c', 'k', 'n', 's', 'u']);

/** Keys that a class can have, in the order in which they are given out. */
export const CLASS_KEYS: readonly string[] = '123456789abcdefghijklmnopqrstuvwxyz'
  .split('')
  .filter((key) => !TAKEN.has(key));

/** One key for each class, the same on every picture; classes beyond the keys have none. */
export interface ClassKeys {
  readonly keyOf: (name: string) => string | undefined;
  readonly classOf: (key: string) => string | undefined;
}

/**
 * Gives each class a key: the one that the user chose, else the next that is free, in the order of the classes.
 * @param chosen keys that the user chose, by class; what is no key, or of a class that is gone, is left out
 */
export function assignClassKeys(
  classes: readonly string[],
  chosen: ReadonlyMap<string, string> = new Map(),
): ClassKeys {
  const byKey = new Map<string, string>();
  const byClass = new Map<string, string>();
  const give = (name: string, key: string): void => {
    byKey.set(key, name);
    byClass.set(name, key);
  };
  for (const name of classes) {
    const key = chosen.get(name);
    if (key !== undefined && CLASS_KEYS.includes(key) && !byKey.has(key)) give(name, key);
  }
  const free = CLASS_KEYS.filter((key) => !byKey.has(key));
  let next = 0;
  for (const name of classes) {
    if (next === free.length) break;
    if (!byClass.has(name)) give(name, free[next++]);
  }
  return { keyOf: (name) => byClass.get(name), classOf: (key) => byKey.get(key) };
}

/**
 * The choices after a class was given a key: whatever class had it gets the other's, so that no key is lost.
 * @param keys the keys as they are now
 */
export function chooseClassKey(
  chosen: ReadonlyMap<string, string>,
  keys: ClassKeys,
  name: string,
  key: string,
): ReadonlyMap<string, string> {
  const changed = new Map(chosen);
  const other = keys.classOf(key);
  const before = keys.keyOf(name);
  if (other !== undefined && other !== name) {
    if (before === undefined) changed.delete(other);
    else changed.set(other, before);
  }
  return changed.set(name, key);
}
