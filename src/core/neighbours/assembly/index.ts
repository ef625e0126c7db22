// AssemblyScript, not TypeScript: scripts/build-simd.mjs compiles this folder into ../kernel-bytes.ts. Pointers are in bytes, in
// the module's one memory, which the caller has laid out. It has no data segment and allocates nothing.

/** Half squared lengths from here on mark places that no row fills. */
const NO_ROW: f32 = 1e38;

/** Of eight vectors a bit each where one is above its limit: rows by `own`, columns by those of `other`. */
@inline
function reaches(dots: v128, halfJ: v128, limitI: v128, halfI: v128, limitJ: v128): v128 {
  return v128.or(f32x4.gt(f32x4.sub(dots, halfJ), limitI), f32x4.gt(f32x4.sub(dots, halfI), limitJ));
}

/** Puts row j into the list of row i, which is sorted by similarity, where it is more similar than the last one there. */
@inline
function put(i: i32, j: i32, similarity: f32, limits: usize, similarities: usize, found: usize, m: i32): void {
  const limit = limits + (<usize>i << 2);
  if (similarity <= load<f32>(limit)) return;
  const start = <usize>(i * m) << 2;
  let at = <usize>(m - 1) << 2;
  for (; at > 0; at -= 4) {
    const before = load<f32>(similarities + start + at - 4);
    if (before >= similarity) break;
    store<f32>(similarities + start + at, before);
    store<i32>(found + start + at, load<i32>(found + start + at - 4));
  }
  store<f32>(similarities + start + at, similarity);
  store<i32>(found + start + at, j);
  store<f32>(limit, load<f32>(similarities + start + (<usize>(m - 1) << 2)));
}

/**
 * Compares every row of panels `fromI` … `toI - 1` with every row of panels `fromJ` … `toJ - 1`, each pair once, and keeps of
 * each row the `m` most similar: those of the highest dot product less half the squared length of the other.
 *
 * A panel is eight rows, column by column: panel p's column q is at x + (p·d + q)·32. Where the lists of all pairs of a tile
 * are closer than the first `head` columns allow, with `tail` the rows' lengths in the other columns, the others are left out.
 *
 * @param half half the squared length of each row in all columns
 * @param limits the similarity that a row must exceed to enter the list of each row; updated
 * @param similarities m for each row, highest first; updated, and so are the rows in `found`
 * @param scratch 128 bytes
 */
export function compare(
  x: usize, d: i32, head: i32, half: usize, tail: usize, limits: usize, similarities: usize, found: usize, m: i32,
  fromI: i32, toI: i32, fromJ: i32, toJ: i32, scratch: usize,
): void {
  const panel = <usize>d << 5;
  for (let p = fromI; p < toI; p++) {
    for (let q = max(fromJ, p); q < toJ; q++) {
      const columns = x + <usize>q * panel;
      for (let four = 0; four < 8; four += 4) {
        tile(
          x + <usize>p * panel + (<usize>four << 2), columns, d, head, half, tail, limits, similarities, found, m,
          (p << 3) + four, q << 3, p == q, scratch,
        );
      }
    }
  }
}

/** Compares four rows from `i` on with eight from `j` on. */
function tile(
  a: usize, b: usize, d: i32, head: i32, half: usize, tail: usize, limits: usize, similarities: usize, found: usize, m: i32,
  i: i32, j: i32, same: bool, scratch: usize,
): void {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let c0 = f32x4.splat(0);
  let c1 = f32x4.splat(0);
  let d0 = f32x4.splat(0);
  let d1 = f32x4.splat(0);
  const rowsAt = <usize>i << 2;
  const columnsAt = <usize>j << 2;
  let stop = head;
  for (let q = 0; ; ) {
    for (; q < stop; q++) {
      const y0 = v128.load(b);
      const y1 = v128.load(b, 16);
      const xa = v128.load32_splat(a);
      a0 = f32x4.add(a0, f32x4.mul(xa, y0));
      a1 = f32x4.add(a1, f32x4.mul(xa, y1));
      const xb = v128.load32_splat(a, 4);
      b0 = f32x4.add(b0, f32x4.mul(xb, y0));
      b1 = f32x4.add(b1, f32x4.mul(xb, y1));
      const xc = v128.load32_splat(a, 8);
      c0 = f32x4.add(c0, f32x4.mul(xc, y0));
      c1 = f32x4.add(c1, f32x4.mul(xc, y1));
      const xd = v128.load32_splat(a, 12);
      d0 = f32x4.add(d0, f32x4.mul(xd, y0));
      d1 = f32x4.add(d1, f32x4.mul(xd, y1));
      a += 32;
      b += 32;
    }
    // What the other columns can add at most; nothing, once all are in.
    const most = stop < d;
    const t0 = most ? v128.load(tail + columnsAt) : f32x4.splat(0);
    const t1 = most ? v128.load(tail + columnsAt, 16) : f32x4.splat(0);
    const h0 = v128.load(half + columnsAt);
    const h1 = v128.load(half + columnsAt, 16);
    const l0 = v128.load(limits + columnsAt);
    const l1 = v128.load(limits + columnsAt, 16);
    let any = f32x4.splat(0);
    for (let r: usize = 0; r < 4; r++) {
      const row = rowsAt + (r << 2);
      const own = v128.load32_splat(half + row);
      const limit = v128.load32_splat(limits + row);
      const rest = v128.load32_splat(tail + row);
      let s0 = r < 2 ? (r == 0 ? a0 : b0) : r == 2 ? c0 : d0;
      let s1 = r < 2 ? (r == 0 ? a1 : b1) : r == 2 ? c1 : d1;
      s0 = f32x4.add(s0, f32x4.mul(rest, t0));
      s1 = f32x4.add(s1, f32x4.mul(rest, t1));
      any = v128.or(any, v128.or(reaches(s0, h0, limit, own, l0), reaches(s1, h1, limit, own, l1)));
    }
    if (!v128.any_true(any)) return;
    if (!most) break;
    stop = d;
  }
  v128.store(scratch, a0);
  v128.store(scratch, a1, 16);
  v128.store(scratch, b0, 32);
  v128.store(scratch, b1, 48);
  v128.store(scratch, c0, 64);
  v128.store(scratch, c1, 80);
  v128.store(scratch, d0, 96);
  v128.store(scratch, d1, 112);
  for (let r = 0; r < 4; r++) {
    const row = i + r;
    const own = load<f32>(half + (<usize>row << 2));
    if (own >= NO_ROW) continue;
    for (let c = 0; c < 8; c++) {
      const column = j + c;
      const other = load<f32>(half + (<usize>column << 2));
      if (other >= NO_ROW || row == column) continue;
      const dot = load<f32>(scratch + (<usize>(r * 8 + c) << 2));
      put(row, column, dot - other, limits, similarities, found, m);
      // On the diagonal the pair comes a second time, with the rows the other way round.
      if (!same) put(column, row, dot - own, limits, similarities, found, m);
    }
  }
}
