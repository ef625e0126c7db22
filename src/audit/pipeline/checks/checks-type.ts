import type { CheckType } from '../../report/schema/checks-schema.ts';

/** A check lists at most so many pictures in the report; picture_scores.npy has the scores of all. */
const MOST_FLAGGED = 1000;
/** A check that flags more than this share of all pictures tells of the data set, not of single pictures. */
const MOST_SHARE = 0.1;

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
  const isOfAll = flagged.length > MOST_SHARE * scores.length;
  const worst = isOfAll ? [] : flagged.sort((a, b) => scores[a] - scores[b] || a - b).slice(0, MOST_FLAGGED);
  return {
    ...{ name, threshold, flagged: flagged.length },
    pictures: worst.map((index) => ({ index, score: scores[index] })),
  };
}
