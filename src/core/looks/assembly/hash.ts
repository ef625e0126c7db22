// AssemblyScript; see index.ts.

/** Frequencies across and down that make a hash, and the side of the square that they are those of. */
const WAVES: i32 = 8;
const MANY: i32 = 64;
const SIDE: i32 = 32;
/** Bytes of the numbers of a hash, of a square, and of an axis: 8 × 32 numbers, or its rows weighed by it. */
const FREQUENCIES: usize = 512;
const SQUARE: usize = 8192;
const AXIS: usize = 2048;
const ORIENTATIONS: i32 = 8;

/** Weighs the rows of a square by an axis: one row for each wave. */
function weighRows(square: usize, axis: usize, weighed: usize): void {
  for (let wave: i32 = 0; wave < WAVES; wave++, axis += 256, weighed += 256) {
    for (let x: usize = 0; x < 256; x += 32) {
      let sum0 = f64x2.splat(0);
      let sum1 = f64x2.splat(0);
      let from = square + x;
      for (let at = axis; at < axis + 256; at += 8, from += 256) {
        const weight = v128.load64_splat(at);
        sum0 = f64x2.add(sum0, f64x2.mul(weight, v128.load(from)));
        sum1 = f64x2.add(sum1, f64x2.mul(weight, v128.load(from, 16)));
      }
      v128.store(weighed + x, sum0);
      v128.store(weighed + x, sum1, 16);
    }
  }
}

/** Weighs columns, with the axis by columns, and gives frequencies the factors that they have in SciPy; rounded. */
function weighColumns(weighed: usize, columns: usize, factors: usize, found: usize): void {
  for (let wave: i32 = 0; wave < WAVES; wave++, weighed += 256) {
    let sum0 = f64x2.splat(0);
    let sum1 = f64x2.splat(0);
    let sum2 = f64x2.splat(0);
    let sum3 = f64x2.splat(0);
    let axis = columns;
    for (let at = weighed; at < weighed + 256; at += 8, axis += 64) {
      const value = v128.load64_splat(at);
      sum0 = f64x2.add(sum0, f64x2.mul(v128.load(axis), value));
      sum1 = f64x2.add(sum1, f64x2.mul(v128.load(axis, 16), value));
      sum2 = f64x2.add(sum2, f64x2.mul(v128.load(axis, 32), value));
      sum3 = f64x2.add(sum3, f64x2.mul(v128.load(axis, 48), value));
    }
    v128.store(found, rounded(f64x2.mul(sum0, v128.load(factors))));
    v128.store(found, rounded(f64x2.mul(sum1, v128.load(factors, 16))), 16);
    v128.store(found, rounded(f64x2.mul(sum2, v128.load(factors, 32))), 32);
    v128.store(found, rounded(f64x2.mul(sum3, v128.load(factors, 48))), 48);
    found += 64;
    factors += 64;
  }
}

/** To millionths, halves up, as `Math.round` has it. */
@inline
function rounded(values: v128): v128 {
  const scaled = f64x2.mul(values, f64x2.splat(1e6));
  const above = f64x2.ceil(scaled);
  const isFar = f64x2.gt(f64x2.sub(above, f64x2.splat(0.5)), scaled);
  return f64x2.div(f64x2.sub(above, v128.and(isFar, f64x2.splat(1))), f64x2.splat(1e6));
}

/** Writes a bit for each frequency that is above the median of all, the first 32 first. */
function writeHash(frequencies: usize, hash: usize): void {
  const end = frequencies + FREQUENCIES;
  let lower: f64 = 0;
  let upper: f64 = 0;
  // Bit 0: the lower one is found, bit 1: the upper one.
  let has: i32 = 0;
  // The median lies between the two in the middle: those that 31 and 32 others come before.
  for (let at = frequencies; has < 3 && at < end; at += 8) {
    const own = v128.load64_splat(at);
    let less = i64x2.splat(0);
    let notAbove = i64x2.splat(0);
    for (let other = frequencies; other < end; other += 16) {
      const two = v128.load(other);
      less = i64x2.sub(less, f64x2.lt(two, own));
      notAbove = i64x2.sub(notAbove, f64x2.le(two, own));
    }
    const before = <i32>(i64x2.extract_lane(less, 0) + i64x2.extract_lane(less, 1));
    const last = <i32>(i64x2.extract_lane(notAbove, 0) + i64x2.extract_lane(notAbove, 1));
    if (before <= 31 && last > 31) {
      lower = f64x2.extract_lane(own, 0);
      has |= 1;
    }
    if (before <= 32 && last > 32) {
      upper = f64x2.extract_lane(own, 0);
      has |= 2;
    }
  }
  const median = (lower + upper) / 2;
  for (let half: usize = 0; half < 2; half++) {
    let bits: u32 = 0;
    for (let i: usize = 0; i < 32; i++) {
      bits = (bits << 1) | <u32>(load<f64>(frequencies + 256 * half + 8 * i) > median);
    }
    store<u32>(hash + 4 * half, bits);
  }
}

/** Frequencies of the picture turned or mirrored: see low-frequencies.ts. */
function turn(frequencies: usize, orientation: i32, turned: usize): void {
  for (let u: i32 = 0; u < WAVES; u++) {
    for (let v: i32 = 0; v < WAVES; v++, turned += 8) {
      const at = (orientation & 4) != 0 ? v * WAVES + u : u * WAVES + v;
      const value = load<f64>(frequencies + (<usize>at << 3));
      const isNegative = (((orientation & v) ^ ((orientation >> 1) & u)) & 1) != 0;
      store<f64>(turned, isNegative ? -value : value);
    }
  }
}

/**
 * Makes the hashes of a square of 32 × 32 greys, each of 64 bits: one for each orientation, then one for each cut.
 *
 * @param axes for each way to cut a side 8 × 32 numbers, wave by wave, then the same pixel by pixel
 * @param cuts for each the numbers of the ways that rows and columns are cut, the first of which cuts off nothing
 * @param factors 64 that frequencies are multiplied by
 * @param room for a square, one weighed for each way, and two hashes' frequencies
 */
export function hash(
  square: usize,
  axes: usize,
  ways: i32,
  cuts: usize,
  many: i32,
  factors: usize,
  room: usize,
  hashes: usize,
): void {
  for (let i: usize = 0; i < <usize>(SIDE * SIDE); i++) store<f64>(room + (i << 3), <f64>load<u8>(square + i));
  const weighed = room + SQUARE;
  for (let way: usize = 0; way < <usize>ways; way++) weighRows(room, axes + 2 * AXIS * way, weighed + AXIS * way);
  const found = weighed + AXIS * <usize>ways;
  const turned = found + FREQUENCIES;
  let ofCut = hashes + 8 * <usize>ORIENTATIONS;
  for (let i: i32 = 0; i < many; i++, cuts += 8, ofCut += 8) {
    const rows = <usize>load<i32>(cuts);
    const columns = <usize>load<i32>(cuts, 4);
    weighColumns(weighed + AXIS * rows, axes + AXIS * (2 * columns + 1), factors, found);
    writeHash(found, ofCut);
    if (i > 0) continue;
    for (let orientation: i32 = 0; orientation < ORIENTATIONS; orientation++) {
      turn(found, orientation, turned);
      writeHash(turned, hashes + 8 * <usize>orientation);
    }
  }
}
