import { oddSizes, pictureLooks, type PictureLooks } from '../../core/index.ts';
import type { Dataset } from '../../dataset/index.ts';
import { InputError } from '../../files/index.ts';
import { measurePictures } from '../../pictures/index.ts';
import type { AuditOptions } from '../options/audit-options.ts';
import { CHECK_FACTS, PICTURE_CHECKS, type PictureCheck } from '../options/picture-checks.ts';
import type { AuditHooks, AuditReport } from '../report/types.ts';
import type { StageClock } from './stage-clock.ts';

/** What the checks found, and the scores that they found it by. */
export interface CheckedPictures {
  readonly checks: NonNullable<AuditReport['checks']>;
  /** One row for each audited picture, one column for each of `checks.types`; NaN where a picture could not be read. */
  readonly scores: Float32Array;
}

/** A check lists at most so many pictures in the report; picture_scores.npy has the scores of all. */
const MOST_FLAGGED = 1000;
/** A check that flags more than this share of all pictures tells of the data set, not of single pictures. */
const MOST_SHARE = 0.1;

/**
 * The checks that an audit makes: only those that are asked for, since they look at every picture once more.
 *
 * @throws InputError where one is asked for that there is not
 */
export function checksOf({ checks }: Pick<AuditOptions, 'checks'>): readonly PictureCheck[] {
  if (checks === undefined) return [];
  const [first] = checks;
  if (checks.length === 1 && first === 'all') return PICTURE_CHECKS;
  if (checks.length === 1 && first === 'none') return [];
  const strange = checks.find((name) => !(PICTURE_CHECKS as readonly string[]).includes(name));
  if (strange === undefined) return PICTURE_CHECKS.filter((name) => checks.includes(name));
  throw new InputError(
    `--checks: there is no check "${strange}". Give all, none, or some of ${PICTURE_CHECKS.join(', ')}.`,
  );
}

/**
 * Looks at every audited picture for what is wrong with the picture itself.
 *
 * @param exampleIndices the audited pictures, as places in `dataset.examples`
 * @param names what to look for
 * @returns undefined where that is nothing
 * @throws what `measurePictures` throws
 */
export async function checkPictures(
  dataset: Dataset,
  exampleIndices: Int32Array,
  names: readonly PictureCheck[],
  options: AuditOptions,
  clock: StageClock,
  { signal }: AuditHooks,
): Promise<CheckedPictures | undefined> {
  if (names.length === 0) return undefined;
  const started = performance.now();
  const all = Array.from(exampleIndices, (index) => dataset.examples[index].path);
  // A picture that stands in several splits is looked at once.
  const paths = [...new Set(all)];
  const measured = await clock.run('cleaning', (report) =>
    measurePictures(dataset.root, paths, ({ pixels, full }) => pictureLooks(pixels, full), {
      signal,
      onProgress: (done, total) => {
        report({ share: done / total, done, total });
      },
    }),
  );
  const byPath = new Map(paths.map((path, i) => [path, measured[i]]));
  const looks = all.map((path) => byPath.get(path));
  const { scores, ...found } = judgeLooks(names, looks, options);
  return { scores, checks: { ...found, seconds: Math.round(performance.now() - started) / 1000 } };
}

/** Flags pictures by their looks; see `CheckedPictures`. */
export function judgeLooks(
  names: readonly PictureCheck[],
  looks: readonly (PictureLooks | undefined)[],
  options: AuditOptions,
): Omit<CheckedPictures['checks'], 'seconds'> & Pick<CheckedPictures, 'scores'> {
  const scores = new Float32Array(looks.length * names.length).fill(NaN);
  const pictures = looks.filter((one) => one !== undefined).length;
  const types = names.map((name, column) => {
    const { of, threshold, ...limits } = scoresOf(name, looks, options);
    const flagged: { readonly index: number; readonly score: number }[] = [];
    of.forEach((score, index) => {
      if (score === undefined) return;
      scores[index * names.length + column] = score;
      if (score < threshold) flagged.push({ index, score });
    });
    flagged.sort((a, b) => a.score - b.score || a.index - b.index);
    // Grey is worth a word only among colour.
    const found = name === 'grayscale' && flagged.length > pictures / 2 ? [] : flagged;
    const isOfAll = found.length > MOST_SHARE * pictures;
    return { name, threshold, ...limits, flagged: found.length, pictures: isOfAll ? [] : found.slice(0, MOST_FLAGGED) };
  });
  return { pictures, types, scores };
}

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
