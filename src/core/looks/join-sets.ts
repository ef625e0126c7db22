import type { NearPair } from './near-pairs.ts';

/** Pictures that show the same, by their numbers, ascending. */
export interface JoinedSet {
  readonly members: readonly number[];
  /** The largest distance of the pairs that hold the set together. */
  readonly distance: number;
}

/**
 * Joins pairs into sets: each row of a pair belongs to the set of the other.
 *
 * @returns sets of two or more, in the order of their first members
 */
export function joinSets(pairs: readonly NearPair[]): JoinedSet[] {
  const parents = new Map<number, number>();
  const widest = new Map<number, number>();
  const rootOf = (one: number): number => {
    let root = one;
    for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) root = up;
    // Next time it is near.
    for (let at = one; at !== root;) {
      const up = parents.get(at) ?? root;
      parents.set(at, root);
      at = up;
    }
    return root;
  };
  // The closest pairs first: a set is as wide as the last pair that it needs.
  for (const { a, b, distance } of [...pairs].sort((x, y) => x.distance - y.distance || x.a - y.a || x.b - y.b)) {
    const [one, other] = [rootOf(a), rootOf(b)];
    parents.set(one, one);
    if (one === other) continue;
    const [root, child] = [Math.min(one, other), Math.max(one, other)];
    parents.set(root, root);
    parents.set(child, root);
    widest.set(root, Math.max(widest.get(one) ?? 0, widest.get(other) ?? 0, distance));
  }
  const sets = new Map<number, number[]>();
  for (const one of [...parents.keys()].sort((x, y) => x - y)) {
    const root = rootOf(one);
    const set = sets.get(root);
    if (set === undefined) sets.set(root, [one]);
    else set.push(one);
  }
  return [...sets].map(([root, members]) => ({ members, distance: widest.get(root) ?? 0 }));
}
