import type { LabelSets, PredProbs } from '../../../core/index.ts';
import type { ToldWarning } from '../../wording/warnings.ts';

/** Below this a probability's logarithm is not taken. */
const LEAST = 1e-15;

/** Mean log-loss of a picture: that of its classes, given or not, added up. */
export function logLossOf({ data, n, k }: LabelSets, predProbs: Pick<PredProbs, 'data'>): number {
  let sum = 0;
  for (let at = 0; at < n * k; at++) {
    const p = predProbs.data[at];
    sum -= Math.log(Math.max(LEAST, data[at] === 1 ? p : 1 - p));
  }
  return sum / n;
}

/** Below so much of the loss that one has who knows each class's share alone, a model has learned something. */
const LEARNED = 0.95;

/** Whether the model hardly knows more than how frequent classes are. @param logLoss of a picture, its classes' added up */
export function weakWarnings({ data, n, k }: LabelSets, logLoss: number): ToldWarning[] {
  let known = 0;
  for (let c = 0; c < k; c++) {
    let given = 0;
    for (let i = 0; i < n; i++) given += data[i * k + c];
    const p = given / n;
    if (p > 0 && p < 1) known -= p * Math.log(p) + (1 - p) * Math.log(1 - p);
  }
  if (logLoss < LEARNED * known) return [];
  const text = `The model hardly knows more of the classes than how frequent they are (log-loss ${logLoss.toFixed(2)} a picture; ${known.toFixed(2)} without looking): what it lists may be as wrong as the labels. Give it more pictures, or your own --features or --pred-probs.`;
  return [{ text, kind: 'sets-hardly-learnt', numbers: [logLoss, known] }];
}
