import type { LabelIssues } from '../../core/index.ts';
import { rowPlace, type Dataset } from '../../dataset/index.ts';
import type { Probabilities } from './probabilities.ts';
import { isKept, reviewOf, type Reviews } from '../remediation/reviews.ts';
import { nearestLabels, type NearestPictures } from './nearest-labels.ts';
import { similarPictures } from './similar-pictures.ts';
import type { LabelIssue } from '../report/types.ts';

/** The report names similar pictures for the worst issues, at most this many: for all of 100,000 it would be too large. */
const SIMILAR_FOR = 2000;

/** What was flagged, in words. */
export interface DescribedIssues {
  /** Worst first. */
  readonly issues: readonly LabelIssue[];
  /** Flagged as well, but a review says that the label is right. */
  readonly reviewed: readonly LabelIssue[];
  /** By row: 1 where it is among the issues. */
  readonly mask: Uint8Array;
}

/** Those of the flagged rows whose label a review says is right. */
export function reviewedAmong(
  flagged: readonly LabelIssue[],
  reviews: Reviews,
  contentHashes: Probabilities['contentHashes'],
): LabelIssue[] {
  return flagged.filter(({ index, path, split, givenLabel }) =>
    isKept(reviewOf(reviews, path, split), path, givenLabel, contentHashes[index]),
  );
}

/**
 * Describes the flagged rows, sets those aside that were reviewed, and finds pictures to compare the worst with.
 *
 * @param suggested the class that the model believes in, by row
 */
export async function describeIssues(
  { classes, examples, annotators }: Dataset,
  { predProbs, labels, exampleIndices, contentHashes, pictures, features }: Probabilities,
  found: Pick<LabelIssues, 'indices' | 'mask' | 'labelQuality'>,
  suggested: ArrayLike<number>,
  reviews: Reviews,
  signal?: AbortSignal,
): Promise<DescribedIssues> {
  const all = Array.from(found.indices, (index): LabelIssue => {
    const { path, place, split, said } = examples[exampleIndices[index]];
    return {
      index,
      path,
      ...rowPlace(place),
      ...(split === undefined ? {} : { split }),
      givenLabel: classes[labels[index]],
      suggestedLabel: classes[suggested[index]],
      labelQuality: found.labelQuality[index],
      givenProbability: predProbs.data[index * predProbs.k + labels[index]],
      suggestedProbability: predProbs.data[index * predProbs.k + suggested[index]],
      ...(said === undefined || annotators === undefined
        ? {}
        : { said: said.map(({ annotator, label }) => [annotators.names[annotator], classes[label]] as const) }),
    };
  });
  const reviewed = reviewedAmong(all, reviews, contentHashes);
  const mask = found.mask.slice();
  for (const { index } of reviewed) mask[index] = 0;
  const issues = all.filter(({ index }) => mask[index] === 1);
  const similar = await similarPictures(
    issues.slice(0, SIMILAR_FOR).map(({ index }) => ({ index, suggested: suggested[index] })),
    { predProbs, labels, labelQuality: found.labelQuality, flagged: found.mask, pictures, features },
    signal,
  );
  const nearest: readonly NearestPictures[] =
    features === undefined
      ? []
      : await nearestLabels(
          issues.slice(0, SIMILAR_FOR).map(({ index }) => index),
          { features: { ...features, n: labels.length }, labels, contentHashes },
          signal,
        );
  const pathOf = (row: number): string => examples[exampleIndices[row]].path;
  const described = issues.map((issue, i): LabelIssue => {
    if (i >= similar.length) return issue;
    const { given, suggested: other } = similar[i];
    return {
      ...issue,
      similar: { given: given.map(pathOf), suggested: other.map(pathOf) },
      ...(i < nearest.length
        ? {
            nearest: nearest[i].counts.map(([label, pictures]) => [classes[label], pictures] as const),
            neighbours: nearest[i].rows.map((row) => [pathOf(row), classes[labels[row]]] as const),
          }
        : {}),
    };
  });
  return { issues: described, reviewed, mask };
}
