import type { MapBox } from './map-points.ts';

/** Which part of the map is in sight: a point of the map at (x, y) is shown at (x · scale + left, y · scale + top). */
export interface Camera {
  /** Pixels of the page per number of the map. */
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** The size of what a map is shown in, in pixels of the page. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

const WIDTH = 65_535;
/** Pixels around the map. */
const MARGIN = 16;
/** So many times closer than the whole, at most. */
const CLOSEST = 200;

/** The whole map, as large as there is room, in its middle. */
export function wholeMap({ width, height }: Room, { left, top, right, bottom }: MapBox): Camera {
  const [across, down] = [Math.max(1, right - left), Math.max(1, bottom - top)];
  const room = { width: Math.max(1, width - 2 * MARGIN), height: Math.max(1, height - 2 * MARGIN) };
  const scale = Math.min(room.width / across, room.height / down);
  return {
    scale,
    left: (width - across * scale) / 2 - left * scale,
    top: (height - down * scale) / 2 - top * scale,
  };
}

export function pan(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, left: camera.left + dx, top: camera.top + dy };
}

/** Closer by a factor, or farther by one below 1; what is shown at (x, y) stays there. */
export function zoomAt({ scale, left, top }: Camera, factor: number, x: number, y: number, whole: Camera): Camera {
  const next = Math.max(whole.scale / 4, Math.min(whole.scale * CLOSEST, scale * factor));
  const change = next / scale;
  return { scale: next, left: x - (x - left) * change, top: y - (y - top) * change };
}

/** What is shown in a part of the page, by two of its corners, as a part of the map. */
export function boxOf(
  { scale, left, top }: Camera,
  a: readonly [number, number],
  b: readonly [number, number],
): MapBox {
  const onMap = (value: number, start: number) => (value - start) / scale;
  return {
    left: onMap(Math.min(a[0], b[0]), left),
    right: onMap(Math.max(a[0], b[0]), left),
    top: onMap(Math.min(a[1], b[1]), top),
    bottom: onMap(Math.max(a[1], b[1]), top),
  };
}

/** All that a map holds. */
export function boundsOf(at: Uint16Array): MapBox {
  if (at.length === 0) return { left: 0, top: 0, right: WIDTH, bottom: WIDTH };
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
  for (let i = 0; i < at.length; i += 2) {
    left = Math.min(left, at[i]);
    right = Math.max(right, at[i]);
    top = Math.min(top, at[i + 1]);
    bottom = Math.max(bottom, at[i + 1]);
  }
  return { left, top, right, bottom };
}
