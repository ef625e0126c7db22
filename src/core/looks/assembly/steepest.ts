// AssemblyScript; see index.ts.

/** The greys of four pixels as Pillow has them (ITU-R BT.601). Green's weight is halved, to fit into 16 bits, and taken twice. */
@inline
function greysOfFour(data: usize): v128 {
  const bytes = v128.load(data);
  // As 16-bit numbers; places outside are 0.
  const redGreen = i8x16.swizzle(bytes, i8x16(0, -1, 1, -1, 3, -1, 4, -1, 6, -1, 7, -1, 9, -1, 10, -1));
  const greenBlue = i8x16.swizzle(bytes, i8x16(1, -1, 2, -1, 4, -1, 5, -1, 7, -1, 8, -1, 10, -1, 11, -1));
  const sum = i32x4.add(
    i32x4.dot_i16x8_s(redGreen, i16x8(19595, 19235, 19595, 19235, 19595, 19235, 19595, 19235)),
    i32x4.dot_i16x8_s(greenBlue, i16x8(19235, 7471, 19235, 7471, 19235, 7471, 19235, 7471)),
  );
  return i32x4.shr_u(i32x4.add(sum, i32x4.splat(32768)), 16);
}

/** The greys of 16 pixels. Four bytes behind them are read. */
@inline
export function greysOf(data: usize): v128 {
  return i8x16.narrow_i16x8_u(
    i16x8.narrow_i32x4_u(greysOfFour(data), greysOfFour(data + 12)),
    i16x8.narrow_i32x4_u(greysOfFour(data + 24), greysOfFour(data + 36)),
  );
}

@inline
function apart(one: v128, other: v128): v128 {
  return v128.or(i8x16.sub_sat_u(one, other), i8x16.sub_sat_u(other, one));
}

/** The most of 16 numbers. */
@inline
function mostOf(all: v128): i32 {
  let most = i8x16.max_u(all, v128.shuffle<i64>(all, all, 1, 0));
  most = i8x16.max_u(most, i64x2.shr_u(most, 32));
  most = i8x16.max_u(most, i64x2.shr_u(most, 16));
  most = i8x16.max_u(most, i64x2.shr_u(most, 8));
  return <i32>i8x16.extract_lane_u(most, 0);
}

/** The same as `steepest` of a block that is 16 pixels wide. */
function steepestOf16(data: usize, stride: i32, channels: i32, rows: i32): i32 {
  let before = channels == 1 ? v128.load(data) : greysOf(data);
  let least = before;
  let most = before;
  let step = i8x16.splat(0);
  for (let y = 0; y < rows; y++, data += stride) {
    const greys = channels == 1 ? v128.load(data) : greysOf(data);
    const left = v128.shuffle<i8>(greys, greys, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
    least = i8x16.min_u(least, greys);
    most = i8x16.max_u(most, greys);
    step = i8x16.max_u(step, i8x16.max_u(apart(greys, left), apart(greys, before)));
    before = greys;
  }
  return ((mostOf(most) - (255 - mostOf(v128.not(least)))) << 8) | mostOf(step);
}

/**
 * The contrast of a block and its steepest step between two neighbouring pixels, both in grey levels.
 *
 * @param data its first pixel; `stride` bytes from row to row
 * @param greys room for the rows before
 * @returns contrast × 256 + step
 */
export function steepest(data: usize, stride: i32, channels: i32, columns: i32, rows: i32, greys: usize): i32 {
  if (columns == 16) return steepestOf16(data, stride, channels, rows);
  let least = 255;
  let most = 0;
  let step = 0;
  for (let y = 0; y < rows; y++) {
    let from = data;
    let before = 0;
    for (let x = 0; x < columns; x++, from += channels) {
      // As Pillow makes colours grey.
      const grey =
        channels == 1
          ? <i32>load<u8>(from)
          : (19595 * <i32>load<u8>(from) + 38470 * <i32>load<u8>(from, 1) + 7471 * <i32>load<u8>(from, 2) + 32768) >> 16;
      least = min(least, grey);
      most = max(most, grey);
      if (x > 0) step = max(step, abs(grey - before));
      if (y > 0) step = max(step, abs(grey - <i32>load<u8>(greys + x)));
      store<u8>(greys + x, <u8>grey);
      before = grey;
    }
    data += stride;
  }
  return ((most - least) << 8) | step;
}
