import { oddSizes } from '../../../core/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import { CHECK_FACTS, type PictureCheck } from '../../options/picture-checks.ts';
import type { CheckType } from '../../report/schema/checks-schema.ts';
import type { LooksColumns } from '../looks/measured-table.ts';
import { checkType } from './checks-type.ts';

/**
 * Flags pictures by their looks.
 *
 * @param looks of each audited picture
 * @returns for each check its part of the report, and the score of each picture, NaN where it could not be read
 */
export function judgeLooks(
  names: readonly PictureCheck[],
  looks: LooksColumns,
  options: AuditOptions,
): { readonly types: CheckType[]; readonly columns: Float64Array[] } {
  const columns: Float64Array[] = [];
  const types = names.map((name) => {
    const { scores, threshold, ...limits } = scoresOf(name, looks, options);
    columns.push(scores);
    // Grey is worth a word only among colour.
    const isWorthAWord = name !== 'grayscale' || shareBelow(scores, threshold) <= 0.5;
    return { ...checkType(name, threshold, scores, (i) => isWorthAWord && scores[i] < threshold), ...limits };
  });
  return { types, columns };
}

/** Which share of the pictures that were read has lower scores. */
function shareBelow(scores: Float64Array, threshold: number): number {
  const read = scores.filter((score) => !Number.isNaN(score));
  return read.filter((score) => score < threshold).length / Math.max(1, read.length);
}

/** Sizes that differ by less are not odd, however alike all others are. */
const ODD_RATIO = 1.25;

interface CheckScores {
  readonly scores: Float64Array;
  /** Scores below are flagged. */
  readonly threshold: number;
  /** Of `odd_size`: what is usual, in pixels. */
  readonly usual?: readonly [low: number, high: number];
}

function scoresOf(name: PictureCheck, looks: LooksColumns, options: AuditOptions): CheckScores {
  const { score } = CHECK_FACTS[name];
  if (score !== undefined) return { scores: looks[score], threshold: thresholdOf(name, options) };
  const read = looks.size.filter((size) => !Number.isNaN(size));
  if (read.length === 0) return { scores: looks.size, threshold: 0.5 };
  const { scores, threshold, low, high } = oddSizes(read, options.oddSizeRanges, ODD_RATIO);
  let at = 0;
  return {
    scores: looks.size.map((size) => (Number.isNaN(size) ? size : scores[at++])),
    threshold,
    usual: [low, high],
  };
}

function thresholdOf(name: PictureCheck, options: AuditOptions): number {
  switch (name) {
    case 'dark':
      return options.darkBelow;
    case 'light':
      return options.lightBelow;
    case 'odd_aspect_ratio':
      return options.oddAspectRatioBelow;
    case 'low_information':
      return options.lowInformationBelow;
    case 'blurry':
      return options.blurryBelow;
    // A score of 0 or 1; that of sizes comes with its threshold.
    case 'grayscale':
    case 'odd_size':
      return 0.5;
  }
}
