import { CoreInputError } from '../errors.ts';
import type { LabelSets } from './label-sets.ts';

/**
 * Parts examples with several labels into folds of about equal size, each with its share of every class: the class of which
 * fewest examples are left goes first, and each of them to the fold that wants that class most; on ties to the one that
 * wants most examples, then by lot. Examples without any class fill up the folds.
 *
 * Source: Sechidis, Tsoumakas and Vlahavas 2011 (iterative stratification).
 *
 * @param folds at least 2, at most n
 * @param random gives numbers in [0, 1); the same ones give the same folds
 * @returns n fold numbers in [0, folds)
 * @throws {CoreInputError} `bad-option` for the number of folds
 */
export function stratifySets(sets: LabelSets, folds: number, random: () => number): Int32Array {
  const { data, n, k } = sets;
  if (!(Number.isInteger(folds) && folds >= 2 && folds <= n)) {
    throw new CoreInputError('bad-option', `folds is ${folds}; give a whole number from 2 to ${n}.`, { value: folds });
  }
  const left = new Int32Array(k);
  const rowsOf: number[][] = Array.from({ length: k }, () => []);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < k; c++) {
      if (data[i * k + c] === 0) continue;
      left[c]++;
      rowsOf[c].push(i);
    }
  }
  const wanted = new Float64Array(folds).fill(n / folds);
  const wantedOf = new Float64Array(folds * k);
  for (let f = 0; f < folds; f++) for (let c = 0; c < k; c++) wantedOf[f * k + c] = left[c] / folds;
  const foldOf = new Int32Array(n).fill(-1);
  for (let c = rarest(left); c >= 0; c = rarest(left)) {
    for (const row of rowsOf[c]) {
      if (foldOf[row] < 0) place(row, (fold) => wantedOf[fold * k + c]);
    }
  }
  for (let i = 0; i < n; i++) if (foldOf[i] < 0) place(i, () => 0);
  return foldOf;

  function place(row: number, wish: (fold: number) => number): void {
    let best: number[] = [];
    let most: readonly [number, number] = [-Infinity, -Infinity];
    for (let fold = 0; fold < folds; fold++) {
      const own = [wish(fold), wanted[fold]] as const;
      if (own[0] < most[0] || (own[0] === most[0] && own[1] < most[1])) continue;
      if (own[0] > most[0] || own[1] > most[1]) best = [];
      best.push(fold);
      most = own;
    }
    const fold = best[best.length === 1 ? 0 : Math.floor(random() * best.length)];
    foldOf[row] = fold;
    wanted[fold]--;
    for (let c = 0; c < k; c++) {
      if (data[row * k + c] === 0) continue;
      left[c]--;
      wantedOf[fold * k + c]--;
    }
  }
}

/** The class of which fewest examples are left, of those that have any; −1 when none has. */
function rarest(left: Int32Array): number {
  let found = -1;
  for (let c = 0; c < left.length; c++) if (left[c] > 0 && (found < 0 || left[c] < left[found])) found = c;
  return found;
}
