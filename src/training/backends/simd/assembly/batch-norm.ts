// AssemblyScript; see index.ts.

/**
 * Mean and biased variance of each column of x [rows × c]. Two passes, so that large means do not cancel; sums of
 * 64 rows at a time, so that rounding stays small. `partial` is scratch space for c floats.
 */
export function columnMoments(x: usize, rows: i32, c: i32, mean: usize, variance: usize, partial: usize): void {
  const bytes = (<usize>c) << 2;
  memory.fill(mean, 0, bytes);
  memory.fill(variance, 0, bytes);
  for (let start = 0; start < rows; start += 64) {
    const end = min(start + 64, rows);
    memory.fill(partial, 0, bytes);
    for (let r = start; r < end; r++) addRow(partial, x + <usize>r * bytes, c);
    addRow(mean, partial, c);
  }
  scaleRow(mean, 1.0 / <f32>rows, c);
  for (let start = 0; start < rows; start += 64) {
    const end = min(start + 64, rows);
    memory.fill(partial, 0, bytes);
    for (let r = start; r < end; r++) addSquaredDifference(partial, x + <usize>r * bytes, mean, c);
    addRow(variance, partial, c);
  }
  scaleRow(variance, 1.0 / <f32>rows, c);
}

@inline
function addRow(into: usize, row: usize, c: i32): void {
  let j = 0;
  for (; j + 4 <= c; j += 4) {
    const o = (<usize>j) << 2;
    v128.store(into + o, f32x4.add(v128.load(into + o), v128.load(row + o)));
  }
  for (; j < c; j++) {
    const o = (<usize>j) << 2;
    store<f32>(into + o, load<f32>(into + o) + load<f32>(row + o));
  }
}

@inline
function scaleRow(row: usize, factor: f32, c: i32): void {
  for (let j = 0; j < c; j++) {
    const o = (<usize>j) << 2;
    store<f32>(row + o, load<f32>(row + o) * factor);
  }
}

@inline
function addSquaredDifference(into: usize, row: usize, mean: usize, c: i32): void {
  let j = 0;
  for (; j + 4 <= c; j += 4) {
    const o = (<usize>j) << 2;
    const d = f32x4.sub(v128.load(row + o), v128.load(mean + o));
    v128.store(into + o, f32x4.add(v128.load(into + o), f32x4.mul(d, d)));
  }
  for (; j < c; j++) {
    const o = (<usize>j) << 2;
    const d = load<f32>(row + o) - load<f32>(mean + o);
    store<f32>(into + o, load<f32>(into + o) + d * d);
  }
}

/** out = x * scale + shift by column; negative results become 0 where `relu` is set. */
export function scaleShift(x: usize, rows: i32, c: i32, scale: usize, shift: usize, relu: i32, out: usize): void {
  const bytes = (<usize>c) << 2;
  const zero = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    const base = <usize>r * bytes;
    let j = 0;
    for (; j + 4 <= c; j += 4) {
      const o = (<usize>j) << 2;
      let y = f32x4.add(f32x4.mul(v128.load(x + base + o), v128.load(scale + o)), v128.load(shift + o));
      if (relu) y = f32x4.max(y, zero);
      v128.store(out + base + o, y);
    }
    for (; j < c; j++) {
      const o = (<usize>j) << 2;
      let y = load<f32>(x + base + o) * load<f32>(scale + o) + load<f32>(shift + o);
      if (relu) y = max<f32>(y, 0);
      store<f32>(out + base + o, y);
    }
  }
}

/**
 * First half of batch normalisation's gradient, by column: sumDy = Σ g, sumDyX = Σ g·(x − mean)·inverseStd, where g is
 * dy, or 0 where the ReLU behind the normalisation was shut (y ≤ 0) if `relu` is set. `partial` holds 2·c floats.
 */
export function normGradSums(
  x: usize, dy: usize, y: usize, rows: i32, c: i32, mean: usize, inverseStd: usize, relu: i32,
  sumDy: usize, sumDyX: usize, partial: usize,
): void {
  const bytes = (<usize>c) << 2;
  const partialX = partial + bytes;
  const zero = f32x4.splat(0);
  memory.fill(sumDy, 0, bytes);
  memory.fill(sumDyX, 0, bytes);
  for (let start = 0; start < rows; start += 64) {
    const end = min(start + 64, rows);
    memory.fill(partial, 0, bytes << 1);
    for (let r = start; r < end; r++) {
      const base = <usize>r * bytes;
      let j = 0;
      for (; j + 4 <= c; j += 4) {
        const o = (<usize>j) << 2;
        let g = v128.load(dy + base + o);
        if (relu) g = v128.and(g, f32x4.gt(v128.load(y + base + o), zero));
        const centred = f32x4.sub(v128.load(x + base + o), v128.load(mean + o));
        v128.store(partial + o, f32x4.add(v128.load(partial + o), g));
        v128.store(partialX + o, f32x4.add(v128.load(partialX + o), f32x4.mul(g, centred)));
      }
      for (; j < c; j++) {
        const o = (<usize>j) << 2;
        let g = load<f32>(dy + base + o);
        if (relu && !(load<f32>(y + base + o) > 0)) g = 0;
        const centred = load<f32>(x + base + o) - load<f32>(mean + o);
        store<f32>(partial + o, load<f32>(partial + o) + g);
        store<f32>(partialX + o, load<f32>(partialX + o) + g * centred);
      }
    }
    addRow(sumDy, partial, c);
    addRow(sumDyX, partialX, c);
  }
  for (let j = 0; j < c; j++) {
    const o = (<usize>j) << 2;
    store<f32>(sumDyX + o, load<f32>(sumDyX + o) * load<f32>(inverseStd + o));
  }
}

/** Second half: dx = a·g − b − d·x by column, with the columns' constants a, b, d worked out by the caller. */
export function normGradInput(
  x: usize, dy: usize, y: usize, rows: i32, c: i32, a: usize, b: usize, d: usize, relu: i32, dx: usize,
): void {
  const bytes = (<usize>c) << 2;
  const zero = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    const base = <usize>r * bytes;
    let j = 0;
    for (; j + 4 <= c; j += 4) {
      const o = (<usize>j) << 2;
      let g = v128.load(dy + base + o);
      if (relu) g = v128.and(g, f32x4.gt(v128.load(y + base + o), zero));
      const linear = f32x4.add(v128.load(b + o), f32x4.mul(v128.load(d + o), v128.load(x + base + o)));
      v128.store(dx + base + o, f32x4.sub(f32x4.mul(v128.load(a + o), g), linear));
    }
    for (; j < c; j++) {
      const o = (<usize>j) << 2;
      let g = load<f32>(dy + base + o);
      if (relu && !(load<f32>(y + base + o) > 0)) g = 0;
      const linear = load<f32>(b + o) + load<f32>(d + o) * load<f32>(x + base + o);
      store<f32>(dx + base + o, load<f32>(a + o) * g - linear);
    }
  }
}
