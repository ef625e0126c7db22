import { CoreInputError } from '../errors.ts';
import { sortedByScore } from '../numeric/ordering.ts';
import { noiseOf, wrongAt } from './noise-share.ts';
import { concave, curveAt, knotAfter, knots } from './rank-curves.ts';
import { NO_TILT, tiltedShare, tiltOf, UNLIKE_FROM } from './unlike-errors.ts';

/** An estimate and the interval that nine in ten repetitions of the planting fall into. */
export interface Range {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** How far a ranking by label quality is to be trusted, at some of its ranks; all arrays are as long as `ranks`. */
export interface Trust {
  /** Number of examples. */
  readonly n: number;
  /** Labels that were planted, over all draws. */
  readonly planted: number;
  /** Share of all labels that are wrong. */
  readonly noise: Range;
  /**
   * Chance that a planted error is ranked before an example that was left as it is: 1 finds all of them first, 0.5 is no
   * better than a shuffle.
   */
  readonly auc: number;
  /**
   * 0 where the labels ranked worst are on pictures as clear as those of planted errors. Else planted errors on unclear
   * pictures were given more weight: on the least clear one exp(unlike) times as much as on the clearest one.
   */
  readonly unlike: number;
  /** Ranks, ascending, from 0 to n: so many of the worst labels. */
  readonly ranks: Int32Array;
  /** Number of wrong labels among the first so many. */
  readonly wrong: Float64Array;
  readonly wrongLow: Float64Array;
  readonly wrongHigh: Float64Array;
  /** Share of all wrong labels that stand among the first so many, in [0, 1]. */
  readonly recall: Float64Array;
}

export interface TrustOptions {
  /** Uniform random numbers in [0, 1), for the intervals. */
  readonly uniform: () => number;
  /** Repetitions for the intervals. Default 200. */
  readonly repetitions?: number;
  /**
   * For each draw, the scores that the same model gave all labels that were left alone: planted errors are ranked among those.
   * Default: `labelQuality` for each. A model that was trained on planted errors as well is less sure of everything, so that
   * among scores of another model its errors would seem harder to find than they are.
   */
  readonly others?: readonly Float64Array[];
  /**
   * How clear the pictures are to the model, in [0, 1] (`pictureClearness`): those of the N labels, and for each draw those of
   * its planted errors. Given, people's errors on unclear pictures are looked for, which planted errors on any picture are
   * unlike.
   */
  readonly clearness?: { readonly own: Float64Array; readonly planted: readonly Float64Array[] };
}

const REPETITIONS = 200;
/**
 * A model that ranks planted errors before right labels less often than this can't tell a wrong label of an unclear picture
 * from a right one. (Roman numerals 0.99, photographs by features 0.98, by small-cnn 0.87.)
 */
const KNOWS = 0.95;
const [LOW, HIGH] = [0.05, 0.95];

/**
 * Estimates how many of the worst-ranked labels are wrong, from errors that were planted and how they were ranked.
 *
 * F(r), the share of planted errors that would stand among the first r, estimates recall. The examples are a mixture of
 * wrong and right ones, so the share of wrong ones is at most r / (n F(r)) at every rank; its least value near the top,
 * where nearly all are wrong, estimates it (Blanchard, Lee and Scott, "Semi-supervised novelty detection", JMLR 11, 2010,
 * section 5). Then noise · n · F(r) of the first r are wrong. F is made concave (the Grenander estimator: precision falls
 * along a ranking that is any good), and no more than one in one is wrong.
 *
 * @param labelQuality N scores of the labels as they were given, in [0, 1]; low is suspect
 * @param planted for each draw, the scores that its planted errors got
 * @throws {CoreInputError} `bad-option` where no error was planted, or there are no examples
 */
export function estimateTrust(
  labelQuality: Float64Array,
  planted: readonly Float64Array[],
  { uniform, repetitions = REPETITIONS, others, clearness }: TrustOptions,
): Trust {
  const n = labelQuality.length;
  const total = planted.reduce((sum, scores) => sum + scores.length, 0);
  if (n === 0 || total === 0) {
    throw new CoreInputError('bad-option', `Trust needs examples and planted errors; there are ${n} and ${total}.`, {
      value: total,
    });
  }
  const whole = Float64Array.from(labelQuality).sort();
  const sorted = planted.map((_, draw) => (others === undefined ? whole : Float64Array.from(others[draw]).sort()));
  const ranks = knots(n);
  // The rank that each planted error would have, draw by draw, and the knot that this comes before.
  const rank = planted.map((scores, draw) => scores.map((score) => 1 + n * shareBelow(sorted[draw], score)));
  const places = rank.map((draw) => Int32Array.from(draw, (one) => knotAfter(ranks, one)));
  const clear = clearness?.planted ?? planted.map((scores) => new Float64Array(scores.length));
  const every = { place: Int32Array.from(places.flatMap((draw) => [...draw])), clearness: joined(clear) };
  const auc = areaUnder(sorted, planted);
  const plain = noiseOf(n, ranks, tiltedShare(ranks, every.place, every.clearness, 0));
  const tilt =
    clearness === undefined || aucAmongRight({ auc, noise: plain }) < KNOWS
      ? NO_TILT
      : tiltOf({
          ...{ n, ranks, ...every, rank: joined(rank) },
          clearest: Float64Array.from(
            sortedByScore(Int32Array.from(labelQuality.keys()), labelQuality),
            (row) => clearness.own[row],
          ),
        });
  const strictlyFrom = tilt.strength > 0 ? UNLIKE_FROM : 0;
  const counted = tiltedShare(ranks, every.place, every.clearness, tilt.strength);
  const share = concave(ranks, counted);
  const noise = noiseOf(n, ranks, counted, { strictlyFrom });
  const wrong = wrongAt(n, ranks, share, noise);

  const noises = new Float64Array(repetitions);
  const repeated = Array.from({ length: repetitions }, (_, repetition) => {
    const [again, clearAgain]: [number[], number[]] = [[], []];
    // The draws differ from each other, and so do the errors within one: both are drawn again.
    for (let d = 0; d < places.length; d++) {
      const draw = Math.floor(uniform() * places.length);
      for (let i = 0; i < places[draw].length; i++) {
        const one = Math.floor(uniform() * places[draw].length);
        again.push(places[draw][one]);
        clearAgain.push(clear[draw][one]);
      }
    }
    const strength = tilt.strength === 0 ? 0 : Math.max(0, tilt.strength * (1 + tilt.error * normal(uniform)));
    const curve = tiltedShare(ranks, Int32Array.from(again), Float64Array.from(clearAgain), strength);
    noises[repetition] = noiseOf(n, ranks, curve, { chance: normal(uniform), strictlyFrom });
    return scattered(ranks, wrongAt(n, ranks, concave(ranks, curve), noises[repetition]), uniform);
  });
  const at = new Float64Array(repetitions);
  const quantiles = (level: number): Float64Array =>
    Float64Array.from(ranks, (_, knot) => {
      for (let r = 0; r < repetitions; r++) at[r] = repeated[r][knot];
      return quantile(at, level);
    });
  return {
    ...{ n, ranks, wrong, recall: share, planted: total },
    noise: { estimate: noise, low: quantile(noises, LOW), high: quantile(noises, HIGH) },
    auc,
    unlike: tilt.strength,
    wrongLow: quantiles(LOW).map((value, i) => Math.min(value, wrong[i])),
    wrongHigh: quantiles(HIGH).map((value, i) => Math.max(value, wrong[i])),
  };
}

/**
 * Chance that a planted error is ranked before a right label. Those that were left alone are a mixture of right ones and,
 * at the given share, of wrong ones, before which a planted error stands every other time.
 */
export function aucAmongRight({ auc, noise }: { readonly auc: number; readonly noise: number }): number {
  return noise < 1 ? (auc - noise / 2) / (1 - noise) : 0.5;
}

/** Expected number of wrong labels among the first `count` of the ranking, with its interval. */
export function wrongAmong(trust: Trust, count: number): Range {
  const of = (values: Float64Array): number => curveAt(trust.ranks, values, count);
  return { estimate: of(trust.wrong), low: of(trust.wrongLow), high: of(trust.wrongHigh) };
}

/** Expected share of all wrong labels that stand among the first `count`. */
export function recallAmong(trust: Trust, count: number): number {
  return curveAt(trust.ranks, trust.recall, count);
}

/** Expected share of the labels just behind the first `count` that are wrong. */
export function precisionAt({ ranks, wrong }: Trust, count: number): number {
  const after = Math.max(1, knotAfter(ranks, Math.min(count + 1, ranks[ranks.length - 1])));
  return (wrong[after] - wrong[after - 1]) / (ranks[after] - ranks[after - 1]);
}

/**
 * How many of the worst labels to take so that, as estimated, at least so many of them are wrong; 0 where even the worst
 * are not that sure.
 * @param precision in (0, 1]
 */
export function countForPrecision({ ranks, wrong, n }: Trust, precision: number): number {
  let best = 0;
  for (let knot = 1; knot < ranks.length; knot++) {
    if (wrong[knot] >= precision * ranks[knot]) {
      best = ranks[knot];
      continue;
    }
    // Between two knots the number is a straight line, which meets precision · count once.
    const slope = (wrong[knot] - wrong[knot - 1]) / (ranks[knot] - ranks[knot - 1]);
    const room = wrong[knot - 1] - precision * ranks[knot - 1];
    if (best === ranks[knot - 1] && room >= 0) best += Math.floor(room / (precision - slope));
    break;
  }
  return Math.min(best, n);
}

/** Which share of the sorted scores is below a score; of equal ones half of them. */
function shareBelow(sorted: Float64Array, score: number): number {
  return sorted.length === 0 ? 0 : (bound(sorted, score, false) + bound(sorted, score, true)) / (2 * sorted.length);
}

/** Index of the first score that is at least (or, past equals, above) another. */
function bound(sorted: Float64Array, score: number, past: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < score || (past && sorted[middle] === score)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What the number could be on a set like this one: each label is wrong or not, at its own probability. */
function scattered(ranks: Int32Array, wrong: Float64Array, uniform: () => number): Float64Array {
  const spread = normal(uniform);
  let variance = 0;
  return Float64Array.from(wrong, (value, knot) => {
    if (knot === 0) return 0;
    const width = ranks[knot] - ranks[knot - 1];
    const p = Math.min(1, Math.max(0, (value - wrong[knot - 1]) / width));
    variance += width * p * (1 - p);
    return Math.min(ranks[knot], Math.max(0, value + spread * Math.sqrt(variance)));
  });
}

const joined = (draws: readonly Float64Array[]): Float64Array => Float64Array.from(draws.flatMap((draw) => [...draw]));

/** A standard normal number (Box and Muller). */
function normal(uniform: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

function areaUnder(sorted: readonly Float64Array[], planted: readonly Float64Array[]): number {
  let [sum, count] = [0, 0];
  planted.forEach((scores, draw) => {
    for (const score of scores) sum += 1 - shareBelow(sorted[draw], score);
    count += scores.length;
  });
  return sum / count;
}

function quantile(values: Float64Array, level: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(level * sorted.length))];
}
