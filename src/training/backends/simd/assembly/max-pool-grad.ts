// AssemblyScript; see index.ts.

/**
 * Gradient of max-pooling: each output's dy goes to the first of the largest values of its window. x and dx
 * [n × height × width × c], dy [n × outHeight × outWidth × c].
 */
export function maxPoolGrad(
  x: usize, dy: usize, n: i32, height: i32, width: i32, c: i32, outHeight: i32, outWidth: i32,
  kh: i32, kw: i32, strideHeight: i32, strideWidth: i32, top: i32, left: i32, dx: usize,
): void {
  const bytes = (<usize>c) << 2;
  memory.fill(dx, 0, <usize>(n * height * width) * bytes);
  for (let i = 0; i < n; i++) {
    for (let h = 0; h < outHeight; h++) {
      const hFrom = h * strideHeight - top;
      const h0 = max(hFrom, 0);
      const h1 = min(hFrom + kh, height);
      for (let w = 0; w < outWidth; w++) {
        const wFrom = w * strideWidth - left;
        const w0 = max(wFrom, 0);
        const w1 = min(wFrom + kw, width);
        const g = dy + <usize>((i * outHeight + h) * outWidth + w) * bytes;
        let j = 0;
        for (; j + 4 <= c; j += 4) {
          const o = (<usize>j) << 2;
          let best = f32x4.splat(-Infinity);
          for (let y = h0; y < h1; y++) {
            let p = <usize>((i * height + y) * width + w0) * bytes + o;
            for (let z = w0; z < w1; z++, p += bytes) best = f32x4.pmax(best, v128.load(x + p));
          }
          const grad = v128.load(g + o);
          let open = i32x4.splat(-1);
          for (let y = h0; y < h1; y++) {
            let p = <usize>((i * height + y) * width + w0) * bytes + o;
            for (let z = w0; z < w1; z++, p += bytes) {
              const hit = v128.and(open, f32x4.eq(v128.load(x + p), best));
              v128.store(dx + p, f32x4.add(v128.load(dx + p), v128.and(hit, grad)));
              open = v128.andnot(open, hit);
            }
          }
        }
        for (; j < c; j++) {
          const o = (<usize>j) << 2;
          let best = -Infinity as f32;
          let at: usize = 0;
          for (let y = h0; y < h1; y++) {
            let p = <usize>((i * height + y) * width + w0) * bytes + o;
            for (let z = w0; z < w1; z++, p += bytes) {
              const value = load<f32>(x + p);
              if (value > best) {
                best = value;
                at = dx + p;
              }
            }
          }
          if (at != 0) store<f32>(at, load<f32>(at) + load<f32>(g + o));
        }
      }
    }
  }
}
