/** Side of the square that pictures are compared as, in pixels. */
export const SIDE = 32;

/** A part of a picture: what is cut off above, below, left and right, each in eightieths of the side. */
export type Cut = readonly [above: number, below: number, left: number, right: number];
/** Units of a cut in a side. */
export const CUT_UNITS = 80;
export const WHOLE: Cut = [0, 0, 0, 0];

const axes = new Map<number, Float64Array>();

/**
 * Cosines of a DCT-II over a part of 32 pixels, `waves` × 32, for `low` and `high` eightieths cut off. Pixels that are cut in
 * two count by what is left of them. All but the first row have twice its power, so that the transform is orthonormal.
 */
export function axisOf(waves: number, low: number, high: number): Float64Array {
  const key = (waves * CUT_UNITS + low) * CUT_UNITS + high;
  const known = axes.get(key);
  if (known !== undefined) return known;
  const begin = (low / CUT_UNITS) * SIDE;
  const end = SIDE - (high / CUT_UNITS) * SIDE;
  const axis = new Float64Array(waves * SIDE);
  for (let wave = 0; wave < waves; wave++) {
    for (let x = 0; x < SIDE; x++) {
      const [from, to] = [Math.max(begin, x), Math.min(end, x + 1)];
      if (to <= from) continue;
      const place = ((from + to) / 2 - begin) / (end - begin);
      const weight = ((to - from) / (end - begin)) * (wave === 0 ? 1 : Math.SQRT2);
      axis[wave * SIDE + x] = weight * Math.cos(Math.PI * wave * place);
    }
  }
  axes.set(key, axis);
  return axis;
}

const weighed = new Float64Array(SIDE * SIDE);

/**
 * The lowest frequencies of a part of a square picture.
 *
 * @param square 32 × 32 greys, row-major
 * @param waves how many frequencies, across and down, at most 32
 * @param found waves × waves numbers are written here, row-major, those down in rows
 */
export function lowFrequencies(square: Uint8Array, waves: number, cut: Cut, found: Float64Array): void {
  const down = axisOf(waves, cut[0], cut[1]);
  const right = axisOf(waves, cut[2], cut[3]);
  for (let u = 0; u < waves; u++) {
    const row = u * SIDE;
    weighed.fill(0, row, row + SIDE);
    for (let y = 0; y < SIDE; y++) {
      const weight = down[row + y];
      if (weight === 0) continue;
      for (let x = 0, at = y * SIDE; x < SIDE; x++, at++) weighed[row + x] += weight * square[at];
    }
    for (let v = 0; v < waves; v++) {
      let sum = 0;
      for (let x = 0; x < SIDE; x++) sum += right[v * SIDE + x] * weighed[row + x];
      found[u * waves + v] = sum;
    }
  }
}

/** Ways to turn and mirror a picture: the first is the picture as it is. */
export const ORIENTATIONS = 8;

/**
 * The same of the picture turned or mirrored: then frequencies change their signs, or rows and columns their places.
 *
 * @param orientation bit 0: mirrored across, bit 1: down, bit 2: rows and columns exchanged before that
 */
export function turnFrequencies(
  frequencies: Float64Array,
  waves: number,
  orientation: number,
  turned: Float64Array,
): void {
  for (let u = 0; u < waves; u++) {
    for (let v = 0; v < waves; v++) {
      const value = orientation & 4 ? frequencies[v * waves + u] : frequencies[u * waves + v];
      const isNegative = ((orientation & v) ^ ((orientation >> 1) & u)) & 1;
      turned[u * waves + v] = isNegative ? -value : value;
    }
  }
}
