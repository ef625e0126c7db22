import { hasBit, type MapPoints } from './map-points.ts';

/** What the points of a map are coloured by. */
export const COLOUR_BY = ['class', 'issue', 'quality'] as const;
/** By one of those, or by what a check flags. */
export type ColourBy = (typeof COLOUR_BY)[number] | `check:${string}`;

/** The check that the points are coloured by; undefined where it is none. */
export const checkOf = (by: ColourBy): string | undefined => (by.startsWith('check:') ? by.slice(6) : undefined);

/** Opaque colours, as a canvas has them in memory: red in the lowest byte. */
export interface MapColours {
  readonly background: number;
  /** Points that are not meant. */
  readonly faint: number;
  readonly issue: number;
  readonly classes: readonly number[];
  /** From the lowest quality to the highest: 256 of them. */
  readonly qualities: Uint32Array;
}

/** Hues that follow each other lie far apart, whichever number of them is used. */
const GOLDEN = 137.508;

export const rgb = (r: number, g: number, b: number): number => (255 << 24) | (b << 16) | (g << 8) | r;
const parts = (colour: number) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255] as const;

/** Some of one colour, the rest of another. */
export function mix(a: number, b: number, share: number): number {
  const [from, to] = [parts(a), parts(b)];
  const [r, g, blue] = from.map((value, i) => Math.round(value + (to[i] - value) * share));
  return rgb(r, g, blue);
}

/** A colour for each class; every second one is lighter, so that neighbouring hues are told apart. */
export function classColours(count: number, isDark: boolean): number[] {
  return Array.from({ length: count }, (_, i) => {
    const light = (isDark ? 0.62 : 0.42) + (i % 2 === 0 ? 0 : isDark ? 0.14 : -0.12);
    return hsl((i * GOLDEN + 210) % 360, 0.68, light);
  });
}

function hsl(hue: number, saturation: number, light: number): number {
  const reach = saturation * Math.min(light, 1 - light);
  const channel = (n: number): number => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (light - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return rgb(channel(0), channel(8), channel(4));
}

/** As CSS writes it. */
export function css(colour: number): string {
  return `rgb(${parts(colour).join(' ')})`;
}

export interface Shading {
  readonly by: ColourBy;
  /** Ids below are flagged. */
  readonly flagged: number;
  /** The only class that is meant; null: all. */
  readonly only: number | null;
}

/** The colour of each point. */
export function shade(
  { count, ids, classes, qualities, checks }: MapPoints,
  colours: MapColours,
  shading: Shading,
): Uint32Array<ArrayBuffer> {
  const { by, flagged, only } = shading;
  const of = new Uint32Array(count);
  const check = checkOf(by);
  const found = check === undefined ? undefined : (checks.get(check) ?? new Uint8Array(0));
  for (let i = 0; i < count; i++) {
    if (only !== null && classes[i] !== only) of[i] = colours.faint;
    else if (by === 'class') of[i] = colours.classes[classes[i]];
    else if (by === 'quality') of[i] = colours.qualities[qualities[i]];
    else of[i] = (found === undefined ? ids[i] < flagged : hasBit(found, i)) ? colours.issue : colours.faint;
  }
  return of;
}
