// AssemblyScript; see index.ts.

/**
 * x [n × p × c] to out [c × p × n]: what turns a batch of pictures into the operands of the filter's gradient. With
 * p = 1 a plain matrix transpose. 4×4 tiles, so that both sides are read and written four floats at a time.
 */
export function transposeOuter(x: usize, n: i32, p: i32, c: i32, out: usize): void {
  const inRow = (<usize>p * <usize>c) << 2;
  const outRow = (<usize>p * <usize>n) << 2;
  // Tiles of 64 × 64 values keep the strided side within the first-level cache.
  for (let q = 0; q < p; q++) {
    const source = x + ((<usize>q * <usize>c) << 2);
    const target = out + ((<usize>q * <usize>n) << 2);
    for (let i0 = 0; i0 < n; i0 += 64) {
      const i1 = min(i0 + 64, n);
      for (let j0 = 0; j0 < c; j0 += 64) {
        transposeTile(source, inRow, target, outRow, i0, i1, j0, min(j0 + 64, c));
      }
    }
  }
}

@inline
function transposeTile(
  source: usize, inRow: usize, target: usize, outRow: usize, i0: i32, i1: i32, j0: i32, j1: i32,
): void {
  let i = i0;
  for (; i + 4 <= i1; i += 4) {
    let j = j0;
    const r0 = source + <usize>i * inRow;
    for (; j + 4 <= j1; j += 4) {
      const o = (<usize>j) << 2;
      const a = v128.load(r0 + o);
      const b = v128.load(r0 + inRow + o);
      const e = v128.load(r0 + inRow * 2 + o);
      const f = v128.load(r0 + inRow * 3 + o);
      const ab0 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
      const ab1 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
      const ef0 = v128.shuffle<i32>(e, f, 0, 4, 1, 5);
      const ef1 = v128.shuffle<i32>(e, f, 2, 6, 3, 7);
      const t = target + <usize>j * outRow + ((<usize>i) << 2);
      v128.store(t, v128.shuffle<i32>(ab0, ef0, 0, 1, 4, 5));
      v128.store(t + outRow, v128.shuffle<i32>(ab0, ef0, 2, 3, 6, 7));
      v128.store(t + outRow * 2, v128.shuffle<i32>(ab1, ef1, 0, 1, 4, 5));
      v128.store(t + outRow * 3, v128.shuffle<i32>(ab1, ef1, 2, 3, 6, 7));
    }
    for (; j < j1; j++) {
      const t = target + <usize>j * outRow + ((<usize>i) << 2);
      const s = r0 + ((<usize>j) << 2);
      store<f32>(t, load<f32>(s));
      store<f32>(t + 4, load<f32>(s + inRow));
      store<f32>(t + 8, load<f32>(s + inRow * 2));
      store<f32>(t + 12, load<f32>(s + inRow * 3));
    }
  }
  for (; i < i1; i++) {
    for (let j = j0; j < j1; j++) {
      const s = source + <usize>i * inRow + ((<usize>j) << 2);
      store<f32>(target + <usize>j * outRow + ((<usize>i) << 2), load<f32>(s));
    }
  }
}
