import { list, object, oneOf, optional, probability, real, wholeNumber } from '../../../schema/index.ts';
import { WEAKNESSES } from '../../../sentences/index.ts';

const range = object({ estimate: real, low: real, high: real });

/** Why the model is too weak to judge labels. */
export const weakness = oneOf(...WEAKNESSES);

/** How far the ranking is to be trusted, from errors that were planted; the lists are as long as `ranks`. */
export const trustSchema = object({
  /** Estimated share of all labels that are wrong, with the interval of nine in ten. */
  noise: range,
  /** Errors that were planted, in all draws. */
  planted: wholeNumber,
  /** Chance that a planted error is ranked before an example that was left alone. */
  auc: probability,
  /**
   * Where the labels ranked worst are on pictures less clear to the model than those of planted errors: planted errors were
   * given more weight by it, on the least clear picture exp(unlike) times as much as on the clearest.
   */
  unlike: optional(real),
  /** Why the model is too weak to judge labels. */
  weak: optional(weakness),
  /** After so many of the worst labels, fewer than one in five of the next ones are wrong. */
  stopAt: wholeNumber,
  /** So many of the worst labels, ascending. */
  ranks: list(wholeNumber),
  /** How many of them are wrong. */
  wrong: list(real),
  wrongLow: list(real),
  wrongHigh: list(real),
  /** Which share of all wrong labels stands among them. */
  recall: list(probability),
});
