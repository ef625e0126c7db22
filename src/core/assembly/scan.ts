// AssemblyScript; see index.ts. The constants are those of row-check.ts, rows.ts and tolerances.ts: test/unit/core/scan.test.ts
// holds both to the same answers.

const LOW: f64 = -1e-6;
const HIGH: f64 = 1 + 1e-6;
/** How far off a row's sum may be; what comes closer than the slack of another order of adding is looked at again. */
const NOISE: f64 = 1e-5 - 1e-9;
const HELP: f64 = 1e-6;
const BEST: i32 = 3;

// @ts-ignore: decorator
@inline
function indexAt(pointer: usize, width: i32, i: i32): i32 {
  if (width == 1) return <i32>load<u8>(pointer + <usize>i);
  if (width == 2) return <i32>load<u16>(pointer + (<usize>i << 1));
  return load<i32>(pointer + (<usize>i << 2));
}

// @ts-ignore: decorator
@inline
function note(
  most: f64,
  winner: i32,
  self: f64,
  given: i32,
  own: usize,
  marks: usize,
  markWidth: i32,
  r: i32,
): void {
  const helped = self + HELP;
  const doubted = i32(most > helped) | (i32(most == helped) & i32(winner < given));
  const mark = (winner << BEST) | doubted;
  store<f64>(own + (<usize>r << 3), self);
  if (markWidth == 1) store<u8>(marks + <usize>r, <u8>mark);
  else if (markWidth == 2) store<u16>(marks + (<usize>r << 1), <u16>mark);
  else store<i32>(marks + (<usize>r << 2), mark);
}

/**
 * Notes the facts of rows `from` … `n - 1` of float64 probabilities: the label's own, and the mark. Stops at the first row
 * that must be looked at value by value, unless `lenient`.
 *
 * @returns the number of that row, else n
 */
export function scan64(
  data: usize,
  labels: usize,
  labelWidth: i32,
  own: usize,
  marks: usize,
  markWidth: i32,
  from: i32,
  n: i32,
  k: i32,
  lenient: i32,
): i32 {
  const bytes = <usize>k << 3;
  const fours = <usize>(k & ~3) << 3;
  for (let r = from; r < n; r++) {
    const base = data + <usize>r * bytes;
    const end = base + bytes;
    const wide = base + fours;
    let sumA = f64x2.splat(0);
    let sumB = f64x2.splat(0);
    let high = f64x2.splat(-Infinity);
    let low = f64x2.splat(Infinity);
    let at = base;
    for (; at < wide; at += 32) {
      const a = v128.load(at);
      const b = v128.load(at, 16);
      sumA = f64x2.add(sumA, a);
      sumB = f64x2.add(sumB, b);
      high = f64x2.pmax(high, f64x2.pmax(a, b));
      low = f64x2.pmin(low, f64x2.pmin(a, b));
    }
    const both = f64x2.add(sumA, sumB);
    let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
    for (; at < end; at += 8) {
      const p = v128.load_splat<f64>(at);
      sum += f64x2.extract_lane(p, 0);
      high = f64x2.pmax(high, p);
      low = f64x2.pmin(low, p);
    }
    // Vectors to the end: engines compare single floats with a jump, which nobody can foresee here.
    const most = f64x2.extract_lane(f64x2.pmax(high, v128.shuffle<f64>(high, high, 1, 0)), 0);
    const least = f64x2.extract_lane(f64x2.pmin(low, v128.shuffle<f64>(low, low, 1, 0)), 0);
    // Written so that NaN, which no comparison above took, is looked at too.
    if (!lenient && (least < LOW || most > HIGH || !(abs(sum - 1) <= NOISE))) return r;
    const sought = f64x2.splat(most);
    let winner = 0;
    for (at = base; ; at += 512, winner += 64) {
      const stop = min<usize>(at + 512, wide);
      let hits: u64 = 0;
      let shift: u64 = 0;
      let each = at;
      for (; each < stop; each += 32, shift += 4) {
        const a = i64x2.bitmask(f64x2.eq(v128.load(each), sought));
        const b = i64x2.bitmask(f64x2.eq(v128.load(each, 16), sought));
        hits |= <u64>(a | (b << 2)) << shift;
      }
      if (each == wide) for (; each < min<usize>(at + 512, end); each += 8, shift++) hits |= u64(load<f64>(each) == most) << shift;
      if (hits) {
        winner += <i32>ctz(hits);
        break;
      }
    }
    const given = indexAt(labels, labelWidth, r);
    const self = load<f64>(base + (<usize>given << 3));
    note(most, winner, self, given, own, marks, markWidth, r);
  }
  return n;
}

/** The same of float32 probabilities; sums and comparisons are in float64. */
export function scan32(
  data: usize,
  labels: usize,
  labelWidth: i32,
  own: usize,
  marks: usize,
  markWidth: i32,
  from: i32,
  n: i32,
  k: i32,
  lenient: i32,
): i32 {
  const bytes = <usize>k << 2;
  const fours = <usize>(k & ~3) << 2;
  for (let r = from; r < n; r++) {
    const base = data + <usize>r * bytes;
    const end = base + bytes;
    const wide = base + fours;
    let sumA = f64x2.splat(0);
    let sumB = f64x2.splat(0);
    let high = f32x4.splat(-Infinity);
    let low = f32x4.splat(Infinity);
    let at = base;
    for (; at < wide; at += 16) {
      const a = v128.load(at);
      sumA = f64x2.add(sumA, f64x2.promote_low_f32x4(a));
      sumB = f64x2.add(sumB, f64x2.promote_low_f32x4(v128.shuffle<f64>(a, a, 1, 0)));
      high = f32x4.pmax(high, a);
      low = f32x4.pmin(low, a);
    }
    const both = f64x2.add(sumA, sumB);
    let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
    for (; at < end; at += 4) {
      const p = v128.load_splat<f32>(at);
      sum += <f64>f32x4.extract_lane(p, 0);
      high = f32x4.pmax(high, p);
      low = f32x4.pmin(low, p);
    }
    high = f32x4.pmax(high, v128.shuffle<f64>(high, high, 1, 0));
    low = f32x4.pmin(low, v128.shuffle<f64>(low, low, 1, 0));
    const most = f32x4.extract_lane(f32x4.pmax(high, v128.shuffle<f32>(high, high, 1, 0, 3, 2)), 0);
    const least = f32x4.extract_lane(f32x4.pmin(low, v128.shuffle<f32>(low, low, 1, 0, 3, 2)), 0);
    if (!lenient && (<f64>least < LOW || <f64>most > HIGH || !(abs(sum - 1) <= NOISE))) return r;
    const sought = f32x4.splat(most);
    let winner = 0;
    for (at = base; ; at += 256, winner += 64) {
      const stop = min<usize>(at + 256, wide);
      let hits: u64 = 0;
      let shift: u64 = 0;
      let each = at;
      for (; each < stop; each += 16, shift += 4) {
        hits |= <u64>i32x4.bitmask(f32x4.eq(v128.load(each), sought)) << shift;
      }
      if (each == wide) for (; each < min<usize>(at + 256, end); each += 4, shift++) hits |= u64(load<f32>(each) == most) << shift;
      if (hits) {
        winner += <i32>ctz(hits);
        break;
      }
    }
    const given = indexAt(labels, labelWidth, r);
    const self = <f64>load<f32>(base + (<usize>given << 2));
    note(<f64>most, winner, self, given, own, marks, markWidth, r);
  }
  return n;
}
