import type { FilterBy } from './types.ts';

/**
 * What a caller should tell the user about a result. Core knows classes by their index and says nothing in words: who knows
 * the classes' names puts them into sentences.
 */
export type CoreWarning =
  /** Rows of probabilities did not sum to 1, were off by at most `tolerance`, and were normalised; `firstRow` is 0-based. */
  | {
      readonly code: 'rows-normalised';
      readonly count: number;
      readonly of: number;
      readonly firstRow: number;
      readonly tolerance: number;
    }
  /** The same, of labels and probabilities that come in pieces. */
  | { readonly code: 'pieces-normalised'; readonly count: number }
  /** No example bears these labels: nothing can be said about them. */
  | { readonly code: 'classes-without-labels'; readonly classes: readonly number[] }
  /** The model never predicts these classes. */
  | { readonly code: 'classes-never-predicted'; readonly classes: readonly number[] }
  /** Classes with so few examples that none of them was flagged. */
  | {
      readonly code: 'classes-too-small';
      readonly classes: readonly number[];
      readonly minExamplesPerClass: number;
    }
  /** An option was given that does nothing with this `filterBy`. */
  | {
      readonly code: 'option-without-effect';
      readonly option: 'fracNoise' | 'confidentJoint';
      readonly filterBy: FilterBy;
      readonly goesWith: readonly FilterBy[];
    };
