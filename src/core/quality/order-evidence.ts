/** Given labels and most probable classes as one order of rows and columns puts them together. */
export interface Pairing {
  /** N class indices. */
  readonly labels: Int32Array;
  /** N class indices: the most probable class of each; -1 where there is none, which agrees with no label. */
  readonly predicted: Int32Array;
}

export interface OrderEvidence {
  /** Examples that the other order pairs with another class or label than the assumed one. */
  readonly differing: number;
  /** Of them: the most probable class is the given label in the assumed order alone. */
  readonly assumed: number;
  /** Of them: in the other order alone. */
  readonly other: number;
  /** Share of them that agrees in the other order. */
  readonly agreement: number;
  /** Agreement of the other order on all examples beyond what its marginals give by chance: Cohen's kappa, at most 1. */
  readonly kappa: number;
  /** Natural logarithm of the chance that so many more agree in the other order though the assumed one is right; corrected. */
  readonly logP: number;
  /**
   * `fits`: the other order is right as far as labels tell, and the assumed one is not. `better`: it agrees significantly
   * more, but the model is too weak to tell. `none`: nothing speaks for it.
   */
  readonly verdict: 'fits' | 'better' | 'none';
}

/** Above this chance nothing is concluded. */
const LOG_LEVEL = Math.log(1e-4);
/** A model whose agreement beyond chance is less says too little of an order. */
const LEAST_KAPPA = 0.4;

/**
 * Weighs whether labels and probabilities belong together in another order than the assumed one. Only examples that the two
 * orders pair differently say something. Where the assumed order is right, a model that knows anything agrees more
 * often there, and one that knows nothing equally often: a sign test on the examples in which exactly one of them agrees
 * (McNemar's), by Chernoff's bound, which holds for any number of examples. Since a model may also predict always the
 * same class, the other order has to agree beyond what its marginals alone give.
 *
 * @param k number of classes
 * @param tried number of orders that this one was chosen from (Bonferroni), as its natural logarithm
 */
export function weighOrder(assumed: Pairing, other: Pairing, k: number, logTried: number): OrderEvidence {
  let differing = 0;
  let [onlyAssumed, onlyOther, agreeing] = [0, 0, 0];
  for (let i = 0; i < assumed.labels.length; i++) {
    const [label, best] = [other.labels[i], other.predicted[i]];
    if (label === assumed.labels[i] && best === assumed.predicted[i]) continue;
    differing++;
    const here = assumed.labels[i] === assumed.predicted[i];
    const there = label === best;
    if (there) agreeing++;
    if (here && !there) onlyAssumed++;
    if (there && !here) onlyOther++;
  }
  const kappa = kappaOf(agreementOf(other, k));
  const agreement = differing === 0 ? 0 : agreeing / differing;
  const logP = logSignTest(onlyOther, onlyAssumed) + logTried;
  const isSignificant = logP < LOG_LEVEL;
  const isClear = onlyOther >= 2 * onlyAssumed && agreement >= 0.5 && kappa >= LEAST_KAPPA;
  const verdict = !isSignificant ? 'none' : isClear ? 'fits' : 'better';
  return { differing, assumed: onlyAssumed, other: onlyOther, agreement, kappa, logP, verdict };
}

export interface Agreement {
  readonly examples: number;
  /** Examples whose most probable class is their label. */
  readonly agreeing: number;
  /** Share that would agree by chance, given how often each class is a label and how often it is predicted. */
  readonly chance: number;
}

/** How often the most probable class is the given label, and how often it would be by chance. */
export function agreementOf({ labels, predicted }: Pairing, k: number): Agreement {
  const given = new Float64Array(k);
  const best = new Float64Array(k);
  let agreeing = 0;
  for (let i = 0; i < labels.length; i++) {
    given[labels[i]]++;
    if (predicted[i] >= 0) best[predicted[i]]++;
    if (labels[i] === predicted[i]) agreeing++;
  }
  return { examples: labels.length, agreeing, chance: chanceOf(labels.length, given, best) };
}

/** Standard errors within which agreement is what chance gives, and beyond which a model claims more. */
const [WITHIN, BEYOND] = [3, 10];
/** A model that claims less beyond chance of itself claims too little to be contradicted. */
const LEAST_CLAIM = 0.5;

/**
 * Whether a model that is sure of itself agrees with the labels no more than chance does, so that rows and labels can't be
 * those of the same pictures. A model that knows nothing and says so (probabilities near each other), or few examples, are no
 * reason.
 *
 * @param claimed mean of the highest probabilities: the share that would agree were the model as good as it says
 */
export function isUnrelated({ examples, agreeing, chance }: Agreement, claimed: number): boolean {
  const error = Math.sqrt((chance * (1 - chance)) / examples);
  if (!(error > 0)) return false;
  const found = agreeing / examples;
  const isChance = found - chance < WITHIN * error;
  return isChance && claimed - chance > BEYOND * error && (claimed - chance) / (1 - chance) >= LEAST_CLAIM;
}

/** Cohen's kappa: agreement beyond chance, at most 1; 0 where chance alone explains everything. */
export function kappaOf({ examples, agreeing, chance }: Agreement): number {
  return examples === 0 || chance >= 1 ? 0 : (agreeing / examples - chance) / (1 - chance);
}

function chanceOf(n: number, labelled: Float64Array, predicted: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < labelled.length; c++) sum += labelled[c] * predicted[c];
  return n === 0 ? 0 : sum / (n * n);
}

/** Logarithm of Chernoff's bound for at least `more` heads among `more + fewer` tosses of a fair coin. */
function logSignTest(more: number, fewer: number): number {
  const n = more + fewer;
  if (more <= fewer) return 0;
  const share = more / n;
  const entropy = share * Math.log(2 * share) + (fewer === 0 ? 0 : (1 - share) * Math.log(2 * (1 - share)));
  return -n * entropy;
}
