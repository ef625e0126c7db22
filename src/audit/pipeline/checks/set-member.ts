import { isTestSplit, isToMeasure, rowPlace, type Example } from '../../../dataset/index.ts';
import type { SetMember } from '../../report/schema/checks-schema.ts';

/**
 * A picture of a set, as the report names it.
 * @param index its place among the audited pictures; undefined where it was not audited
 */
export function setMember(
  { path, place, split, label }: Example,
  classes: readonly string[],
  index: number | undefined,
): SetMember {
  return {
    ...(index === undefined ? {} : { index }),
    ...{ path, ...rowPlace(place) },
    ...(split === undefined ? {} : { split }),
    label: classes[label],
  };
}

/**
 * How firmly a picture of a split stays where others of its set are proposed to go: 2 in a test split, of which
 * none ever goes, 1 in one to validate with, 0 in others.
 */
export function protection(split: string | undefined): number {
  if (split === undefined) return 0;
  return Number(isTestSplit(split)) + Number(isToMeasure(split));
}
