// AssemblyScript; see index.ts.

/**
 * One Adam step (Kingma and Ba 2015, algorithm 1, with the bias corrections folded into `rate` and `epsilon` as in its
 * section 2): m and v are updated in place, the new weights go to `out`.
 */
export function adamStep(
  w: usize, g: usize, m: usize, v: usize, n: i32, rate: f32, beta1: f32, beta2: f32, epsilon: f32, out: usize,
): void {
  const b1 = f32x4.splat(beta1);
  const b2 = f32x4.splat(beta2);
  const c1 = f32x4.splat(1 - beta1);
  const c2 = f32x4.splat(1 - beta2);
  const lr = f32x4.splat(rate);
  const eps = f32x4.splat(epsilon);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const o = (<usize>i) << 2;
    const grad = v128.load(g + o);
    const first = f32x4.add(f32x4.mul(b1, v128.load(m + o)), f32x4.mul(c1, grad));
    const second = f32x4.add(f32x4.mul(b2, v128.load(v + o)), f32x4.mul(c2, f32x4.mul(grad, grad)));
    v128.store(m + o, first);
    v128.store(v + o, second);
    const step = f32x4.div(f32x4.mul(lr, first), f32x4.add(f32x4.sqrt(second), eps));
    v128.store(out + o, f32x4.sub(v128.load(w + o), step));
  }
  for (; i < n; i++) {
    const o = (<usize>i) << 2;
    const grad = load<f32>(g + o);
    const first = beta1 * load<f32>(m + o) + (1 - beta1) * grad;
    const second = beta2 * load<f32>(v + o) + (1 - beta2) * grad * grad;
    store<f32>(m + o, first);
    store<f32>(v + o, second);
    store<f32>(out + o, load<f32>(w + o) - (rate * first) / (sqrt<f32>(second) + epsilon));
  }
}
