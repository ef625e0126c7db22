import type { Camera, Room } from './map-camera.ts';
import type { MapPoints } from './map-points.ts';

export interface DrawOptions {
  readonly camera: Camera;
  readonly room: Room;
  /** Pixels of the screen per pixel of the page. */
  readonly density: number;
  readonly background: number;
  /** Colour of points that the others are drawn above. */
  readonly faint: number;
}

/** Half the side of a point, in pixels of the page, of a map of few and of many. */
const [LARGE, SMALL] = [3.5, 1.5];

/** How large a point is drawn: half its side, in pixels of the page. */
export function pointSize(count: number, { scale }: Pick<Camera, 'scale'>, whole: Pick<Camera, 'scale'>): number {
  const size = LARGE - (LARGE - SMALL) * Math.min(1, Math.max(0, Math.log10(Math.max(count, 1) / 300) / 2));
  // Closer up there is more room for each.
  return Math.min(2 * LARGE, size * Math.sqrt(Math.max(1, scale / whole.scale)));
}

/**
 * Draws a map into the memory of a picture of `room` times `density`: square points, those that are not meant first. 50,000
 * take a few milliseconds, which one call a point of the canvas would not.
 * @param colours one for each point
 * @param size half the side of a point, in pixels of the page
 */
export function drawMap(
  into: Uint32Array,
  points: MapPoints,
  colours: Uint32Array,
  size: number,
  options: DrawOptions,
): void {
  const { camera, room, density, background } = options;
  // As the colours of the points are read: without a sign.
  const faint = options.faint >>> 0;
  const width = Math.round(room.width * density);
  const height = Math.round(room.height * density);
  into.fill(background);
  const { scale, left, top } = camera;
  const half = Math.max(1, Math.round(size * density));
  for (const isFaint of [true, false]) {
    for (let i = 0; i < points.count; i++) {
      if ((colours[i] === faint) !== isFaint) continue;
      const x = Math.round((points.at[2 * i] * scale + left) * density);
      const y = Math.round((points.at[2 * i + 1] * scale + top) * density);
      const [from, to] = [Math.max(0, x - half), Math.min(width, x + half)];
      const last = Math.min(height, y + half);
      for (let row = Math.max(0, y - half); row < last; row++) {
        // The corners are left out, which makes a small square round.
        const isEdge = half > 1 && (row === y - half || row === y + half - 1);
        const inset = isEdge ? 1 : 0;
        if (from + inset < to - inset) into.fill(colours[i], row * width + from + inset, row * width + to - inset);
      }
    }
  }
}
