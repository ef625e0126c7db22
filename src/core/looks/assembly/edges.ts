// AssemblyScript; see index.ts.

import { greysOf } from './steepest';

/** Writes the greys of `pixels` colours. 20 bytes behind them are read, and up to 15 behind the greys written. */
export function toGreys(data: usize, pixels: i32, out: usize): void {
  for (const end = out + <usize>pixels; out < end; out += 16, data += 48) v128.store(out, greysOf(data));
}

/** The sum of eight numbers of 16 bits, column by column, of three rows. */
@inline
function three(above: usize, own: usize, below: usize): v128 {
  return i16x8.add(
    i16x8.add(i16x8.extend_low_i8x16_u(v128.load64_zero(above)), i16x8.extend_low_i8x16_u(v128.load64_zero(own))),
    i16x8.extend_low_i8x16_u(v128.load64_zero(below)),
  );
}

/**
 * Sums up the edges of a grey picture and their squares: eight times each pixel less its eight neighbours, from 0 to 255; those
 * at the border stay as they are. 16 bytes behind the picture are read.
 *
 * @param out the sum and that of squares, 4 bytes each: of no more than 2^16 pixels
 */
export function sumEdges(data: usize, width: i32, height: i32, out: usize): void {
  let sum: i32 = 0;
  let squares: i32 = 0;
  const stride = <usize>width;
  const nine = i16x8.splat(9);
  for (let y: i32 = 0; y < height; y++, data += stride) {
    const isInner = y > 0 && y < height - 1;
    for (let x: i32 = 0; x < width;) {
      if (!isInner || x == 0 || x == width - 1) {
        const grey = <i32>load<u8>(data + <usize>x);
        sum += grey;
        squares += grey * grey;
        x++;
        continue;
      }
      const at = data + <usize>x;
      const around = i16x8.add(
        i16x8.add(three(at - stride - 1, at - 1, at + stride - 1), three(at - stride, at, at + stride)),
        three(at - stride + 1, at + 1, at + stride + 1),
      );
      const own = i16x8.extend_low_i8x16_u(v128.load64_zero(at));
      const bytes = i8x16.narrow_i16x8_u(i16x8.sub(i16x8.mul(own, nine), around), i16x8.splat(0));
      // Those beyond the last inner one do not count.
      const many = min(8, width - 1 - x);
      const mask = many == 8 ? -1 : (<i64>1 << (8 * many)) - 1;
      const edges = i16x8.extend_low_i8x16_u(v128.and(bytes, i64x2.splat(mask)));
      const pairs = i32x4.dot_i16x8_s(edges, i16x8.splat(1));
      const powers = i32x4.dot_i16x8_s(edges, edges);
      sum += sumOfFour(pairs);
      squares += sumOfFour(powers);
      x += many;
    }
  }
  store<i32>(out, sum);
  store<i32>(out, squares, 4);
}

@inline
function sumOfFour(four: v128): i32 {
  return (
    i32x4.extract_lane(four, 0) + i32x4.extract_lane(four, 1) + i32x4.extract_lane(four, 2) + i32x4.extract_lane(four, 3)
  );
}
