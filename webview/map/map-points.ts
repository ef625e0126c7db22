import type { MapView } from '../../src/protocol/index.ts';

/** The pictures of a map as the page draws them. */
export interface MapPoints {
  readonly count: number;
  /** x and y of each, from 0 to 65,535. */
  readonly at: Uint16Array;
  readonly ids: Uint32Array;
  /** Given label of each when it was audited: a place in the audit's classes. */
  readonly classes: Uint16Array;
  /** Quality of each label, 0 to 255. */
  readonly qualities: Uint8Array;
  /** Of each check that flags pictures which of them those are: a bit each. */
  readonly checks: ReadonlyMap<string, Uint8Array>;
}

/** A part of the map, by its corners, in the map's own numbers. */
export interface MapBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** @throws Error where the parts do not belong together */
export function readPoints({ points, ids, classes, qualities, checks = [] }: MapView): MapPoints {
  const at = new Uint16Array(bytesOf(points, 2));
  const count = at.length / 2;
  const read: MapPoints = {
    ...{ count, at, ids: new Uint32Array(bytesOf(ids, 4)), classes: new Uint16Array(bytesOf(classes, 2)) },
    qualities: new Uint8Array(bytesOf(qualities, 1)),
    checks: new Map(checks.map(({ name, flagged }) => [name, new Uint8Array(bytesOf(flagged, 1))])),
  };
  const bits = [...read.checks.values()].every(({ length }) => length === Math.ceil(count / 8));
  if (!bits || [read.ids, read.classes, read.qualities].some(({ length }) => length !== count)) {
    throw new Error('The parts of the map do not belong together.');
  }
  return read;
}

/** Numbers of so many bytes each, in this machine's order. */
function bytesOf(base64: string, size: 1 | 2 | 4): ArrayBuffer {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  if (!LITTLE_ENDIAN) for (let i = 0; i < bytes.length; i += size) bytes.subarray(i, i + size).reverse();
  return bytes.buffer;
}

/** Whether a check flags a point, by its bits. */
export const hasBit = (bits: Uint8Array, place: number): boolean => ((bits[place >> 3] >> (place & 7)) & 1) === 1;

/** Places of the points in a box, in the order of the data set. */
export function pointsIn({ count, at }: MapPoints, { left, top, right, bottom }: MapBox): number[] {
  const found: number[] = [];
  for (let i = 0; i < count; i++) {
    const [x, y] = [at[2 * i], at[2 * i + 1]];
    if (x >= left && x <= right && y >= top && y <= bottom) found.push(i);
  }
  return found;
}

/** Place of the point that is nearest to one on the map and at most so far away; undefined where there is none. */
export function nearestPoint({ count, at }: MapPoints, x: number, y: number, most: number): number | undefined {
  let [best, least] = [-1, most * most];
  for (let i = 0; i < count; i++) {
    const [dx, dy] = [at[2 * i] - x, at[2 * i + 1] - y];
    const distance = dx * dx + dy * dy;
    // Of equals the later one is drawn above the others.
    if (distance <= least) [best, least] = [i, distance];
  }
  return best < 0 ? undefined : best;
}
