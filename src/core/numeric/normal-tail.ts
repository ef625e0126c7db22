/** Chance that a number drawn from the standard normal distribution is above z; to some 1e-15. */
export function normalTail(z: number): number {
  const tail = upperTail(Math.abs(z));
  return z >= 0 ? tail : 1 - tail;
}

/** From here on the continued fraction is the shorter way. */
const FAR = 3;

function upperTail(z: number): number {
  const density = Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < FAR) {
    // Φ(z) − ½ as a series: Abramowitz and Stegun 26.2.11.
    let term = z;
    let sum = z;
    for (let i = 3; Math.abs(term) > 1e-18 * sum && i < 400; i += 2) {
      term *= (z * z) / i;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  // Abramowitz and Stegun 26.2.14, from the far end.
  let fraction = 0;
  for (let i = 200; i > 0; i--) fraction = i / (z + fraction);
  return density / (z + fraction);
}
