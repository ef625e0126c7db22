import { aucAmongRight, precisionAt, type Trust } from '../../../core/index.ts';
import type { Weakness } from '../../../sentences/index.ts';
import type { AuditReport } from '../../report/types.ts';

/** Looking on pays while one in so many of the next labels is wrong. */
const STOP_PRECISION = 0.2;
/**
 * A model that ranks planted errors before right labels less often than this (a shuffle: 0.5) lists more right labels than
 * wrong ones: 1,600 photographs by small-cnn 0.87, of its list 29% wrong; by features 0.98, 64%; Roman numerals 0.99.
 */
const WEAK_AUC = 0.9;
/** A model that is not right so many times as often as the most common class alone has not learnt the classes. */
const WEAK_GAIN = 1.5;
/** Fewer pictures are too few for a network: it finds all or none of them right by chance. */
const FEW_PICTURES = 40;
/** Of fewer rows chance alone makes any accuracy. */
const ENOUGH_GIVEN = 30;
/**
 * Who disagrees with nearly every second label can't tell how many are wrong, however many classes there are: of 2,000 pictures of
 * 100 classes a network right for 38% (29 times chance) listed 820, of which 18% were wrong; of 600 photographs of ten
 * classes one right for 41% listed 254, of which 16% were; of 1,600
 * one right for 55% listed 452, of which 29% were. (Of 2,067 numerals one right for 84% lists 83, of which 59% are.)
 */
const MOSTLY_RIGHT = 0.6;
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
  if (labels.length <= FEW_PICTURES) return 'too-few-pictures';
  if (isLikeChance(accuracy, labels)) return 'no-better-than-chance';
  return accuracy < MOSTLY_RIGHT ? 'disagrees-with-most' : undefined;
}

/**
 * Whether the user's own model knows no more of the labels than who always names the most common class.
 *
 * @param predicted the most probable class of each row
 */
export function weakAsGiven(labels: Int32Array, predicted: ArrayLike<number>): Weakness | undefined {
  const n = labels.length;
  const right = labels.reduce((sum, label, row) => (predicted[row] === label ? sum + 1 : sum), 0);
  const largest = largestShare(labels);
  const error = Math.sqrt((largest * (1 - largest)) / n);
  return n >= ENOUGH_GIVEN && largest < 1 && right / n <= largest + 2 * error ? 'no-better-than-chance' : undefined;
}

function isLikeChance(accuracy: number, labels: Int32Array): boolean {
  const largest = largestShare(labels);
  return accuracy < Math.min(WEAK_GAIN * largest, (1 + largest) / 2);
}

function largestShare(labels: Int32Array): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Math.max(0, ...counts.values()) / labels.length;
}

/** Why the model is too weak to judge labels; undefined where it is not. */
function weaknessOf(
  { auc, planted, noise }: Trust,
  accuracy: number | undefined,
  labels: Int32Array,
): Weakness | undefined {
  if (accuracy !== undefined && isLikeChance(accuracy, labels)) return 'no-better-than-chance';
  if (planted < FEW_PLANTED) return 'too-few-pictures';
  return aucAmongRight({ auc, noise: noise.estimate }) < WEAK_AUC ? 'misses-planted-errors' : undefined;
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
