import type { TrainingData } from '../types.ts';

/** What a batch's judgement was worth. */
export interface StepResult {
  /** Mean loss of a picture, worked out in float64; NaN where the network gave no numbers. */
  readonly loss: number;
  /** How many were judged to be of their given class; of several labels each counts by its share of right entries. */
  readonly correct: number;
}

/** What the labels are that a network learns, and how what it gives (logits) is read as probabilities. */
export interface Objective {
  /** Number of classes. */
  readonly k: number;
  /**
   * Loss and right answers of a batch's logits; writes their probabilities.
   * @param values batch × K, as is `probabilities`
   */
  judge(values: Float32Array, batch: Int32Array, probabilities: Float32Array): StepResult;
  /** Adds an amount to the entries of a batch (batch × K) whose class the picture bears. */
  addGiven(batch: Int32Array, amount: number, out: Float32Array): void;
  /** Writes the probabilities of one row of logits. */
  readRow(values: Float32Array, at: number, out: Float32Array, to: number): void;
  /** What makes probabilities of logits. */
  readonly link: 'softmax' | 'sigmoid';
  /** Loss and right answers of pictures whose probabilities (pictures × K) are known. */
  weigh(probabilities: Float32Array, pictures: Int32Array): StepResult;
}

/** Below this a probability's logarithm is not taken. */
const LEAST = 1e-30;

/** The objective that labels ask for: several of them a picture where there are `sets`. */
export function objectiveOf({ labels, sets, k }: Pick<TrainingData, 'labels' | 'sets' | 'k'>): Objective {
  return sets === undefined ? oneLabel(labels, k) : labelSets(sets, k);
}

/**
 * One class a picture: softmax and its cross-entropy.
 * @param labels class index of each picture
 */
export function oneLabel(labels: Int32Array, k: number): Objective {
  return {
    ...{ k, link: 'softmax' },
    judge: (values, batch, probabilities) => {
      let loss = 0;
      let correct = 0;
      for (let i = 0; i < batch.length; i++) {
        const best = softmaxRow(values, i * k, k, probabilities, i * k);
        const label = labels[batch[i]];
        loss -= Math.log(Math.max(probabilities[i * k + label], LEAST));
        if (best === label) correct++;
      }
      return { loss: Number.isNaN(values[0]) ? Number.NaN : loss / batch.length, correct };
    },
    addGiven: (batch, amount, out) => {
      for (let i = 0; i < batch.length; i++) out[i * k + labels[batch[i]]] += amount;
    },
    readRow: (values, at, out, to) => {
      softmaxRow(values, at, k, out, to);
    },
    weigh: (probabilities, pictures) => {
      let loss = 0;
      let correct = 0;
      for (let i = 0; i < pictures.length; i++) {
        const own = i * k + labels[pictures[i]];
        loss -= Math.log(Math.max(probabilities[own], LEAST));
        // On ties the first class counts.
        let best = i * k;
        for (let at = best + 1; at < (i + 1) * k; at++) if (probabilities[at] > probabilities[best]) best = at;
        if (best === own) correct++;
      }
      return { loss: loss / pictures.length, correct };
    },
  };
}

/**
 * Several classes a picture: each by itself, by a sigmoid and its binary cross-entropy, which add up to the picture's loss.
 * @param sets N×K, 1 where the picture bears the class, else 0
 */
export function labelSets(sets: Uint8Array, k: number): Objective {
  const weigh = (probabilities: Float32Array, pictures: Int32Array): StepResult => {
    let loss = 0;
    let right = 0;
    for (let i = 0; i < pictures.length; i++) {
      for (let c = 0; c < k; c++) {
        const isGiven = sets[pictures[i] * k + c] === 1;
        const p = probabilities[i * k + c];
        loss -= Math.log(Math.max(isGiven ? p : 1 - p, LEAST));
        if (p >= 0.5 === isGiven) right++;
      }
    }
    return { loss: loss / pictures.length, correct: right / k };
  };
  const readRow: Objective['readRow'] = (values, at, out, to) => {
    for (let c = 0; c < k; c++) out[to + c] = 1 / (1 + Math.exp(-values[at + c]));
  };
  return {
    ...{ k, link: 'sigmoid' },
    judge: (values, batch, probabilities) => {
      let loss = 0;
      let right = 0;
      for (let i = 0; i < batch.length; i++) {
        readRow(values, i * k, probabilities, i * k);
        for (let c = 0; c < k; c++) {
          const z = values[i * k + c];
          const isGiven = sets[batch[i] * k + c] === 1;
          // Of the logit itself, since a probability may round to 0 or 1: log(1 + e^(−z)), or log(1 + e^z) where it is not given.
          const against = isGiven ? -z : z;
          loss += Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(z)));
          if (z >= 0 === isGiven) right++;
        }
      }
      return { loss: loss / batch.length, correct: right / k };
    },
    addGiven: (batch, amount, out) => {
      for (let i = 0; i < batch.length; i++) {
        for (let c = 0; c < k; c++) if (sets[batch[i] * k + c] === 1) out[i * k + c] += amount;
      }
    },
    readRow,
    weigh,
  };
}

/** Softmax of one row into `out`; returns the index of the largest entry (the first on ties). */
export function softmaxRow(values: Float32Array, at: number, k: number, out: Float32Array, to: number): number {
  let best = 0;
  for (let j = 1; j < k; j++) if (values[at + j] > values[at + best]) best = j;
  const top = values[at + best];
  let sum = 0;
  for (let j = 0; j < k; j++) sum += Math.exp(values[at + j] - top);
  for (let j = 0; j < k; j++) out[to + j] = Math.exp(values[at + j] - top) / sum;
  return best;
}
