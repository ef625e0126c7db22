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
import type { ArrayFiles } from '../../arrays/index.ts';
import { checkArrayOrder } from '../order/check-arrays.ts';
import { openInputs } from '../order/open-inputs.ts';
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
  /** Names of the columns. */
  readonly classNames?: readonly string[];
  /** Take rows and columns as they are, also where another order fits. */
  readonly force?: boolean;
}

const sentences = (warnings: readonly CoreWarning[], names?: readonly string[]): string[] =>
  warnings.map((warning) => warningText(warning, names));

/** What steps give, and what is to be said of it. */
interface Judged<Result> {
  readonly result: Result;
  readonly warnings: readonly CoreWarning[];
}

/** Opens the files, checks the order of rows and columns, and does what steps `use` asks for. */
async function onFiles<Result>(
  files: ArrayFiles,
  work: ArrayWork,
  use: (analysis: Analysis, names: readonly string[] | undefined) => Steps<Judged<Result>>,
): Promise<ArrayResult<Result>> {
  const { force = false, classNames, memory } = work;
  const { inputs, names, notes } = await openInputs(files, classNames, memory);
  function* checked(analysis: Analysis): Steps<ArrayResult<Result>> {
    const order = checkArrayOrder(files.predProbs, analysis.facts, analysis.k, { names, force });
    const { result, warnings } = yield* use(analysis, names);
    return { result, warnings: [...notes, ...(order === undefined ? [] : [order]), ...sentences(warnings, names)] };
  }
  return await namingClasses(names, analyseArrays(inputs, checked, work));
}

/** The labels that are probably wrong. Throws NpyError, InputError, CoreInputError; see `analyseArrays`. */
export function issuesOfFiles(
  files: ArrayFiles,
  options: ArrayIssuesOptions,
  work: ArrayWork = {},
): Promise<ArrayResult<ArrayIssues>> {
  return onFiles(files, work, function* (analysis): Steps<Judged<ArrayIssues>> {
    const { count, indices, labelQuality, warnings } = yield* issuesOf(analysis, options);
    const quality = new Float64Array(count);
    const suggested = new Int32Array(count);
    for (let r = 0; r < count; r++) {
      quality[r] = labelQuality[indices[r]];
      suggested[r] = bestOf(analysis.facts, indices[r]);
    }
    return { result: { count, indices, labelQuality: quality, suggested }, warnings };
  });
}

/** Every label's quality, in [0, 1]. Throws NpyError, InputError, CoreInputError; see `analyseArrays`. */
export function scoresOfFiles(
  files: ArrayFiles,
  { method, adjustPredProbs }: { readonly method: RankBy; readonly adjustPredProbs: boolean },
  work: ArrayWork = {},
): Promise<ArrayResult<ArrayScores>> {
  return onFiles(files, work, function* (analysis): Steps<Judged<ArrayScores>> {
    const scores = yield* scoresOf(analysis, { method, adjustPredProbs });
    return { result: { scores }, warnings: analysis.warnings };
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
export async function healthOfFiles(files: ArrayFiles, work: ArrayWork = {}): Promise<ArrayResult<ArrayHealth>> {
  let classes = 0;
  const { result, warnings } = await onFiles(files, work, function* (analysis, names): Steps<Judged<ArrayHealth>> {
    const summary = yield* healthOf(analysis);
    classes = analysis.k;
    const result = namedHealth(summary, (index) => names?.[index] ?? index, classes > MOST_PAIRED);
    return { result, warnings: summary.warnings };
  });
  const left = `Of the pairs of ${classes} classes only those are listed that have something in common.`;
  return { result, warnings: [...warnings, ...(classes > MOST_PAIRED ? [left] : [])] };
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
