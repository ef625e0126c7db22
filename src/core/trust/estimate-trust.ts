import { CoreInputError } from '../errors.ts';

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
}

/** Ranks before this are too few to tell a share by, unless most planted errors stand there. */
const TOP_FROM = 20;
/** So many standard errors are added to a ratio when the least one is looked for. */
const CAUTION = 6;
/** None seen allows for so many (95%). */
const RULE_OF_THREE = 3;
const REPETITIONS = 200;
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
  { uniform, repetitions = REPETITIONS, others }: TrustOptions,
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
  // Each planted error by the knot that it comes before, draw by draw.
  const places = planted.map((scores, draw) =>
    Int32Array.from(scores, (score) => knotAfter(ranks, 1 + n * shareBelow(sorted[draw], score))),
  );
  const counts = new Float64Array(ranks.length);
  for (const draw of places) for (const place of draw) counts[place]++;
  const counted = cumulated(counts, total);
  const share = concave(ranks, counted);
  const noise = noiseOf(n, ranks, counted);
  const wrong = wrongAt(n, ranks, share, noise);

  const noises = new Float64Array(repetitions);
  const repeated = Array.from({ length: repetitions }, (_, repetition) => {
    const again = new Float64Array(ranks.length);
    let drawn = 0;
    // The draws differ from each other, and so do the errors within one: both are drawn again.
    for (let d = 0; d < places.length; d++) {
      const draw = places[Math.floor(uniform() * places.length)];
      for (let i = 0; i < draw.length; i++) again[draw[Math.floor(uniform() * draw.length)]]++;
      drawn += draw.length;
    }
    const curve = cumulated(again, drawn);
    noises[repetition] = noiseOf(n, ranks, curve, normal(uniform));
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
    auc: areaUnder(sorted, planted),
    wrongLow: quantiles(LOW).map((value, i) => Math.min(value, wrong[i])),
    wrongHigh: quantiles(HIGH).map((value, i) => Math.max(value, wrong[i])),
  };
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

/** Ranks at which the curves are kept: each of the first, then ever wider apart. */
function knots(n: number): Int32Array {
  const ranks = [0];
  for (let rank = 1; rank < n; rank = Math.max(rank + 1, Math.round(rank * 1.05))) ranks.push(rank);
  ranks.push(n);
  return Int32Array.from(ranks);
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

/** The first knot that is at or behind a rank. */
function knotAfter(ranks: ArrayLike<number>, rank: number): number {
  let [low, high] = [0, ranks.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ranks[middle] < rank) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Share of the planted errors among the first so many, as counted. */
function cumulated(counts: Float64Array, total: number): Float64Array {
  let sum = 0;
  return counts.map((count) => (sum += count) / total);
}

/** The least concave curve above another that begins at 0. */
function concave(ranks: Int32Array, counted: Float64Array): Float64Array {
  const share = counted.slice();
  const hull = [0];
  for (let knot = 1; knot < ranks.length; knot++) {
    while (hull.length > 1) {
      const [u, v] = [hull[hull.length - 2], hull[hull.length - 1]];
      if ((share[v] - share[u]) * (ranks[knot] - ranks[v]) > (share[knot] - share[v]) * (ranks[v] - ranks[u])) break;
      hull.pop();
    }
    hull.push(knot);
  }
  for (let h = 1; h < hull.length; h++) {
    const [u, v] = [hull[h - 1], hull[h]];
    const slope = (share[v] - share[u]) / (ranks[v] - ranks[u]);
    for (let knot = u + 1; knot < v; knot++) share[knot] = share[u] + slope * (ranks[knot] - ranks[u]);
  }
  return share;
}

/**
 * The least share of wrong labels that any rank allows for. Near the top a rank's count is small, and its ratio a matter of
 * chance; further down right labels come in. The rank is taken whose ratio is least with six standard errors added, and the
 * ratio there without them: the plain minimum of noisy ratios would be too low. (Three let it sink to .14 where 19% of 1,200
 * digits were wrong.) The very first ranks count with three labels
 * more: only where most planted errors stand before nearly all labels can they be the least, and then few labels are wrong.
 * Without them no set would have fewer than twenty wrong ones.
 *
 * @param share as counted, not made concave: that would lift it near the top
 * @param chance how many standard errors the ratio is off, for the intervals
 */
function noiseOf(n: number, ranks: Int32Array, share: Float64Array, chance = 0): number {
  const from = Math.min(TOP_FROM, Math.ceil(n / 10));
  let [noise, least] = [1, Infinity];
  for (let knot = 1; knot < ranks.length; knot++) {
    if (share[knot] === 0) continue;
    const ratio = ranks[knot] / (n * share[knot]);
    const error = 1 / Math.sqrt(ranks[knot]);
    const bound = ratio * (1 + CAUTION * error) + (ranks[knot] < from ? RULE_OF_THREE / (n * share[knot]) : 0);
    if (bound < least) [noise, least] = [ratio * (1 + chance * error), bound];
  }
  return Math.min(1, Math.max(0, noise));
}

/** Wrong labels among the first so many: no more than there are, and no more than one at each rank. */
function wrongAt(n: number, ranks: Int32Array, share: Float64Array, noise: number): Float64Array {
  return Float64Array.from(ranks, (rank, knot) => Math.min(rank, noise * n * share[knot]));
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

/**
 * The value of a curve between its ranks, in a straight line; beyond its ends that of the end.
 * @param ranks ascending, at least one
 */
export function curveAt(ranks: ArrayLike<number>, values: ArrayLike<number>, count: number): number {
  const rank = Math.min(Math.max(ranks[0], count), ranks[ranks.length - 1]);
  const after = knotAfter(ranks, rank);
  if (after === 0) return values[0];
  const [left, right] = [ranks[after - 1], ranks[after]];
  return values[after - 1] + ((values[after] - values[after - 1]) * (rank - left)) / (right - left);
}
