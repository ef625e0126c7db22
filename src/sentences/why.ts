import { percent } from '../numbers/index.ts';
import { quoted, type Naming } from './naming.ts';

/** Why a label was flagged: what the sentence is made from, in any language. Names of many lines are shortened. */
export interface WhyFacts {
  readonly given: string;
  readonly suggested: string;
  /** The model suggests the given label itself and is not sure of it. */
  readonly isDoubtful: boolean;
  readonly givenProbability: number;
  readonly suggestedProbability: number;
  /** The model predicts the given class of no picture at all. */
  readonly neverPredicted: boolean;
  /** What the model gives pictures of the suggested class on average; absent where that is not known. */
  readonly usualProbability?: number;
  /**
   * Of the nearest pictures, how many there are, how many bear the suggested label, and which others are borne by how many;
   * absent where none were looked for.
   */
  readonly nearest?: {
    readonly total: number;
    readonly agreeing: number;
    readonly others: readonly (readonly [label: string, pictures: number])[];
  };
}

/**
 * Why a label was flagged, in one English sentence: which labels the pictures nearest to it bear, and where none were looked
 * for, what the model gives and what it gives pictures of that class as a rule.
 * @param name how classes are named; default: in quotes
 */
export function sayWhy(facts: WhyFacts, name: Naming = quoted): string {
  const { givenProbability, suggestedProbability, neverPredicted, usualProbability, nearest } = facts;
  const [given, suggested] = [name(facts.given), name(facts.suggested)];
  if (nearest !== undefined) {
    const model = neverPredicted
      ? `the model never predicts ${given}`
      : `the model gives ${given} ${percent(givenProbability)}`;
    return `${nearestWords(nearest, suggested, name)}; ${model}.`;
  }
  const gives = facts.isDoubtful
    ? `The model gives ${given} ${percent(givenProbability)}`
    : `The model gives ${suggested} ${percent(suggestedProbability)}, ${given} ${percent(givenProbability)}`;
  if (neverPredicted) return `${gives}; it never predicts ${given}.`;
  return usualProbability === undefined
    ? `${gives}.`
    : `${gives}; pictures labelled ${suggested} get ${percent(usualProbability)} on average.`;
}

/** E.g. `3 of 5 nearest pictures are labelled "skirt", 1 "dress", 1 "hat"`. */
function nearestWords(
  { total, agreeing, others }: NonNullable<WhyFacts['nearest']>,
  suggested: string,
  name: Naming,
): string {
  const rest = others.map(([label, pictures]) => `${pictures} ${name(label)}`).join(', ');
  if (agreeing === 0) return `None of the ${total} nearest pictures is labelled ${suggested} (${rest})`;
  const are = agreeing === 1 ? 'is' : 'are';
  const words = `${agreeing} of ${total} nearest pictures ${are} labelled ${suggested}`;
  return rest === '' ? words : `${words}, ${rest}`;
}
