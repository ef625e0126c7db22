import { MOST_SHARE } from '../../options/picture-checks.ts';
import type { CheckType } from '../../report/schema/checks-schema.ts';

/** A check lists at most so many pictures, and sets of them, in the report; picture_scores.npy has the scores of all. */
export const MOST_LISTED = 1000;

/**
 * What a check says of single pictures: those that it flags, worst first.
 *
 * @param scores one for each audited picture, low is suspect; NaN where there is none
 * @param isFlagged whether a picture is flagged, by its place
 */
export function checkType(
  name: CheckType['name'],
  threshold: number,
  scores: Float64Array,
  isFlagged: (index: number) => boolean,
): CheckType {
  const flagged = Array.from(scores.keys()).filter((index) => !Number.isNaN(scores[index]) && isFlagged(index));
  const scored = scores.reduce((sum, score) => (Number.isNaN(score) ? sum : sum + 1), 0);
  const isOfAll = flagged.length > MOST_SHARE * scored;
  const worst = isOfAll ? [] : flagged.sort((a, b) => scores[a] - scores[b] || a - b).slice(0, MOST_LISTED);
  return {
    ...{ name, threshold, flagged: flagged.length },
    pictures: worst.map((index) => ({ index, score: scores[index] })),
  };
}
