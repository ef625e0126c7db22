import type { Labels } from '../types.ts';

/** As Datalab has it: a property that scores below gives classes away. */
export const SHORTCUT_THRESHOLD = 0.3;
const FOLDS = 5;
/** Share of a property's variance that is added to that of each class, so that none is 0. */
const SMOOTHING = 1e-9;
/** Where all of some folds is the same. */
const LEAST_VARIANCE = 1e-300;

/** How well one number of each row tells its label. */
export interface ShortcutScore {
  /** In [0, 1], low is suspect: labels that it tells wrongly, by those that the most frequent class alone would get wrong. */
  readonly score: number;
  /** Mean share of labels that it tells, out of fold. */
  readonly accuracy: number;
  /** Rows that have the number. */
  readonly rows: number;
}

/**
 * Asks how much of the labels can be told from one number of each row, by Gaussian naive Bayes in five folds: a class that
 * is darker than the others is learnt by its darkness. Rows without the number (NaN) are left out; a number that is the same
 * everywhere tells nothing, and scores 1.
 *
 * @param values one for each label
 * @param classes number of classes
 */
export function shortcutScore(values: ArrayLike<number>, labels: Labels, classes: number): ShortcutScore {
  const rows = Array.from(labels.keys()).filter((row) => !Number.isNaN(values[row]));
  const counts = new Int32Array(classes);
  for (const row of rows) counts[labels[row]]++;
  const baseline = rows.length === 0 ? 1 : Math.max(...counts) / rows.length;
  const varies = rows.some((row) => values[row] !== values[rows[0]]);
  if (!varies || rows.length < FOLDS || baseline === 1) return { score: 1, accuracy: baseline, rows: rows.length };
  const foldOf = stratifiedFolds(rows, labels, classes);
  let sum = 0;
  for (let fold = 0; fold < FOLDS; fold++) sum += accuracyOf({ values, labels, classes, rows, foldOf }, fold);
  const accuracy = sum / FOLDS;
  return { score: Math.min(1, (1 - accuracy) / (1 - baseline)), accuracy, rows: rows.length };
}

/** Folds in order of the rows, each class spread over all of them; those of scikit-learn's StratifiedKFold. */
function stratifiedFolds(rows: readonly number[], labels: Labels, classes: number): Int32Array {
  const order = new Map<number, number>();
  for (const row of rows) if (!order.has(labels[row])) order.set(labels[row], order.size);
  const sizes = new Int32Array(order.size);
  for (const row of rows) sizes[order.get(labels[row]) ?? 0]++;
  // Of rows sorted by class every fifth goes to one fold: so many of each class.
  const wanted = Array.from({ length: classes }, () => new Int32Array(FOLDS));
  let at = 0;
  sizes.forEach((size, label) => {
    for (let i = 0; i < size; i++, at++) wanted[label][at % FOLDS]++;
  });
  const foldOf = new Int32Array(rows.length);
  const current = new Int32Array(order.size);
  rows.forEach((row, i) => {
    const label = order.get(labels[row]) ?? 0;
    while (wanted[label][current[label]] === 0) current[label]++;
    wanted[label][current[label]]--;
    foldOf[i] = current[label];
  });
  return foldOf;
}

interface Judged {
  readonly values: ArrayLike<number>;
  readonly labels: Labels;
  readonly classes: number;
  readonly rows: readonly number[];
  readonly foldOf: Int32Array;
}

function accuracyOf({ values, labels, classes, rows, foldOf }: Judged, fold: number): number {
  const counts = new Int32Array(classes);
  const means = new Float64Array(classes);
  const variances = new Float64Array(classes);
  let mean = 0;
  let trained = 0;
  rows.forEach((row, i) => {
    if (foldOf[i] === fold) return;
    counts[labels[row]]++;
    means[labels[row]] += values[row];
    mean += values[row];
    trained++;
  });
  mean /= trained;
  for (let label = 0; label < classes; label++) means[label] /= counts[label];
  let variance = 0;
  rows.forEach((row, i) => {
    if (foldOf[i] === fold) return;
    variances[labels[row]] += (values[row] - means[labels[row]]) ** 2;
    variance += (values[row] - mean) ** 2;
  });
  const least = (SMOOTHING * variance) / trained;
  for (let label = 0; label < classes; label++) {
    variances[label] = Math.max(LEAST_VARIANCE, variances[label] / counts[label] + least);
  }
  let right = 0;
  let asked = 0;
  rows.forEach((row, i) => {
    if (foldOf[i] !== fold) return;
    let best = -1;
    let most = -Infinity;
    for (let label = 0; label < classes; label++) {
      if (counts[label] === 0) continue;
      const likelihood =
        Math.log(counts[label] / trained) -
        0.5 * Math.log(2 * Math.PI * variances[label]) -
        (0.5 * (values[row] - means[label]) ** 2) / variances[label];
      if (best < 0 || likelihood > most) [best, most] = [label, likelihood];
    }
    if (best === labels[row]) right++;
    asked++;
  });
  return asked === 0 ? 0 : right / asked;
}
