/** A rectangle in pixels, as sharp's `extract` takes it. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Least difference from the border colour (of 255) that counts as content; more where the ink is strong. */
const MIN_CONTRAST = 24;
/** Share of the ink that may be lost on each side: specks of dust, and what reaches in from a neighbour. */
const LOST_PER_SIDE = 0.005;
/** Margin left around the content, as a share of its longer side. */
const MARGIN = 0.06;
/** A box is widened to at least this share of its longer side, so that an "i" is not stretched into a block. */
const MIN_ASPECT = 1 / 2;

/**
 * Where a picture's content is: what differs from the colour of its border (the median of its outermost pixels).
 * @param pixels H×W×3, row-major.
 * @returns the content with a small margin, or the whole picture when it has no content or no border to speak of.
 */
export function contentBox(pixels: Uint8Array, width: number, height: number): Box {
  const whole = { left: 0, top: 0, width, height };
  const border = borderColour(pixels, width, height);
  const contrast = new Uint8Array(width * height);
  let strongest = 0;
  for (let i = 0, p = 0; i < contrast.length; i++, p += 3) {
    const r = Math.abs(pixels[p] - border[0]);
    const g = Math.abs(pixels[p + 1] - border[1]);
    const b = Math.abs(pixels[p + 2] - border[2]);
    contrast[i] = Math.max(r, g, b);
    if (contrast[i] > strongest) strongest = contrast[i];
  }
  const threshold = Math.max(MIN_CONTRAST, strongest / 4);
  const columns = new Uint32Array(width);
  const rows = new Uint32Array(height);
  let ink = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (contrast[i] <= threshold) continue;
      columns[x]++;
      rows[y]++;
      ink++;
    }
  }
  if (ink === 0) return whole;
  const [left, right] = span(columns, ink * LOST_PER_SIDE);
  const [top, bottom] = span(rows, ink * LOST_PER_SIDE);
  const longer = Math.max(right - left, bottom - top);
  const margin = Math.max(1, Math.round(longer * MARGIN));
  const [x, w] = widen(left, right, margin, longer * MIN_ASPECT, width);
  const [y, h] = widen(top, bottom, margin, longer * MIN_ASPECT, height);
  return { left: x, top: y, width: w, height: h };
}

/** First and one-past-last index between which all but `lost` of the counts at either end lie. */
function span(counts: Uint32Array, lost: number): [number, number] {
  let first = 0;
  for (let sum = counts[0]; sum <= lost; sum += counts[first]) first++;
  let last = counts.length - 1;
  for (let sum = counts[last]; sum <= lost; sum += counts[last]) last--;
  return [first, Math.max(last, first) + 1];
}

/** Start and length of a side with its margin, at least `least` long, inside [0, size). */
function widen(start: number, end: number, margin: number, least: number, size: number): [number, number] {
  const extra = Math.max(0, Math.ceil((least - (end - start)) / 2)) + margin;
  const from = Math.max(0, start - extra);
  return [from, Math.min(size, end + extra) - from];
}

/** Median of the outermost pixels, channel by channel. */
function borderColour(pixels: Uint8Array, width: number, height: number): [number, number, number] {
  const counts = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)] as const;
  let total = 0;
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step) {
      const p = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) counts[c][pixels[p + c]]++;
      total++;
    }
  }
  return [median(counts[0], total), median(counts[1], total), median(counts[2], total)];
}

function median(counts: Uint32Array, total: number): number {
  let value = 0;
  for (let sum = counts[0]; sum * 2 < total; sum += counts[value]) value++;
  return value;
}
