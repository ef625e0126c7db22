import type { Probabilities } from '../types.ts';

/** Temperatures lie within a factor of so much of 1. */
const WIDEST = 5;
/** Steps of the search; each narrows it to 0.62 of what it was. */
const STEPS = 24;
/** So many rows tell temperatures apart. */
const ENOUGH = 20_000;
const TINY = 1e-30;

/**
 * The temperature at which probabilities fit labels best: p^(1/T), normalised, with the lowest log-loss (Guo et al. 2017).
 * Above 1 where a model is too sure of itself. Of more than 20,000 rows, so many at equal steps are looked at.
 */
export function fitTemperature(labels: Int32Array, { data, n, k }: Probabilities): number {
  const step = Math.max(1, Math.floor(n / ENOUGH));
  // Convex in 1/T.
  const loss = (inverse: number): number => {
    let sum = 0;
    for (let i = 0; i < n; i += step) {
      let total = 0;
      const own = Math.log(Math.max(TINY, data[i * k + labels[i]]));
      for (let c = 0; c < k; c++) total += Math.exp(inverse * (Math.log(Math.max(TINY, data[i * k + c])) - own));
      sum += Math.log(total);
    }
    return sum;
  };
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [1 / WIDEST, WIDEST];
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)];
  let [lossA, lossB] = [loss(a), loss(b)];
  for (let i = 0; i < STEPS; i++) {
    if (lossA < lossB) {
      [high, b, lossB] = [b, a, lossA];
      a = high - golden * (high - low);
      lossA = loss(a);
    } else {
      [low, a, lossA] = [a, b, lossB];
      b = low + golden * (high - low);
      lossB = loss(b);
    }
  }
  return 2 / (low + high);
}

/** Probabilities at another temperature: p^(1/T), normalised. */
export function atTemperature({ data, n, k }: Probabilities, temperature: number): Probabilities {
  const changed = new Float32Array(n * k);
  for (let i = 0, row = 0; i < n; i++, row += k) {
    let sum = 0;
    for (let c = 0; c < k; c++) {
      const value = Math.max(TINY, data[row + c]) ** (1 / temperature);
      changed[row + c] = value;
      sum += value;
    }
    for (let c = 0; c < k; c++) changed[row + c] /= sum;
  }
  return { data: changed, n, k };
}
