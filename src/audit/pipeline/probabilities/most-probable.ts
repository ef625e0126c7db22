/** The first of the most probable classes, by row. */
export function mostProbable({
  data,
  n,
  k,
}: {
  readonly data: ArrayLike<number>;
  readonly n: number;
  readonly k: number;
}): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => {
    let best = 0;
    for (let c = 1; c < k; c++) if (data[i * k + c] > data[i * k + best]) best = c;
    return best;
  });
}
