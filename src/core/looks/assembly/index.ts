// AssemblyScript, not TypeScript: scripts/build-simd.mjs compiles this folder into ../kernel-bytes.ts. Pointers are in bytes, in
// the module's one memory, which the caller has laid out. It has no data segment and allocates nothing.

/** Writes 241 R² + 691 G² + 68 B² of each pixel into `squared`, and adds its bits above the lower `bits` to `counts`. */
export function countColours(data: usize, pixels: i32, squared: usize, bits: i32, counts: usize): void {
  for (let i = 0; i < pixels; i++, data += 3, squared += 4) {
    const red = <i32>load<u8>(data);
    const green = <i32>load<u8>(data, 1);
    const blue = <i32>load<u8>(data, 2);
    const key = 241 * red * red + 691 * green * green + 68 * blue * blue;
    store<i32>(squared, key);
    const at = counts + (<usize>(key >> bits) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}

/** Counts the values of each channel: 256 for the first, 256 for the next. `length` is a multiple of `channels`. */
export function countValues(data: usize, length: i32, channels: i32, counts: usize): void {
  const end = data + <usize>length;
  if (channels == 1) {
    for (; data < end; data++) {
      const at = counts + (<usize>load<u8>(data) << 2);
      store<u32>(at, load<u32>(at) + 1);
    }
    return;
  }
  for (; data < end; data += 3) {
    const red = counts + (<usize>load<u8>(data) << 2);
    const green = counts + (<usize>load<u8>(data, 1) << 2);
    const blue = counts + (<usize>load<u8>(data, 2) << 2);
    store<u32>(red, load<u32>(red) + 1);
    store<u32>(green, load<u32>(green, 1024) + 1, 1024);
    store<u32>(blue, load<u32>(blue, 2048) + 1, 2048);
  }
}

/** Counts the values from `first` on, below `first` + 2^bits. */
export function countWithin(squared: usize, pixels: i32, first: i32, bits: i32, counts: usize): void {
  for (let i = 0; i < pixels; i++, squared += 4) {
    const lower = load<i32>(squared) - first;
    if (<u32>lower >> bits) continue;
    const at = counts + (<usize>lower << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}

/**
 * Weighs the pixels of each row, of three channels, for `width` pixels of the result. Four pixels are weighed at once: each
 * weight is taken as its upper bits times 2^11 and its lower 11, which fit into 16 bits, so that sums are those of the whole.
 * Bytes behind the last pixel are read, and weigh nothing.
 *
 * @param firsts for each pixel of the result the first that it is made of
 * @param groups for each how many fours
 * @param weights for each `most` fours of 64 bytes: upper and lower halves of two weights, three times, then of the next two
 */
export function across(
  data: usize,
  height: i32,
  from: i32,
  width: i32,
  firsts: usize,
  groups: usize,
  weights: usize,
  most: i32,
  out: usize,
): void {
  const zero = i32x4.splat(0);
  const white = i32x4.splat(255);
  const half = i32x4.splat(1 << 21);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let at = data + 3 * <usize>load<i32>(firsts + (<usize>x << 2));
      let weight = weights + (<usize>(x * most) << 6);
      const end = weight + (<usize>load<i32>(groups + (<usize>x << 2)) << 6);
      let upper = zero;
      let lower = half;
      for (; weight < end; weight += 64, at += 12) {
        const bytes = v128.load(at);
        const two = v128.shuffle<i8>(bytes, zero, 0, 16, 3, 16, 1, 16, 4, 16, 2, 16, 5, 16, 16, 16, 16, 16);
        const next = v128.shuffle<i8>(bytes, zero, 6, 16, 9, 16, 7, 16, 10, 16, 8, 16, 11, 16, 16, 16, 16, 16);
        upper = i32x4.add(upper, i32x4.dot_i16x8_s(two, v128.load(weight)));
        lower = i32x4.add(lower, i32x4.dot_i16x8_s(two, v128.load(weight, 16)));
        upper = i32x4.add(upper, i32x4.dot_i16x8_s(next, v128.load(weight, 32)));
        lower = i32x4.add(lower, i32x4.dot_i16x8_s(next, v128.load(weight, 48)));
      }
      const sum = i32x4.shr_s(i32x4.add(lower, i32x4.shl(upper, 11)), 22);
      const pixel = i32x4.max_s(zero, i32x4.min_s(white, sum));
      store<u8>(out, <u8>i32x4.extract_lane(pixel, 0));
      store<u8>(out, <u8>i32x4.extract_lane(pixel, 1), 1);
      store<u8>(out, <u8>i32x4.extract_lane(pixel, 2), 2);
      out += 3;
    }
    data += 3 * <usize>from;
  }
}

/**
 * Weighs the rows of a picture for `height` rows of the result, four samples at once. Up to three bytes behind each row are
 * written, too: the next row overwrites them.
 *
 * @param samples in a row
 * @param firsts for each row of the result the first that it is made of; `counts` how many; `weights`, `most` for each, theirs
 */
export function down(
  data: usize,
  samples: i32,
  height: i32,
  firsts: usize,
  counts: usize,
  weights: usize,
  most: i32,
  out: usize,
): void {
  const zero = i32x4.splat(0);
  const white = i32x4.splat(255);
  const half = i32x4.splat(1 << 21);
  for (let y = 0; y < height; y++) {
    const first = data + <usize>(load<i32>(firsts + (<usize>y << 2)) * samples);
    const begin = weights + (<usize>(y * most) << 2);
    const end = begin + (<usize>load<i32>(counts + (<usize>y << 2)) << 2);
    for (let s = 0; s < samples; s += 4) {
      let sum = half;
      let at = first + <usize>s;
      for (let weight = begin; weight < end; weight += 4, at += <usize>samples) {
        const four = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
        sum = i32x4.add(sum, i32x4.mul(four, v128.load32_splat(weight)));
      }
      const value = i32x4.max_s(zero, i32x4.min_s(white, i32x4.shr_s(sum, 22)));
      store<u8>(out + s, <u8>i32x4.extract_lane(value, 0));
      store<u8>(out + s, <u8>i32x4.extract_lane(value, 1), 1);
      store<u8>(out + s, <u8>i32x4.extract_lane(value, 2), 2);
      store<u8>(out + s, <u8>i32x4.extract_lane(value, 3), 3);
    }
    out += <usize>samples;
  }
}

/**
 * The contrast of a block and its steepest step between two neighbouring pixels, both in grey levels.
 *
 * @param data its first pixel; `stride` bytes from row to row
 * @param greys room for the rows before
 * @returns contrast × 256 + step
 */
export function steepest(data: usize, stride: i32, channels: i32, columns: i32, rows: i32, greys: usize): i32 {
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
