import type { Dataset } from './types.ts';

/**
 * Joins groups of pictures that the data set says belong together with groups of identical ones: who shares a picture shares
 * a group.
 *
 * @param exampleIndices the example of each picture
 * @param groups a number of each picture, which identical ones share
 * @returns groups numbered by first sight; the given ones where the data set has no column of groups
 */
export function joinGroups(
  { examples, groupColumn }: Dataset,
  exampleIndices: Int32Array,
  groups: Int32Array,
): Int32Array {
  if (groupColumn === undefined) return groups;
  const parent = Int32Array.from(groups.keys());
  const rootOf = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root];
    for (let at = i; parent[at] !== root;) [at, parent[at]] = [parent[at], root];
    return root;
  };
  const firsts = [new Map<number, number>(), new Map<string, number>()] as const;
  const join = <Key>(first: Map<Key, number>, key: Key, i: number): void => {
    const known = first.get(key);
    if (known === undefined) first.set(key, i);
    else parent[rootOf(i)] = rootOf(known);
  };
  groups.forEach((group, i) => {
    join(firsts[0], group, i);
    const named = examples[exampleIndices[i]].group;
    if (named !== undefined) join(firsts[1], named, i);
  });
  const numbers = new Map<number, number>();
  return groups.map((_, i) => {
    const root = rootOf(i);
    const number = numbers.get(root) ?? numbers.size;
    numbers.set(root, number);
    return number;
  });
}
