import { findClassIssues } from './set-issues.ts';
import type { LabelSets } from './label-sets.ts';
import type { PredProbs } from '../types.ts';

/** How often one class is wrongly given, or wrongly left out. */
export interface CommonSetIssue {
  readonly classIndex: number;
  /** Whether the class is given where it should not be (remove it), or the other way about (add it). */
  readonly isGiven: boolean;
  readonly examples: number;
  /** Share of all examples. */
  readonly share: number;
}

export interface ClassSetQuality {
  readonly classIndex: number;
  /** Examples that are wrongly given the class. */
  readonly labelIssues: number;
  /** Examples that wrongly lack it. */
  readonly inverseLabelIssues: number;
  /** Share of all examples (the reference documents: of the class's) that are wrongly given the class. */
  readonly labelNoise: number;
  /** Share of all examples that wrongly lack it. */
  readonly inverseLabelNoise: number;
  /** 1 − labelNoise. */
  readonly labelQuality: number;
}

export interface SetHealth {
  /** Share of examples whose whole set is probably right. */
  readonly overallHealthScore: number;
  /** Most frequent first. */
  readonly commonIssues: readonly CommonSetIssue[];
  /** Worst first. */
  readonly classes: readonly ClassSetQuality[];
}

/**
 * What is wrong with the label sets as a whole, and class by class. Counts are those of examples; the reference's "Label
 * Issues" are sometimes one too low for rounding.
 *
 * @throws {CoreInputError} as `findClassIssues`
 */
export function setHealth(sets: LabelSets, predProbs: PredProbs): SetHealth {
  const { data, n, k } = sets;
  const byClass = findClassIssues(sets, predProbs);
  const isWrong = new Uint8Array(n);
  const common: CommonSetIssue[] = [];
  byClass.forEach((rows, classIndex) => {
    let given = 0;
    for (const row of rows) {
      isWrong[row] = 1;
      given += data[row * k + classIndex];
    }
    const lacking = rows.length - given;
    common.push({ classIndex, isGiven: true, examples: given, share: given / n });
    common.push({ classIndex, isGiven: false, examples: lacking, share: lacking / n });
  });
  const commonIssues = common.toSorted((a, b) => b.examples - a.examples);
  // Classes of equal quality stand in the order in which the common issues name them.
  const named = new Set(commonIssues.map(({ classIndex }) => classIndex));
  const classes = Array.from(named, (classIndex): ClassSetQuality => {
    const [given, lacking] = [common[2 * classIndex], common[2 * classIndex + 1]];
    return {
      classIndex,
      labelIssues: given.examples,
      inverseLabelIssues: lacking.examples,
      labelNoise: given.share,
      inverseLabelNoise: lacking.share,
      labelQuality: 1 - given.share,
    };
  }).sort((a, b) => b.labelIssues - a.labelIssues);
  const wrong = isWrong.reduce((sum, one) => sum + one, 0);
  return { overallHealthScore: 1 - wrong / n, commonIssues, classes };
}
