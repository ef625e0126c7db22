// AssemblyScript; see index.ts.

@inline
function addOne(at: usize): void {
  store<u32>(at, load<u32>(at) + 1);
}

/** 241 R² + 691 G² + 68 B² of a pixel: its brightness. */
@inline
function brightnessOf(data: usize): i32 {
  const red = <i32>load<u8>(data);
  const green = <i32>load<u8>(data, 1);
  const blue = <i32>load<u8>(data, 2);
  return 241 * red * red + 691 * green * green + 68 * blue * blue;
}

/** Adds the bits above the lower `bits` of the brightness of each `every`th pixel to `counts`. */
export function countSome(data: usize, pixels: i32, every: i32, bits: i32, counts: usize): void {
  for (let i = 0; i < pixels; i += every, data += 3 * <usize>every) {
    addOne(counts + (<usize>(brightnessOf(data) >> bits) << 2));
  }
}

/** Brightness of no pixel: what `brightnessOfFour` takes from each. */
const MIDDLE: i32 = 32768 * 1000;

/** Brightness of four pixels, less `MIDDLE`: squares are taken as signed numbers of 16 bits. */
@inline
function brightnessOfFour(data: usize): v128 {
  const bytes = v128.load(data);
  // As 16-bit numbers; places outside are 0.
  const redGreen = i8x16.swizzle(bytes, i8x16(0, -1, 1, -1, 3, -1, 4, -1, 6, -1, 7, -1, 9, -1, 10, -1));
  const blue = i8x16.swizzle(bytes, i8x16(2, -1, -1, -1, 5, -1, -1, -1, 8, -1, -1, -1, 11, -1, -1, -1));
  const sign = i16x8.splat(-32768);
  return i32x4.add(
    i32x4.dot_i16x8_s(v128.xor(i16x8.mul(redGreen, redGreen), sign), i16x8(241, 691, 241, 691, 241, 691, 241, 691)),
    i32x4.dot_i16x8_s(v128.xor(i16x8.mul(blue, blue), sign), i16x8(68, 0, 68, 0, 68, 0, 68, 0)),
  );
}

/** The sum of four numbers. */
@inline
function sumOf(four: v128): i32 {
  return (
    i32x4.extract_lane(four, 0) + i32x4.extract_lane(four, 1) + i32x4.extract_lane(four, 2) + i32x4.extract_lane(four, 3)
  );
}

/** Writes those of four whose bit is set; room for one more is used and not kept. */
@inline
function keep(four: v128, mask: i32, to: usize): usize {
  store<i32>(to, i32x4.extract_lane(four, 0) + MIDDLE);
  to += <usize>(mask & 1) << 2;
  store<i32>(to, i32x4.extract_lane(four, 1) + MIDDLE);
  to += <usize>(mask & 2) << 1;
  store<i32>(to, i32x4.extract_lane(four, 2) + MIDDLE);
  to += <usize>(mask & 4);
  store<i32>(to, i32x4.extract_lane(four, 3) + MIDDLE);
  return to + (<usize>(mask & 8) >> 1);
}

/** The least grey whose brightness is at least as much, 256 where there is none. */
function leastAbove(brightness: i32): i32 {
  let grey = 0;
  while (grey < 256 && 1000 * grey * grey < brightness) grey++;
  return grey;
}

/**
 * Finds the brightnesses among which a pixel's rank is looked for: from `first` on, below `firstEnd`, and from `second` on,
 * below `secondEnd`; `firstEnd` is at most `second`.
 *
 * @param out the number of pixels below `first`, that of pixels below `second`, and how many are within; then those
 */
export function sortOut(
  data: usize,
  pixels: i32,
  first: i32,
  firstEnd: i32,
  second: i32,
  secondEnd: i32,
  out: usize,
): void {
  const firstAll = i32x4.splat(first - MIDDLE);
  const firstEndAll = i32x4.splat(firstEnd - MIDDLE);
  const secondAll = i32x4.splat(second - MIDDLE);
  const secondEndAll = i32x4.splat(secondEnd - MIDDLE);
  // Each that is below counts as -1.
  let belowFirst = i32x4.splat(0);
  let belowSecond = i32x4.splat(0);
  const list = out + 12;
  let to = list;
  let i = 0;
  // Brightness lies between that of the least and that of the most of red, green and blue: most pixels are told by bytes.
  const least = i8x16.splat(<i8>leastAbove(firstEnd));
  const most = i8x16.splat(<i8>(leastAbove(second) - 1));
  const isByBytes = firstEnd <= 65025000 && second > 0;
  let between = 0;
  while (i + 4 <= pixels) {
    if (isByBytes && i + 16 <= pixels) {
      const one = v128.load(data);
      const two = v128.load(data, 16);
      const three = v128.load(data, 32);
      const isAbove = i8x16.ge_u(i8x16.min_u(i8x16.min_u(one, two), three), least);
      const isBelow = i8x16.le_u(i8x16.max_u(i8x16.max_u(one, two), three), most);
      if (i8x16.all_true(v128.and(isAbove, isBelow))) {
        between += 16;
        i += 16;
        data += 48;
        continue;
      }
    }
    // Sixteen, or what is left of them.
    for (const end = min(pixels - 3, i + 16); i < end; i += 4, data += 12) {
      const four = brightnessOfFour(data);
      const isBelowFirst = i32x4.lt_s(four, firstAll);
      const isBelowSecond = i32x4.lt_s(four, secondAll);
      belowFirst = i32x4.add(belowFirst, isBelowFirst);
      belowSecond = i32x4.add(belowSecond, isBelowSecond);
      const isWithin = v128.or(
        v128.andnot(i32x4.lt_s(four, firstEndAll), isBelowFirst),
        v128.andnot(i32x4.lt_s(four, secondEndAll), isBelowSecond),
      );
      if (v128.any_true(isWithin)) to = keep(four, i32x4.bitmask(isWithin), to);
    }
  }
  let below = -sumOf(belowFirst);
  let below2 = between - sumOf(belowSecond);
  for (; i < pixels; i++, data += 3) {
    const brightness = brightnessOf(data);
    if (brightness < first) below++;
    if (brightness < second) below2++;
    if (brightness < first || brightness >= secondEnd || (brightness >= firstEnd && brightness < second)) continue;
    store<i32>(to, brightness);
    to += 4;
  }
  store<i32>(out, below);
  store<i32>(out, below2, 4);
  store<i32>(out, <i32>((to - list) >> 2), 8);
}

/** Counts the three channels of a pixel. */
@inline
function countPixel(counts: usize, data: usize): void {
  addOne(counts + (<usize>load<u8>(data) << 2));
  addOne(counts + 1024 + (<usize>load<u8>(data, 1) << 2));
  addOne(counts + 2048 + (<usize>load<u8>(data, 2) << 2));
}

/**
 * Counts the values of each channel: 256 for the first, 256 for the next. Four pixels in a row are counted into a table each,
 * the others behind the first, whose sum is then in the first: the same bin twice in a row would have to wait for itself.
 * `length` is a multiple of `channels`.
 *
 * @param counts four tables of zeros
 */
export function countValues(data: usize, length: i32, channels: i32, counts: usize): void {
  const end = data + <usize>length;
  const size = <usize>channels << 10;
  const second = counts + size;
  const third = second + size;
  const fourth = third + size;
  if (channels == 1) {
    for (; data + 4 <= end; data += 4) {
      const four = load<u32>(data);
      addOne(counts + (<usize>(four & 255) << 2));
      addOne(second + (<usize>((four >> 8) & 255) << 2));
      addOne(third + (<usize>((four >> 16) & 255) << 2));
      addOne(fourth + (<usize>(four >> 24) << 2));
    }
    for (; data < end; data++) addOne(counts + (<usize>load<u8>(data) << 2));
  } else {
    for (; data + 12 <= end; data += 12) {
      countPixel(counts, data);
      countPixel(second, data + 3);
      countPixel(third, data + 6);
      countPixel(fourth, data + 9);
    }
    for (; data < end; data += 3) countPixel(counts, data);
  }
  for (let at = counts; at < second; at += 16) {
    const two = i32x4.add(v128.load(at), v128.load(at + size));
    v128.store(at, i32x4.add(two, i32x4.add(v128.load(at + 2 * size), v128.load(at + 3 * size))));
  }
}

/** Counts numbers from `first` on, below `end`, each by the bits above the lower `bits` of what it is above `first`. */
export function countNumbers(numbers: usize, many: i32, first: i32, end: i32, bits: i32, counts: usize): void {
  const range = <u32>(end - first);
  for (const to = numbers + (<usize>many << 2); numbers < to; numbers += 4) {
    const above = <u32>(load<i32>(numbers) - first);
    if (above < range) addOne(counts + (<usize>(above >> bits) << 2));
  }
}
