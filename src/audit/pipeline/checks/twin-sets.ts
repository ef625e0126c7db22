import { setImmediate as nextTurn } from 'node:timers/promises';
import { joinSets, nearPairs, type JoinedSet, type ManyHashes, type NearPair } from '../../../core/index.ts';
import type { MeasuredPicture } from '../looks/measured-picture.ts';

/** Pictures that show the same, by their places in what was measured. */
export interface Twins {
  /** Pairs that are alike, of one picture of each group of equal ones; undefined where there were too many to compare. */
  readonly pairs: readonly NearPair[] | undefined;
  /** For each picture the first one that has the same pixels: itself, where no earlier one has. -1: it could not be read. */
  readonly firsts: Int32Array;
}

/** Milliseconds after which the event loop runs, so that a cancel takes effect. */
const SLICE = 40;

/**
 * Finds pictures with the same pixels and, where that is wanted, such as show the same.
 *
 * @throws the signal's reason where it is aborted
 */
export async function findTwins(
  measured: readonly (MeasuredPicture | undefined)[],
  isNearWanted: boolean,
  { signal, onProgress }: { readonly signal?: AbortSignal; readonly onProgress?: (share: number) => void },
): Promise<Twins> {
  const known = new Map<string, number>();
  const firsts = Int32Array.from(measured, (one, i) => {
    if (one === undefined) return -1;
    const first = known.get(one.pixels) ?? i;
    known.set(one.pixels, first);
    return first;
  });
  if (!isNearWanted) return { pairs: [], firsts };
  // Equal ones count once; what is of one colour is like every other such.
  const places = [...known.values()].filter((i) => measured[i]?.hashes.isPlain === false);
  const steps = nearPairs(hashesOf(places, measured));
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      const pairs = step.value?.map(({ a, b, distance }) => ({ a: places[a], b: places[b], distance }));
      return { pairs, firsts };
    }
    if (performance.now() - since < SLICE) continue;
    onProgress?.(step.value);
    await nextTurn();
    signal?.throwIfAborted();
    since = performance.now();
  }
}

function hashesOf(places: readonly number[], measured: readonly (MeasuredPicture | undefined)[]): ManyHashes {
  const of = <K extends 'oriented' | 'cut' | 'square'>(i: number, key: K): NonNullable<MeasuredPicture>['hashes'][K] =>
    measured[places[i]]!.hashes[key];
  const n = places.length;
  const sizes = n === 0 ? [0, 0, 0] : [of(0, 'oriented').length, of(0, 'cut').length, of(0, 'square').length];
  const oriented = new Uint32Array(n * sizes[0]);
  const cut = new Uint32Array(n * sizes[1]);
  const squares = new Uint8Array(n * sizes[2]);
  for (let i = 0; i < n; i++) {
    oriented.set(of(i, 'oriented'), i * sizes[0]);
    cut.set(of(i, 'cut'), i * sizes[1]);
    squares.set(of(i, 'square'), i * sizes[2]);
  }
  return { n, oriented, cut, squares };
}

/** Sets of pictures whose distance is below a threshold; equal ones come along. */
export function setsOf({ pairs, firsts }: Twins, below: number): JoinedSet[] {
  const equal = equalPairs(firsts);
  return joinSets([...equal, ...(pairs ?? []).filter(({ distance }) => distance < below)]);
}

/** Each picture that has the pixels of an earlier one, with that one. */
export function equalPairs(firsts: Int32Array): NearPair[] {
  const pairs: NearPair[] = [];
  firsts.forEach((first, i) => {
    if (first >= 0 && first !== i) pairs.push({ a: first, b: i, distance: 0 });
  });
  return pairs;
}
