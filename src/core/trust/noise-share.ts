/** Ranks before this are too few to tell a share by, unless most planted errors stand there. */
const TOP_FROM = 20;
/** So many standard errors are added to a ratio when the least one is looked for. */
const CAUTION = 6;
/** None seen allows for so many (95%). */
const RULE_OF_THREE = 3;
/** The very first ranks say nothing of planted errors where fewer of these stand there. */
const MANY = 0.15;

export interface NoiseOptions {
  /** How many standard errors the ratio is off, for the intervals. Default 0. */
  readonly chance?: number;
  /** Ranks before this, or before a tenth of all, say nothing. Default: all say something. */
  readonly strictlyFrom?: number;
}

/**
 * The least share of wrong labels that any rank allows for. Near the top a rank's count is small, and its ratio a matter of
 * chance; further down right labels come in. The rank is taken whose ratio is least with six standard errors added, and the
 * ratio there without them: the plain minimum of noisy ratios would be too low. (Three let it sink to .14 where 19% of 1,200
 * digits were wrong.) The very first ranks count with three labels
 * more, and only where many planted errors stand there before nearly all labels: then few labels are wrong.
 * Without them no set would have fewer than twenty wrong ones.
 *
 * @param share as counted, not made concave: that would lift it near the top
 */
export function noiseOf(
  n: number,
  ranks: Int32Array,
  share: Float64Array,
  { chance = 0, strictlyFrom = 0 }: NoiseOptions = {},
): number {
  const first = Math.min(strictlyFrom, Math.ceil(n / 10));
  const from = Math.min(TOP_FROM, Math.ceil(n / 10));
  let [noise, least] = [1, Infinity];
  for (let knot = 1; knot < ranks.length; knot++) {
    if (share[knot] === 0 || ranks[knot] < first || (ranks[knot] < from && share[knot] < MANY)) continue;
    const ratio = ranks[knot] / (n * share[knot]);
    const error = 1 / Math.sqrt(ranks[knot]);
    const bound = ratio * (1 + CAUTION * error) + (ranks[knot] < from ? RULE_OF_THREE / (n * share[knot]) : 0);
    if (bound < least) [noise, least] = [ratio * (1 + chance * error), bound];
  }
  return Math.min(1, Math.max(0, noise));
}

/** Wrong labels among the first so many: no more than there are, and no more than one at each rank. */
export function wrongAt(n: number, ranks: Int32Array, share: Float64Array, noise: number): Float64Array {
  return Float64Array.from(ranks, (rank, knot) => Math.min(rank, noise * n * share[knot]));
}

/** How many of the first labels there are before fewer than so many of the next ones are wrong. */
export function countWithin(ranks: Int32Array, wrong: Float64Array, precision: number): number {
  let knot = 0;
  while (knot + 1 < ranks.length && wrong[knot + 1] - wrong[knot] >= precision * (ranks[knot + 1] - ranks[knot]))
    knot++;
  return ranks[knot];
}
