import { describe, expect, it } from 'vitest';
import { indexHashes, type Flips } from '../../../../src/core/looks/hash-index.ts';
import { seededRandom } from '../../seeded-random.ts';

const MOST = 8;

/** A hash in which so many bits are turned, drawn without repetition. */
function turned([high, low]: readonly [number, number], bits: number, random: () => number): [number, number] {
  const places = Array.from({ length: 64 }, (_, bit) => ({ bit, at: random() })).sort((a, b) => a.at - b.at);
  let [a, b] = [high, low];
  for (const { bit } of places.slice(0, bits)) {
    if (bit < 32) a = (a ^ (1 << bit)) >>> 0;
    else b = (b ^ (1 << (bit - 32))) >>> 0;
  }
  return [a, b];
}

/** Lets it come to its end. */
function all(steps: Generator<number, void>): void {
  while (steps.next().done !== true);
}

describe.each([3, 1000, 40_000])('an index of %d hashes', (n) => {
  const random = seededRandom(n);
  const hashes = Uint32Array.from({ length: 2 * n }, () => 2 ** 32 * random());
  const index = indexHashes(hashes, MOST);

  it.each<[Flips, number]>([
    [0, 2],
    [1, 5],
    [2, MOST],
  ])('finds with %d flips whatever differs in at most %d bits', (flips, most) => {
    for (let bits = 0; bits <= most; bits++) {
      for (let trial = 0; trial < 40; trial++) {
        const wanted = Math.floor(n * random());
        const [high, low] = turned([hashes[2 * wanted], hashes[2 * wanted + 1]], bits, random);
        const found = new Map<number, number>();
        all(index.find(Uint32Array.of(high, low), flips, (_which, place, differing) => found.set(place, differing)));
        expect(found.get(wanted), `${bits} bits`).toBe(bits);
      }
    }
  });

  it('tells of nothing that differs in more bits, and looks at few of many', () => {
    const told: number[] = [];
    let cost = 0;
    for (let trial = 0; trial < 100; trial++) {
      const [high, low] = [2 ** 32 * random(), 2 ** 32 * random()].map(Math.floor);
      all(index.find(Uint32Array.of(high, low), 2, (_which, _place, bits) => told.push(bits)));
      cost += index.cost(high, low, 2);
    }
    expect(Math.max(0, ...told)).toBeLessThanOrEqual(MOST);
    expect(cost / 100).toBeLessThan(700);
  });
});

describe('an index of many equal hashes', () => {
  it('tells of all of them, however many are sought', () => {
    const n = 10_000;
    const index = indexHashes(new Uint32Array(2 * n), MOST);
    // The last ones alone are near.
    const sought = new Uint32Array(2 * 70_000).fill(0xffff);
    sought.fill(0, 2 * 69_998);
    sought[2 * 69_999] = 5;
    const found = new Map<number, Map<number, number>>();
    all(
      index.find(sought, 0, (which, place, bits) => {
        if (!found.has(which)) found.set(which, new Map());
        found.get(which)!.set(place, bits);
      }),
    );
    expect([...found.keys()].sort()).toEqual([69_998, 69_999]);
    expect(found.get(69_998)!.size).toBe(n);
    expect(found.get(69_999)!.size).toBe(n);
    expect(new Set(found.get(69_998)!.values())).toEqual(new Set([0]));
    expect(new Set(found.get(69_999)!.values())).toEqual(new Set([2]));
  });
});
