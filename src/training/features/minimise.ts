/** A smooth convex function of many numbers. */
export interface Smooth {
  /** The function's value at `point`; its gradient there is put into `gradient`. */
  readonly evaluate: (point: Float64Array, gradient: Float64Array) => Promise<number>;
  /** A guess of the Hessian's diagonal, above 0. */
  readonly curvature: Float64Array;
}

export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  /** How often the function was evaluated. */
  readonly evaluations: number;
}

/** Pairs of steps and gradients that are remembered. */
const MEMORY = 10;
const MAX_EVALUATIONS = 200;
/** Share of the decrease that the slope promises which a step must bring (Armijo). */
const SUFFICIENT = 1e-4;

/**
 * Minimises by L-BFGS (Nocedal and Wright 2006, algorithm 7.4) with a guess of the curvature as its first metric, and
 * halved steps. It stops where the quadratic model of that metric promises less than `tolerance`.
 */
export async function minimise(
  { evaluate, curvature }: Smooth,
  start: Float64Array,
  tolerance: number,
): Promise<Minimum> {
  const size = start.length;
  let point = start.slice();
  let gradient = new Float64Array(size);
  let value = await evaluate(point, gradient);
  let evaluations = 1;
  const steps: Float64Array[] = [];
  const changes: Float64Array[] = [];
  const products: number[] = [];
  const direction = new Float64Array(size);
  let candidate = new Float64Array(size);
  let candidateGradient = new Float64Array(size);
  while (evaluations < MAX_EVALUATIONS) {
    setDirection(direction, gradient, curvature, steps, changes, products);
    const slope = dot(direction, gradient);
    if (!(-slope / 2 > tolerance)) break;
    let length = 1;
    let next = value;
    for (; evaluations < MAX_EVALUATIONS; length /= 2) {
      for (let i = 0; i < size; i++) candidate[i] = point[i] + length * direction[i];
      next = await evaluate(candidate, candidateGradient);
      evaluations++;
      // Float32 sums have some noise: a step that it hides is the last one.
      if (next <= value + SUFFICIENT * length * slope || length < 1e-3) break;
    }
    if (!(next < value)) break;
    remember(steps, changes, products, point, candidate, gradient, candidateGradient);
    [point, candidate] = [candidate, point];
    [gradient, candidateGradient] = [candidateGradient, gradient];
    value = next;
  }
  return { point, value, evaluations };
}

/** direction = −H⁻¹ · gradient, by what is remembered of H (two-loop recursion). */
function setDirection(
  direction: Float64Array,
  gradient: Float64Array,
  curvature: Float64Array,
  steps: readonly Float64Array[],
  changes: readonly Float64Array[],
  products: readonly number[],
): void {
  const size = gradient.length;
  for (let i = 0; i < size; i++) direction[i] = -gradient[i];
  const alphas = new Float64Array(steps.length);
  for (let t = steps.length - 1; t >= 0; t--) {
    alphas[t] = dot(steps[t], direction) / products[t];
    addScaled(direction, changes[t], -alphas[t]);
  }
  let scale = 1;
  if (steps.length > 0) {
    const last = changes[changes.length - 1];
    let norm = 0;
    for (let i = 0; i < size; i++) norm += (last[i] * last[i]) / curvature[i];
    scale = products[products.length - 1] / norm;
  }
  for (let i = 0; i < size; i++) direction[i] *= scale / curvature[i];
  for (let t = 0; t < steps.length; t++) {
    const beta = dot(changes[t], direction) / products[t];
    addScaled(direction, steps[t], alphas[t] - beta);
  }
}

function remember(
  steps: Float64Array[],
  changes: Float64Array[],
  products: number[],
  from: Float64Array,
  to: Float64Array,
  gradientFrom: Float64Array,
  gradientTo: Float64Array,
): void {
  const full = steps.length === MEMORY;
  const step = full ? steps.shift()! : new Float64Array(from.length);
  const change = full ? changes.shift()! : new Float64Array(from.length);
  if (full) products.shift();
  for (let i = 0; i < from.length; i++) {
    step[i] = to[i] - from[i];
    change[i] = gradientTo[i] - gradientFrom[i];
  }
  const product = dot(step, change);
  if (!(product > 0)) return;
  steps.push(step);
  changes.push(change);
  products.push(product);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] += factor * source[i];
}
