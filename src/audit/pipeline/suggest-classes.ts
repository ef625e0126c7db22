import type { Labels, PredProbs } from '../../core/index.ts';

/** A suggestion of the first round stands as long as the last round gives it at least so much of what it gives its own. */
const STANDS_FROM = 0.5;

/**
 * The class to suggest for each row. The first round's is right more often: 85% of the wrong labels of 1,600 photographs
 * against 84% by the last round's alone. But where it is the given label itself, or the last round finds it less than half as
 * likely as its own choice, the last round's is taken: 86%, and no list suggests what its own probabilities speak against.
 *
 * @param first of the first round, by row; absent where there was one round alone
 * @param last the most probable class by `predProbs`, by row
 */
export function suggestClasses(
  labels: Labels,
  { data, k }: PredProbs,
  first: Int32Array | undefined,
  last: ArrayLike<number>,
): ArrayLike<number> {
  if (first === undefined) return last;
  return first.map((suggested, row) => {
    const stands = data[row * k + suggested] >= STANDS_FROM * data[row * k + last[row]];
    return suggested !== labels[row] && stands ? suggested : last[row];
  });
}
