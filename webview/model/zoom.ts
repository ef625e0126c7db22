/** How a picture lies in its frame: how much it is enlarged, and how far its middle is from the frame's, in pixels. */
export interface Zoom {
  /** 1: as large as fits. */
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const WHOLE: Zoom = { scale: 1, x: 0, y: 0 };

/** So many times its own pixels a picture can be enlarged, and at least this much. */
const MOST_PIXELS = 8;
const LEAST_MOST = 8;

/** What a picture of this size is shrunk or enlarged by to fit; small ones are enlarged whole times, so that pixels stay square. */
export function fitScale(picture: Size, frame: Size): number {
  const fit = Math.min(frame.width / picture.width, frame.height / picture.height);
  return fit >= 2 ? Math.floor(fit) : fit;
}

/** Enlarges or shrinks around a point, given from the frame's middle, which stays where it is. */
export function zoomAt(zoom: Zoom, factor: number, point: { x: number; y: number }, picture: Size, frame: Size): Zoom {
  const most = Math.max(LEAST_MOST, MOST_PIXELS / fitScale(picture, frame));
  const scale = Math.min(most, Math.max(1, zoom.scale * factor));
  const by = scale / zoom.scale;
  const moved = { scale, x: point.x - by * (point.x - zoom.x), y: point.y - by * (point.y - zoom.y) };
  return inFrame(moved, picture, frame);
}

/** Moves the picture, as far as its edge. */
export function panBy(zoom: Zoom, x: number, y: number, picture: Size, frame: Size): Zoom {
  return inFrame({ scale: zoom.scale, x: zoom.x + x, y: zoom.y + y }, picture, frame);
}

/** No empty room is shown beside a picture that is larger than the frame; a smaller one stays in the middle. */
function inFrame(zoom: Zoom, picture: Size, frame: Size): Zoom {
  const size = zoom.scale * fitScale(picture, frame);
  const most = (side: 'width' | 'height'): number => Math.max(0, (size * picture[side] - frame[side]) / 2);
  const within = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value));
  return { scale: zoom.scale, x: within(zoom.x, most('width')), y: within(zoom.y, most('height')) };
}
