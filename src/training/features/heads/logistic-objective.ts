import type { Pace } from '../algebra/pace.ts';
import { createProductMemory, fours, rowStride } from '../algebra/product-kernels.ts';
import type { PreparedFeatures } from '../types.ts';

/** Rows that are worked on at once: they stay in the processor's second cache. */
const BLOCK = 128;
/** Sums in float32 go over so many rows at most, before they are added up in float64. */
const SUMMED = 64 * BLOCK;
/** Least probability that a loss is taken of. */
const TINY = 1e-30;

/**
 * Passes over features for logistic regression. Weights are (columns + 1) × `width` float64, row-major: a
 * row for each column of the features, then the intercepts; a column for each class, then zeros up to `width`.
 */
export interface LogisticObjective {
  /** Numbers per row of weights and gradients: the number of classes, rounded up to a multiple of four. */
  readonly width: number;
  /**
   * Sum of the log-losses of some rows; their gradient is put into `gradient`. Labels are class indices, or with sigmoids n × k
   * bytes: 1 of the class, 0 not.
   */
  readonly evaluate: (
    weights: Float64Array,
    rows: Int32Array,
    labels: Int32Array | Uint8Array,
    gradient: Float64Array,
    pace: Pace,
  ) => Promise<number>;
  /** Puts the probabilities of some rows into `out` [rows × k], in their order. */
  readonly predict: (weights: Float64Array, rows: Int32Array, out: Float32Array, pace: Pace) => Promise<void>;
}

/**
 * @param k number of classes
 * @param link `softmax`: a row is of one class; `sigmoid`: of any number, and each class is a regression of its own
 */
export function createLogisticObjective(
  { data, k: columns }: PreparedFeatures,
  k: number,
  link: 'softmax' | 'sigmoid' = 'softmax',
): LogisticObjective {
  const width = fours(k);
  const stride = rowStride(columns + 1);
  const memory = createProductMemory({
    x: BLOCK * stride * 4,
    weights: (columns + 1) * width * 4,
    logits: BLOCK * width * 4,
    gradient: (columns + 1) * width * 4,
    scratch: Math.max(columns + 1, BLOCK) * 32,
  });
  const x = memory.floats('x');
  const logits = memory.floats('logits');
  const { at } = memory;
  // What the intercepts are multiplied by.
  for (let b = 0; b < BLOCK; b++) x[b * stride + columns] = 1;

  /** Logits of a block of rows. */
  const forward = (rows: Int32Array, from: number, count: number): void => {
    for (let b = 0; b < count; b++) {
      const source = rows[from + b] * columns;
      const target = b * stride;
      for (let j = 0; j < columns; j++) x[target + j] = data[source + j];
    }
    logits.fill(0, 0, count * width);
    const row = width * 4;
    memory.multiplyAdd(
      ...([at.x, stride * 4, 4, at.weights, row, at.logits, row, count, width, columns + 1, 0, at.scratch] as const),
    );
  };

  /** Turns a row of logits into probabilities; its place on the way. */
  const softmax = (place: number): void => {
    let highest = logits[place];
    for (let c = 1; c < k; c++) if (logits[place + c] > highest) highest = logits[place + c];
    let sum = 0;
    for (let c = 0; c < k; c++) {
      const value = Math.exp(logits[place + c] - highest);
      logits[place + c] = value;
      sum += value;
    }
    const scale = 1 / sum;
    for (let c = 0; c < k; c++) logits[place + c] *= scale;
  };

  /** Turns a row of logits into what they are off by, by its label; returns its log-loss. */
  const offByOne = (place: number, label: number): number => {
    softmax(place);
    const own = place + label;
    const loss = -Math.log(Math.max(TINY, logits[own]));
    logits[own] -= 1;
    return loss;
  };

  /** The same by the classes of a row, the first of which stands at `entry`. */
  const offByAny = (place: number, sets: Uint8Array | Int32Array, entry: number): number => {
    let loss = 0;
    for (let c = 0; c < k; c++) {
      const given = sets[entry + c];
      const logit = logits[place + c];
      // Never the exponential of a large number.
      const small = Math.exp(-Math.abs(logit));
      loss += Math.log1p(small) + Math.max(0, given === 1 ? -logit : logit);
      logits[place + c] = (logit >= 0 ? 1 : small) / (1 + small) - given;
    }
    return loss;
  };

  const sigmoids = (place: number): void => {
    for (let c = 0; c < k; c++) logits[place + c] = 1 / (1 + Math.exp(-logits[place + c]));
  };
  const probabilities = link === 'softmax' ? softmax : sigmoids;

  return {
    width,
    async evaluate(weights, rows, labels, gradient, pace) {
      memory.floats('weights').set(weights);
      const partial = memory.floats('gradient');
      const row = width * 4;
      gradient.fill(0);
      partial.fill(0);
      let loss = 0;
      let summed = 0;
      const flush = (): void => {
        for (let i = 0; i < partial.length; i++) gradient[i] += partial[i];
        partial.fill(0);
        summed = 0;
      };
      for (let from = 0; from < rows.length; from += BLOCK) {
        const count = Math.min(BLOCK, rows.length - from);
        forward(rows, from, count);
        for (let b = 0; b < count; b++) {
          const row = rows[from + b];
          loss += link === 'softmax' ? offByOne(b * width, labels[row]) : offByAny(b * width, labels, row * k);
        }
        memory.multiplyAdd(
          ...([
            at.x,
            4,
            stride * 4,
            at.logits,
            row,
            at.gradient,
            row,
            columns + 1,
            width,
            count,
            0,
            at.scratch,
          ] as const),
        );
        summed += count;
        if (summed >= SUMMED) flush();
        if (pace.due()) await pace.rest();
      }
      flush();
      return loss;
    },
    async predict(weights, rows, out, pace) {
      memory.floats('weights').set(weights);
      for (let from = 0; from < rows.length; from += BLOCK) {
        const count = Math.min(BLOCK, rows.length - from);
        forward(rows, from, count);
        for (let b = 0; b < count; b++) {
          probabilities(b * width);
          const target = (from + b) * k;
          for (let c = 0; c < k; c++) out[target + c] = logits[b * width + c];
        }
        if (pace.due()) await pace.rest();
      }
    },
  };
}
