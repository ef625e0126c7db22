// How far a list is to be trusted, as facts: the page words them in its language.
import {
  either,
  flag,
  list,
  object,
  oneOf,
  optional,
  real,
  text,
  variants,
  wholeNumber,
  type Infer,
} from '../schema/index.ts';
import { WEAKNESSES } from '../sentences/index.ts';

const estimate = object({ estimate: wholeNumber, low: wholeNumber, high: wholeNumber });
const reachedClass = object({ class: text, right: wholeNumber, examples: wholeNumber });
const rankedClasses = object({ classes: list(reachedClass), alike: wholeNumber });
const listedClasses = object({ classes: list(text), more: wholeNumber });

/** `trust` and `weak`: see `TrustFacts` and `WeakFacts` in sentences/, which these are. */
export const trustFactsView = variants('kind', {
  trust: {
    audited: wholeNumber,
    listed: wholeNumber,
    wrong: estimate,
    first: wholeNumber,
    isOfList: flag,
    firstWrong: estimate,
    found: real,
    stop: optional(either(wholeNumber, oneOf('end'))),
    planted: wholeNumber,
    isUnlike: flag,
  },
  weak: {
    weakness: oneOf(...WEAKNESSES),
    reached: optional(
      object({
        accuracy: real,
        chance: optional(real),
        classes: optional(either(list(reachedClass), oneOf('alike'))),
        best: optional(rankedClasses),
        none: optional(listedClasses),
        worst: optional(rankedClasses),
      }),
    ),
    never: optional(listedClasses),
    pictures: optional(wholeNumber),
    enough: wholeNumber,
    smallest: optional(wholeNumber),
    hasManyClasses: flag,
    canCalibrate: flag,
  },
});
export type TrustFactsView = Infer<typeof trustFactsView>;
