import { precisionAt, type Trust } from '../../../core/index.ts';
import type { Weakness } from '../../report/trust-schema.ts';
import type { AuditReport } from '../../report/types.ts';

/** Looking on pays while one in so many of the next labels is wrong. */
const STOP_PRECISION = 0.2;
/** Planted errors below this are found hardly better than by a shuffle (0.5). */
const WEAK_AUC = 0.75;
/** A model that is not right so many times as often as the most common class alone has not learnt the classes. */
const WEAK_GAIN = 1.5;
/**
 * Who disagrees with more labels than not can't tell how many are wrong, however many classes there are: of 2,000 pictures of
 * 100 classes a network right for 38% (29 times chance) listed 820, of which 18% were wrong; of 600 photographs of ten
 * classes one right for 41% listed 254, of which 16% were.
 */
const MOSTLY_RIGHT = 0.5;
/** With fewer planted errors in all draws, the shares are guesses. */
const FEW_PLANTED = 40;

/**
 * How far to trust a ranking, as a report keeps it.
 *
 * @param accuracy of the model on pictures that it has not seen, against the given labels
 */
export function describeTrust(trust: Trust, accuracy: number | undefined, labels: Int32Array): AuditReport['trust'] {
  const { noise, planted, auc, unlike, ranks, wrong, wrongLow, wrongHigh, recall } = trust;
  const weak = weaknessOf(trust, accuracy, labels);
  return {
    noise,
    planted,
    auc,
    ...(unlike === 0 ? {} : { unlike: Math.round(unlike * 100) / 100 }),
    ...(weak === undefined ? {} : { weak }),
    stopAt: stopOf(trust),
    ranks: Array.from(ranks),
    wrong: Array.from(wrong, tenths),
    wrongLow: Array.from(wrongLow, tenths),
    wrongHigh: Array.from(wrongHigh, tenths),
    recall: Array.from(recall, (value) => Math.round(value * 10_000) / 10_000),
  };
}

const tenths = (value: number): number => Math.round(value * 10) / 10;

/**
 * Why a model is too weak to judge labels of which only its accuracy is known, since no errors were planted; undefined where
 * it is not.
 *
 * @param accuracy of the model on pictures that it has not seen, against the given labels
 */
export function weakByAccuracy(accuracy: number, labels: Int32Array): Weakness | undefined {
  if (isLikeChance(accuracy, labels)) return 'no-better-than-chance';
  return accuracy < MOSTLY_RIGHT ? 'disagrees-with-most' : undefined;
}

function isLikeChance(accuracy: number, labels: Int32Array): boolean {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  let most = 0;
  for (const count of counts.values()) most = Math.max(most, count);
  const largest = most / labels.length;
  return accuracy < Math.min(WEAK_GAIN * largest, (1 + largest) / 2);
}

/** Why the model is too weak to judge labels; undefined where it is not. */
function weaknessOf({ auc, planted }: Trust, accuracy: number | undefined, labels: Int32Array): Weakness | undefined {
  if (accuracy !== undefined && isLikeChance(accuracy, labels)) return 'no-better-than-chance';
  if (auc < WEAK_AUC) return 'misses-planted-errors';
  return planted < FEW_PLANTED ? 'too-few-pictures' : undefined;
}

/** After how many of the worst labels fewer than one in five of the next ones are wrong. */
function stopOf(trust: Trust): number {
  let stop = 0;
  for (let knot = 0; knot + 1 < trust.ranks.length; knot++) {
    if (precisionAt(trust, trust.ranks[knot]) < STOP_PRECISION) break;
    stop = trust.ranks[knot + 1];
  }
  return stop;
}
