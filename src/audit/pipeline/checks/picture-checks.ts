import { oddSizes, type PictureLooks } from '../../../core/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import { CHECK_FACTS, type PictureCheck } from '../../options/picture-checks.ts';
import type { CheckType } from '../../report/schema/checks-schema.ts';

/** A check lists at most so many pictures in the report; picture_scores.npy has the scores of all. */
const MOST_FLAGGED = 1000;
/** A check that flags more than this share of all pictures tells of the data set, not of single pictures. */
const MOST_SHARE = 0.1;

/**
 * Flags pictures by their looks.
 *
 * @param looks of each audited picture; undefined where it could not be read
 * @returns for each check its part of the report, and the score of each picture, NaN where it could not be read
 */
export function judgeLooks(
  names: readonly PictureCheck[],
  looks: readonly (PictureLooks | undefined)[],
  options: AuditOptions,
): { readonly types: CheckType[]; readonly columns: Float64Array[] } {
  const pictures = looks.filter((one) => one !== undefined).length;
  const columns: Float64Array[] = [];
  const types = names.map((name) => {
    const { of, threshold, ...limits } = scoresOf(name, looks, options);
    columns.push(Float64Array.from(of, (score) => score ?? Number.NaN));
    const flagged: { readonly index: number; readonly score: number }[] = [];
    of.forEach((score, index) => {
      if (score !== undefined && score < threshold) flagged.push({ index, score });
    });
    flagged.sort((a, b) => a.score - b.score || a.index - b.index);
    // Grey is worth a word only among colour.
    const found = name === 'grayscale' && flagged.length > pictures / 2 ? [] : flagged;
    const isOfAll = found.length > MOST_SHARE * pictures;
    return { name, threshold, ...limits, flagged: found.length, pictures: isOfAll ? [] : found.slice(0, MOST_FLAGGED) };
  });
  return { types, columns };
}

/** Sizes that differ by less are not odd, however alike all others are. */
const ODD_RATIO = 1.25;

interface CheckScores {
  readonly of: readonly (number | undefined)[];
  /** Scores below are flagged. */
  readonly threshold: number;
  /** Of `odd_size`: what is usual, in pixels. */
  readonly usual?: readonly [low: number, high: number];
}

function scoresOf(
  name: PictureCheck,
  looks: readonly (PictureLooks | undefined)[],
  options: AuditOptions,
): CheckScores {
  const { score } = CHECK_FACTS[name];
  if (score !== undefined) return { of: looks.map((one) => one?.[score]), threshold: thresholdOf(name, options) };
  const read = looks.filter((one) => one !== undefined);
  if (read.length === 0) return { of: looks.map(() => undefined), threshold: 0.5 };
  const { scores, threshold, low, high } = oddSizes(
    Float64Array.from(read, ({ size }) => size),
    options.oddSizeRanges,
    ODD_RATIO,
  );
  let at = 0;
  return { of: looks.map((one) => (one === undefined ? undefined : scores[at++])), threshold, usual: [low, high] };
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
