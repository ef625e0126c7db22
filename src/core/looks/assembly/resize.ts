// AssemblyScript; see index.ts.

/** 22 binary digits behind the point, in two steps: sums of upper halves of weights are worth 2^11 times those of lower ones. */
@inline
function store3(out: usize, upper: v128, lower: v128): void {
  const sum = i32x4.shr_s(i32x4.add(lower, i32x4.shl(upper, 11)), 22);
  const pixel = i32x4.max_s(i32x4.splat(0), i32x4.min_s(i32x4.splat(255), sum));
  store<u8>(out, <u8>i32x4.extract_lane(pixel, 0));
  store<u8>(out, <u8>i32x4.extract_lane(pixel, 1), 1);
  store<u8>(out, <u8>i32x4.extract_lane(pixel, 2), 2);
}

/**
 * Weighs the pixels of each row, of three channels, for `width` pixels of the result. Four pixels of two rows are weighed at
 * once: each weight is taken as its upper bits times 2^11 and its lower 11, which fit into 16 bits, so that sums are those of
 * the whole. Bytes behind the last pixel are read, and weigh nothing.
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
  // Bytes of two pixels as 16-bit numbers, channel by channel side by side; places outside are 0.
  const two = i8x16(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1);
  const next = i8x16(6, -1, 9, -1, 7, -1, 10, -1, 8, -1, 11, -1, -1, -1, -1, -1);
  const half = i32x4.splat(1 << 21);
  for (let y = 0; y < height; y += 2) {
    // The last row of an odd number stands for both.
    const second = y + 1 < height ? 3 * <usize>from : <usize>0;
    const secondOut = y + 1 < height ? 3 * <usize>width : <usize>0;
    for (let x = 0; x < width; x++) {
      let at = data + 3 * <usize>load<i32>(firsts + (<usize>x << 2));
      let weight = weights + (<usize>(x * most) << 6);
      const end = weight + (<usize>load<i32>(groups + (<usize>x << 2)) << 6);
      let upper = i32x4.splat(0);
      let lower = half;
      let upper2 = i32x4.splat(0);
      let lower2 = half;
      for (; weight < end; weight += 64, at += 12) {
        const bytes = v128.load(at);
        const bytes2 = v128.load(at + second);
        const first = i8x16.swizzle(bytes, two);
        const first2 = i8x16.swizzle(bytes2, two);
        const firstUpper = v128.load(weight);
        upper = i32x4.add(upper, i32x4.dot_i16x8_s(first, firstUpper));
        upper2 = i32x4.add(upper2, i32x4.dot_i16x8_s(first2, firstUpper));
        const firstLower = v128.load(weight, 16);
        lower = i32x4.add(lower, i32x4.dot_i16x8_s(first, firstLower));
        lower2 = i32x4.add(lower2, i32x4.dot_i16x8_s(first2, firstLower));
        const last = i8x16.swizzle(bytes, next);
        const last2 = i8x16.swizzle(bytes2, next);
        const lastUpper = v128.load(weight, 32);
        upper = i32x4.add(upper, i32x4.dot_i16x8_s(last, lastUpper));
        upper2 = i32x4.add(upper2, i32x4.dot_i16x8_s(last2, lastUpper));
        const lastLower = v128.load(weight, 48);
        lower = i32x4.add(lower, i32x4.dot_i16x8_s(last, lastLower));
        lower2 = i32x4.add(lower2, i32x4.dot_i16x8_s(last2, lastLower));
      }
      store3(out, upper, lower);
      store3(out + secondOut, upper2, lower2);
      out += 3;
    }
    data += 2 * second;
    out += secondOut;
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
 * Weighs the pixels of each row of greys, four at once. Bytes behind the last pixel are read, and weigh nothing.
 *
 * @param firsts for each pixel of the result the first that it is made of
 * @param groups for each how many fours
 * @param weights for each `most` fours of numbers of 4 bytes
 */
export function acrossGreys(
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
  for (let y = 0; y < height; y++, data += <usize>from) {
    for (let x = 0; x < width; x++, out++) {
      let at = data + <usize>load<i32>(firsts + (<usize>x << 2));
      let weight = weights + (<usize>(x * most) << 4);
      let sum = i32x4.splat(0);
      for (const end = weight + (<usize>load<i32>(groups + (<usize>x << 2)) << 4); weight < end; weight += 16, at += 4) {
        const four = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
        sum = i32x4.add(sum, i32x4.mul(four, v128.load(weight)));
      }
      sum = i32x4.add(sum, v128.shuffle<i32>(sum, sum, 2, 3, 0, 1));
      const all = i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + (1 << 21);
      store<u8>(out, <u8>min(255, max(0, all >> 22)));
    }
  }
}
