// AssemblyScript; see index.ts. The constants are those of row-check.ts, rows.ts and tolerances.ts: test/unit/core/scan.test.ts
// holds both to the same answers.

const LOW: f64 = -1e-6;
const HIGH: f64 = 1 + 1e-6;
/** How far off a row's sum may be; what comes closer than the slack of another order of adding is looked at again. */
const NOISE: f64 = 1e-5 - 1e-9;
const HELP: f64 = 1e-6;
const BEST: i32 = 3;

@inline
function indexAt(pointer: usize, width: i32, i: i32): i32 {
  if (width == 1) return <i32>load<u8>(pointer + <usize>i);
  if (width == 2) return <i32>load<u16>(pointer + (<usize>i << 1));
  return load<i32>(pointer + (<usize>i << 2));
}

@inline
function setIndexAt(pointer: usize, width: i32, i: i32, value: i32): void {
  if (width == 1) store<u8>(pointer + <usize>i, <u8>value);
  else if (width == 2) store<u16>(pointer + (<usize>i << 1), <u16>value);
  else store<i32>(pointer + (<usize>i << 2), value);
}

/** The sum of four values, as two: those of `a` and, of float64, those of `b`. */
@inline
function sumOfFour<T>(a: v128, b: v128): v128 {
  if (sizeof<T>() == 8) return f64x2.add(a, b);
  return f64x2.add(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(v128.shuffle<f64>(a, a, 1, 0)));
}

/** Of four values a bit for each that equals those of `sought`. */
@inline
function hitsOfFour<T>(at: usize, sought: v128): u64 {
  const a = v128.load(at);
  if (sizeof<T>() == 4) return <u64>i32x4.bitmask(f32x4.eq(a, sought));
  const b = v128.load(at, 16);
  return <u64>(i64x2.bitmask(f64x2.eq(a, sought)) | (i64x2.bitmask(f64x2.eq(b, sought)) << 2));
}

/** The largest of a vector's values, in each place. */
@inline
function largest<T>(values: v128): v128 {
  const some = v128.pmax<T>(values, v128.shuffle<f64>(values, values, 1, 0));
  return sizeof<T>() == 8 ? some : v128.pmax<T>(some, v128.shuffle<f32>(some, some, 1, 0, 3, 2));
}

/** The smallest of a vector's values, in each place. */
@inline
function smallest<T>(values: v128): v128 {
  const some = v128.pmin<T>(values, v128.shuffle<f64>(values, values, 1, 0));
  return sizeof<T>() == 8 ? some : v128.pmin<T>(some, v128.shuffle<f32>(some, some, 1, 0, 3, 2));
}

/**
 * Notes the facts of rows `from` … `n - 1` of probabilities of type T: the label's own, and the mark. Stops at the first
 * row that must be looked at value by value, unless `lenient`. Sums and limits are in float64.
 *
 * Vectors to the end: engines compare single floats with a jump, and the processor can't predict it here.
 *
 * @returns the number of that row, else n
 */
function scanRows<T>(
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
  const size = sizeof<T>();
  const bytes = <usize>k * size;
  const fours = <usize>(k & ~3) * size;
  for (let r = from; r < n; r++) {
    const base = data + <usize>r * bytes;
    const end = base + bytes;
    const wide = base + fours;
    let sums = f64x2.splat(0);
    let high = v128.splat<T>(<T>-Infinity);
    let low = v128.splat<T>(<T>Infinity);
    let at = base;
    for (; at < wide; at += 4 * size) {
      const a = v128.load(at);
      // The second half of four float64 values; of float32 values there is none.
      const b = size == 8 ? v128.load(at, 16) : a;
      sums = f64x2.add(sums, sumOfFour<T>(a, b));
      high = v128.pmax<T>(high, size == 8 ? v128.pmax<T>(a, b) : a);
      low = v128.pmin<T>(low, size == 8 ? v128.pmin<T>(a, b) : a);
    }
    let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
    for (; at < end; at += size) {
      const p = v128.load_splat<T>(at);
      sum += <f64>v128.extract_lane<T>(p, 0);
      high = v128.pmax<T>(high, p);
      low = v128.pmin<T>(low, p);
    }
    const sought = largest<T>(high);
    const most = <f64>v128.extract_lane<T>(sought, 0);
    const least = <f64>v128.extract_lane<T>(smallest<T>(low), 0);
    // Written so that NaN, which no comparison above took, is looked at too.
    if (!lenient && (least < LOW || most > HIGH || !(abs(sum - 1) <= NOISE))) return r;
    // Bits of 64 values at a time, so that few rows of few classes need a second look.
    let winner = 0;
    for (at = base; ; at += 64 * size, winner += 64) {
      const stop = min<usize>(at + 64 * size, wide);
      let hits: u64 = 0;
      let shift: u64 = 0;
      let each = at;
      for (; each < stop; each += 4 * size, shift += 4) hits |= hitsOfFour<T>(each, sought) << shift;
      if (each == wide) {
        const last = min<usize>(at + 64 * size, end);
        for (; each < last; each += size, shift++) hits |= u64(<f64>load<T>(each) == most) << shift;
      }
      if (hits) {
        winner += <i32>ctz(hits);
        break;
      }
    }
    const given = indexAt(labels, labelWidth, r);
    const self = <f64>load<T>(base + <usize>given * size);
    const helped = self + HELP;
    const doubted = i32(most > helped) | (i32(most == helped) & i32(winner < given));
    store<f64>(own + (<usize>r << 3), self);
    setIndexAt(marks, markWidth, r, (winner << BEST) | doubted);
  }
  return n;
}

/** `scanRows` of float64 or float32 probabilities, as `dataWidth` says in bytes. */
export function scan(
  data: usize,
  dataWidth: i32,
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
  return dataWidth == 4
    ? scanRows<f32>(data, labels, labelWidth, own, marks, markWidth, from, n, k, lenient)
    : scanRows<f64>(data, labels, labelWidth, own, marks, markWidth, from, n, k, lenient);
}
