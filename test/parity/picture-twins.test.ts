import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findTwins, setsOf, type Twins } from '../../src/audit/pipeline/checks/twin-sets.ts';
import { measurePicture, type MeasuredPicture } from '../../src/audit/pipeline/looks/measured-picture.ts';
import { measurePictures } from '../unit/measure-pictures.ts';
import { measuredList } from '../unit/measured-list.ts';
import { asObject, readJson, sharedGolden } from './golden.ts';

// CleanVision 0.3.7's perceptual hashes and sets of duplicates. What we find otherwise, on purpose:
//
// - `shape-counts`: pictures are equal by pixels and shape. CleanVision hashes the bytes alone: its black 96×64 equals a black 64×96.
// - `grey-as-rgb`: red, green and blue all alike are the same picture as one channel of grey.
// - `one-colour`: pictures of one colour are near no other. CleanVision's hash of them is 0, and that of a checkerboard, of a
//   gradient and of one pixel is, too.
// - `looked-at`: pictures with the same hash are near only where what they show correlates; CleanVision takes a handwritten "ix" for
//   an "x" and one stroke for another. On the other hand pictures whose hashes differ in a few bits are near, if it does.

const THRESHOLD = 0.015;
/** Below that one grey level may flip a bit. */
const SAFE_MARGIN = 10;

interface Golden {
  readonly names: readonly string[];
  readonly hashes: readonly string[];
  readonly margins: readonly number[];
  readonly exact: readonly (readonly string[])[];
  readonly near: readonly (readonly string[])[];
}

function readGolden(folder: string, name: string): Golden {
  const [head, ...lines] = readFileSync(path.join(folder, `${name}.csv`), 'utf8')
    .trim()
    .split('\n');
  const columns = head.split(',');
  const cells = lines.map((line) => line.split(','));
  const column = (wanted: string): string[] => cells.map((row) => row[columns.indexOf(wanted)]);
  const sets = asObject(readJson(path.join(folder, `${name}.json`)));
  return {
    names: column('image'),
    hashes: column('phash'),
    margins: column('phash_margin').map(Number),
    exact: sets.exact_duplicates as string[][],
    near: sets.near_duplicates as string[][],
  };
}

interface Found {
  readonly measured: readonly (MeasuredPicture | undefined)[];
  readonly twins: Twins;
  /** Whether two pictures stand in one set of near or equal ones. */
  readonly areTogether: (a: string, b: string) => boolean;
}

async function find(root: string, { names }: Golden): Promise<Found> {
  const measured = await measurePictures(root, names, measurePicture);
  const twins = await findTwins(measuredList(measured), true, {});
  const setOf = new Map<string, number>();
  setsOf(twins, THRESHOLD).forEach(({ members }, set) => {
    for (const i of members) setOf.set(names[i], set);
  });
  return { measured, twins, areTogether: (a, b) => setOf.has(a) && setOf.get(a) === setOf.get(b) };
}

/** In how many bits our hash of each picture differs. */
function differences({ hashes }: Golden, { measured }: Found): number[] {
  return hashes.map((hash, i) => {
    const own = measured[i]!.hashes.oriented;
    const theirs = [Number.parseInt(hash.slice(0, 8), 16), Number.parseInt(hash.slice(8), 16)];
    return bits(own[0] ^ theirs[0]) + bits(own[1] ^ theirs[1]);
  });
}

const bits = (value: number): number => (value >>> 0).toString(2).replaceAll('0', '').length;

const shared = sharedGolden();
const golden = shared === undefined ? '' : path.join(shared, 'cleanvision');

describe.skipIf(shared === undefined)("twins and CleanVision's", () => {
  it('hashes and sets of photographs', { timeout: 240_000 }, async () => {
    const theirs = readGolden(golden, 'photos');
    const ours = await find(path.join(golden, '../../data/photos/images'), theirs);
    const off = differences(theirs, ours);
    const safe = off.filter((_, i) => theirs.margins[i] >= SAFE_MARGIN);
    console.log(
      `photos: ${off.filter((n) => n === 0).length} of ${off.length} hashes equal, at most ${Math.max(...off)} bits apart`,
    );
    expect(Math.max(...safe)).toBeLessThanOrEqual(2);
    expect(theirs.exact).toEqual([]);
    for (const [a, b] of theirs.near) expect(ours.areTogether(a, b)).toBe(true);
    // One pair more: two T-shirts that lie alike.
    expect(setsOf(ours.twins, THRESHOLD)).toHaveLength(2);
  });

  it('hashes and sets of handwriting', { timeout: 240_000 }, async () => {
    const theirs = readGolden(golden, 'roman-numerals');
    const ours = await find(path.join(golden, '../../data/roman-numerals'), theirs);
    const off = differences(theirs, ours);
    const worse = off.filter((n, i) => n > 2 && theirs.margins[i] >= SAFE_MARGIN).length;
    console.log(
      `handwriting: ${off.filter((n) => n === 0).length} of ${off.length} hashes equal, ${worse} by more than 2 bits`,
    );
    // Of white paper with a stroke on it nearly all frequencies are small.
    expect(worse / off.length).toBeLessThan(0.01);
    for (const set of theirs.exact)
      for (const other of set.slice(1)) expect(ours.areTogether(set[0], other)).toBe(true);
    // `looked-at`: none of the three pairs of the same hash shows the same; their hashes are equal by chance.
    for (const [a, b] of theirs.near) expect(ours.areTogether(a, b), `${a} ${b}`).toBe(false);
    expect(setsOf(ours.twins, THRESHOLD)).toHaveLength(theirs.exact.length);
  });

  it('sets of the corpus made to hurt, upright', async () => {
    const theirs = readGolden(golden, 'corpus-normalised');
    const changed = asObject(readJson(path.join(golden, 'corpus-normalised.json'))).changed as string[];
    const names = theirs.names.map((name) => (changed.includes(name) ? `corpus-normalised/${name}` : `corpus/${name}`));
    const ours = await find(golden, { ...theirs, names });
    const at = (name: string): string => names[theirs.names.indexOf(name)];
    const missed = (sets: Golden['exact']): string[] =>
      sets.flatMap(([first, ...others]) =>
        others.filter((other) => !ours.areTogether(at(first), at(other))).map((other) => `${first} ${other}`),
      );
    expect(missed(theirs.exact)).toEqual([
      // `shape-counts`
      'black-l-64x96.png black-l-96x64.png',
      'white-l-64x48.png white-rgb-32x32.png',
    ]);
    expect(missed(theirs.near)).toEqual([
      // `one-colour`
      'black-l-64x96.png black-l-96x64.png',
      'black-l-64x96.png black-rgb-64x64.png',
      'checker-1bit.png.png gradient-h-l.png',
      'checker-1bit.png.png grey-rgb-80x60.png',
      'checker-1bit.png.png one-pixel-l.png',
      'checker-1bit.png.png one-pixel-rgb.png',
      'checker-1bit.png.png white-l-64x48.png',
      'checker-1bit.png.png white-rgb-32x32.png',
      // `looked-at`: a palette of stripes and a tall gradient.
      'palette-16.png.png tall-9x300.png',
    ]);
  });
});
