import {
  bestOf,
  checkInputs,
  healthOf,
  issuesOf,
  labelQualityScores,
  scoresOf,
  type Analysis,
  type CoreWarning,
  type FilterBy,
  type HealthSummary,
  type SquareMatrix,
  type RankBy,
  type Steps,
} from '../../core/index.ts';
import { analyseArrays, type AnalyseOptions } from '../../arrays/index.ts';
import type { Arrays } from '../../arrays/index.ts';
import { openArrays, sizeOf, type ArrayFiles } from '../../arrays/index.ts';
import { InputError } from '../../files/index.ts';
import type { ArrayHealth, ArrayIssues, ArrayResult, ArrayScores } from '../report/array-results.ts';
import { namingClasses, warningText } from '../wording/core-findings.ts';

export interface ArrayIssuesOptions {
  readonly filterBy: FilterBy;
  readonly rankBy: RankBy;
  readonly fracNoise: number;
  readonly minExamplesPerClass: number;
  readonly adjustPredProbs: boolean;
}

/** How the work on array files is done; the results do not depend on it. */
export interface ArrayWork extends AnalyseOptions {
  /** Bytes of probabilities to hold in memory at most; what is larger is read in pieces. Default: by the free memory. */
  readonly memory?: number;
}

const sentences = (warnings: readonly CoreWarning[], names?: readonly string[]): string[] =>
  warnings.map((warning) => warningText(warning, names));

/** Opens the files and does what steps `use` asks for. */
async function onFiles<Result>(
  files: ArrayFiles,
  work: ArrayWork,
  use: (analysis: Analysis) => Steps<Result>,
): Promise<ArrayResult<Result>> {
  function* withWarnings(analysis: Analysis): Steps<ArrayResult<Result>> {
    const result = yield* use(analysis);
    return { result, warnings: sentences(analysis.warnings) };
  }
  return await analyseArrays(await openArrays(files, work.memory), withWarnings, work);
}

/** The labels that are probably wrong. Throws NpyError, InputError, CoreInputError; see `analyseArrays`. */
export async function issuesOfFiles(
  files: ArrayFiles,
  options: ArrayIssuesOptions,
  work: ArrayWork = {},
): Promise<ArrayResult<ArrayIssues>> {
  const { result } = await onFiles(files, work, function* (analysis): Steps<ArrayResult<ArrayIssues>> {
    const { count, indices, labelQuality, warnings } = yield* issuesOf(analysis, options);
    const quality = new Float64Array(count);
    const suggested = new Int32Array(count);
    for (let r = 0; r < count; r++) {
      quality[r] = labelQuality[indices[r]];
      suggested[r] = bestOf(analysis.facts, indices[r]);
    }
    return { result: { count, indices, labelQuality: quality, suggested }, warnings: sentences(warnings) };
  });
  return result;
}

/** Every label's quality, in [0, 1]. Throws NpyError, InputError, CoreInputError; see `analyseArrays`. */
export function scoresOfFiles(
  files: ArrayFiles,
  { method, adjustPredProbs }: { readonly method: RankBy; readonly adjustPredProbs: boolean },
  work: ArrayWork = {},
): Promise<ArrayResult<ArrayScores>> {
  return onFiles(files, work, function* (analysis): Steps<ArrayScores> {
    return { scores: yield* scoresOf(analysis, { method, adjustPredProbs }) };
  });
}

/** Every label's quality, of arrays in memory. Throws CoreInputError. */
export function scoresOfArrays(
  { labels, predProbs }: Arrays,
  { method, adjust }: { readonly method: RankBy; readonly adjust: boolean },
): ArrayResult<{ readonly scores: readonly number[] }> {
  const scores = labelQualityScores(labels, predProbs, { method, adjustPredProbs: adjust });
  return { result: { scores: Array.from(scores) }, warnings: sentences(checkInputs(labels, predProbs).warnings) };
}

/**
 * How good each class is and which overlap. Throws NpyError, CoreInputError; InputError where names and columns do not
 * match; see `analyseArrays`.
 */
export async function healthOfFiles(
  files: ArrayFiles,
  names?: readonly string[],
  work: ArrayWork = {},
): Promise<ArrayResult<ArrayHealth>> {
  const inputs = await openArrays(files, work.memory);
  const { k } = sizeOf(inputs.source);
  if (names && names.length !== k) {
    throw new InputError(`--class-names has ${names.length} names, but the probabilities have ${k} columns.`);
  }
  const summary = await namingClasses(
    names,
    analyseArrays(inputs, (analysis) => healthOf(analysis), work),
  );
  const isShort = k > MOST_PAIRED;
  const left = `Of the pairs of ${k} classes only those are listed that have something in common.`;
  return {
    result: namedHealth(summary, (index) => names?.[index] ?? index, isShort),
    warnings: [...sentences(summary.warnings, names), ...(isShort ? [left] : [])],
  };
}

/** More classes have millions of pairs, nearly all of which have nothing in common. */
const MOST_PAIRED = 2000;

/** A matrix as nested rows, as JSON holds it; each made as it is asked for, since 10,000 classes have 100,000,000 cells. */
function rowsOf({ data, k }: SquareMatrix): Iterable<readonly number[]> {
  return {
    *[Symbol.iterator]() {
      for (let i = 0; i < k; i++) yield Array.from(data.subarray(i * k, (i + 1) * k));
    },
  };
}

function namedHealth(
  summary: HealthSummary,
  nameOf: (index: number) => string | number,
  onlyShared: boolean,
): ArrayHealth {
  const pairs = onlyShared ? summary.overlappingClasses.shared() : summary.overlappingClasses;
  const { overallLabelHealthScore, numIssues, confidentJoint, joint } = summary;
  return {
    overallLabelHealthScore,
    numIssues,
    confidentJoint: rowsOf(confidentJoint),
    joint: rowsOf(joint),
    classesByLabelQuality: summary.classesByLabelQuality.map(({ classIndex, ...quality }) => ({
      class: nameOf(classIndex),
      ...quality,
    })),
    overlappingClasses: {
      *[Symbol.iterator]() {
        for (const { classIndexA, classIndexB, ...overlap } of pairs) {
          yield { classA: nameOf(classIndexA), classB: nameOf(classIndexB), ...overlap };
        }
      },
    },
  };
}
