import { readFeatures } from '../../../arrays/index.ts';
import type { ComparedRows } from '../../../core/index.ts';
import type { Dataset } from '../../../dataset/index.ts';
import { plural } from '../../../numbers/index.ts';
import { prepareFeatures } from '../../../training/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import { settleFeatures, type OrderedFeatures } from '../../order/settle-features.ts';
import { findSidecar } from '../../order/sidecar.ts';
import type { AuditHooks } from '../../report/types.ts';
import type { StageClock } from '../stage-clock.ts';
import { noteFile, stillThose, type GivenFiles } from './given-files.ts';
import { givenProbabilities, type GivenProbabilities } from './given-probabilities.ts';

/** Features of the user's own, in the data set's order, and what their files held. */
export interface OwnFeatures extends OrderedFeatures {
  readonly given: GivenFiles;
}

/**
 * Reads features of the user's own; see `settleFeatures`.
 *
 * @param without what becomes of a picture without features, as the end of a sentence; default: it was not audited
 * @throws InputError where the file does not fit the data set
 */
export async function readOwnFeatures(
  dataset: Dataset,
  file: string,
  { featuresPaths, classes, force }: Pick<AuditOptions, 'featuresPaths' | 'classes' | 'force'>,
  clock: StageClock,
  { signal, onNote }: AuditHooks,
  without?: string,
): Promise<OwnFeatures> {
  const noted = await noteFile(file, 'features', signal);
  const unordered = await clock.run('decoding', () => readFeatures(file));
  const { sidecar, notes } = await findSidecar(file, unordered.n, featuresPaths);
  const beside = sidecar === undefined ? [] : [await noteFile(sidecar.file, 'featuresPaths', signal)];
  for (const note of notes) onNote?.(note);
  const named = sidecar === undefined ? {} : { named: sidecar };
  const ordered = settleFeatures(
    dataset,
    { file, ...unordered, ...named },
    { ...{ classesGiven: classes !== undefined, force, onNote }, ...(without === undefined ? {} : { without }) },
  );
  return { ...ordered, given: await stillThose([noted, ...beside]) };
}

/**
 * Takes the probabilities of the user's own model and, where they are given too, features: labels are judged by the
 * probabilities, and the features tell what is alike, for the checks of the data set, the pictures shown beside each other and
 * the map.
 *
 * Pictures without features are judged all the same. Where there are such, what looks alike is told by the probabilities, which
 * all have, and checks by features leave them out.
 *
 * @throws what `givenProbabilities` and `readOwnFeatures` throw
 */
export async function ownProbabilities(
  all: Dataset,
  predProbsFile: string,
  options: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<GivenProbabilities> {
  if (options.featuresFile === undefined) return givenProbabilities(all, predProbsFile, options, hooks);
  const judged = await givenProbabilities(all, predProbsFile, options, { ...hooks, onProblems: undefined });
  const both = await withOwnFeatures(judged, options.featuresFile, options, clock, hooks);
  hooks.onProblems?.(both.probabilities.problems);
  return both;
}

/** Adds features of the user's own to probabilities, as `ownProbabilities` does. */
export async function withOwnFeatures(
  { dataset, probabilities }: GivenProbabilities,
  featuresFile: string,
  options: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<GivenProbabilities> {
  const without = 'its label was judged by the given probabilities alone';
  const own = await readOwnFeatures(dataset, featuresFile, options, clock, hooks, without);
  const { compared, missing } = inRowsOf(probabilities.exampleIndices, own);
  if (missing > 0) {
    hooks.onNote?.(
      `${plural(missing, 'picture has', 'pictures have')} no features: checks by features leave ${missing === 1 ? 'it' : 'them'} out, and what looks alike is told by the probabilities.`,
    );
  }
  const features = missing > 0 ? {} : { features: await prepareFeatures(compared, { signal: hooks.signal }) };
  return {
    dataset,
    probabilities: {
      ...{ ...probabilities, ...features, compared },
      problems: [...probabilities.problems, ...own.problems],
      given: [...(probabilities.given ?? []), ...own.given],
    },
  };
}

/** Features in the order of audited rows; of those that have none every number is NaN. */
function inRowsOf(
  rows: Int32Array,
  { data, k, exampleIndices }: OwnFeatures,
): { readonly compared: ComparedRows; readonly missing: number } {
  const placeOf = new Map(Array.from(exampleIndices, (example, place) => [example, place]));
  const places = rows.map((example) => placeOf.get(example) ?? -1);
  const size = rows.length * k;
  const target = data instanceof Float32Array ? new Float32Array(size) : new Float64Array(size);
  places.forEach((place, row) => {
    if (place < 0) target.fill(Number.NaN, row * k, (row + 1) * k);
    else target.set(data.subarray(place * k, (place + 1) * k), row * k);
  });
  return { compared: { data: target, n: rows.length, k }, missing: places.filter((place) => place < 0).length };
}
