import {
  findLabelIssues,
  healthSummary,
  labelQualityScores,
  suggestLabels,
  checkInputs,
  type FilterBy,
  type RankBy,
} from '../core/index.ts';
import type { Arrays } from './array-files.ts';
import { AuditError } from './errors.ts';
import { rowsOf } from './build-report.ts';
import { nameClasses } from './name-classes.ts';

/** What a command on arrays prints, and what it has to say beside that. */
export interface ArrayResult<Result> {
  readonly result: Result;
  readonly warnings: readonly string[];
}

export interface ArrayIssues {
  readonly count: number;
  /** Rows, worst first. */
  readonly indices: readonly number[];
  /** Of those, in the same order. */
  readonly labelQuality: readonly number[];
  /** Class indices that the model believes in, in the same order. */
  readonly suggested: readonly number[];
}

export interface ArrayScores {
  readonly scores: readonly number[];
}

/** `class` is a name where names were given, else an index. */
export interface ArrayHealth {
  readonly overallLabelHealthScore: number;
  readonly numIssues: number;
  readonly confidentJoint: readonly (readonly number[])[];
  readonly joint: readonly (readonly number[])[];
  readonly classesByLabelQuality: readonly {
    readonly class: string | number;
    readonly labelIssues: number;
    readonly inverseLabelIssues: number;
    readonly labelNoise: number;
    readonly inverseLabelNoise: number;
    readonly labelQualityScore: number;
  }[];
  readonly overlappingClasses: readonly {
    readonly classA: string | number;
    readonly classB: string | number;
    readonly numOverlapping: number;
    readonly jointProbability: number;
  }[];
}

export interface ArrayIssuesOptions {
  readonly filterBy: FilterBy;
  readonly rankBy: RankBy;
  readonly fracNoise: number;
  readonly minExamplesPerClass: number;
  readonly adjust: boolean;
}

/** The labels that are probably wrong. Throws CoreInputError. */
export function issuesOfArrays(
  { labels, predProbs }: Arrays,
  { adjust, filterBy, rankBy, fracNoise, minExamplesPerClass }: ArrayIssuesOptions,
): ArrayResult<ArrayIssues> {
  const options = { filterBy, rankBy, fracNoise, minExamplesPerClass, adjustPredProbs: adjust };
  const { count, indices, labelQuality, warnings } = findLabelIssues(labels, predProbs, options);
  const suggested = suggestLabels(predProbs).labels;
  return {
    result: {
      count,
      indices: Array.from(indices),
      labelQuality: Array.from(indices, (i) => labelQuality[i]),
      suggested: Array.from(indices, (i) => suggested[i]),
    },
    warnings,
  };
}

/** Every label's quality, in [0, 1]. Throws CoreInputError. */
export function scoresOfArrays(
  { labels, predProbs }: Arrays,
  { method, adjust }: { readonly method: RankBy; readonly adjust: boolean },
): ArrayResult<ArrayScores> {
  const scores = labelQualityScores(labels, predProbs, { method, adjustPredProbs: adjust });
  return { result: { scores: Array.from(scores) }, warnings: checkInputs(labels, predProbs).warnings };
}

/** How good each class is and which overlap. Throws CoreInputError; AuditError where names and columns do not match. */
export function healthOfArrays({ labels, predProbs }: Arrays, names?: readonly string[]): ArrayResult<ArrayHealth> {
  const { k } = predProbs;
  if (names && names.length !== k) {
    throw new AuditError(`--class-names has ${names.length} names, but the probabilities have ${k} columns.`);
  }
  const nameOf = (index: number): string | number => names?.[index] ?? index;
  const summary = healthSummary(labels, predProbs);
  return {
    result: {
      overallLabelHealthScore: summary.overallLabelHealthScore,
      numIssues: summary.numIssues,
      confidentJoint: rowsOf(summary.confidentJoint),
      joint: rowsOf(summary.joint),
      classesByLabelQuality: summary.classesByLabelQuality.map(({ classIndex, ...quality }) => ({
        class: nameOf(classIndex),
        ...quality,
      })),
      overlappingClasses: Array.from(summary.overlappingClasses, ({ classIndexA, classIndexB, ...overlap }) => ({
        classA: nameOf(classIndexA),
        classB: nameOf(classIndexB),
        ...overlap,
      })),
    },
    warnings: names ? summary.warnings.map((warning) => nameClasses(warning, names)) : summary.warnings,
  };
}
