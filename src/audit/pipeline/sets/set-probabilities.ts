import type { LabelSets, PredProbs } from '../../../core/index.ts';
import { InputError } from '../../../files/index.ts';
import { judgeSets, withHeadThreads } from '../../../training/index.ts';
import type { NetworkName } from '../../../training/light.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import type { AuditHooks } from '../../report/types.ts';
import type { Probabilities } from '../probabilities.ts';
import { groupSettings } from '../probabilities/deal-folds.ts';
import { headFolds } from '../probabilities/feature-probabilities.ts';
import { modelOf, readPictures, type ReadPictures } from '../probabilities/picture-probabilities.ts';
import type { SeenDataset } from '../probabilities/see-dataset.ts';
import type { StageClock } from '../stage-clock.ts';
import { dealSets } from './deal-sets.ts';
import { setsOf, type SetDataset } from './sets-of.ts';
import { trainSetProbabilities } from './train-set-probabilities.ts';
import { weakWarnings } from './weak-sets.ts';

/**
 * Refuses options that only one label a picture has: before hours of work rather than after them.
 * @throws InputError that says which
 */
export function requireForSets(options: AuditOptions): void {
  const given = [
    ...(options.targetPrecision === undefined ? [] : ['--target-precision']),
    ...(options.calibrate ? ['--calibrate'] : []),
  ];
  if (given.length > 0) {
    throw new InputError(
      `${given.join(' and ')} can't be had of several labels a picture: no errors are planted among them. Leave it out; --filter-by decides what is listed.`,
    );
  }
}

/** What judges several labels a picture: heads on features, unless a network is named. */
export function modelForSets(options: AuditOptions): NetworkName | 'features' {
  const model = modelOf(options);
  return model === 'auto' ? 'features' : model;
}

/**
 * Out-of-sample probabilities of each class by itself, by logistic regressions on the features of the pictures, or by networks
 * that end in sigmoids; folds hold each class in its share (iterative stratification), and identical pictures, or those of a
 * group, stand in one fold.
 *
 * @param read where the pictures were read before
 * @throws InputError where there are too few pictures; what reading and training throw
 */
export async function setProbabilities(
  dataset: SetDataset,
  options: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
  read?: ReadPictures,
): Promise<Probabilities> {
  const model = modelForSets(options);
  const pictures = read?.by === model ? read : await readPictures(dataset, model, options, clock, hooks);
  if (pictures.by === 'features') return featureSetProbabilities(dataset, pictures.seen, options, clock, hooks);
  return trainSetProbabilities(dataset, pictures.decoded, { ...options, model: pictures.by }, clock, hooks);
}

async function featureSetProbabilities(
  dataset: SetDataset,
  seen: SeenDataset,
  options: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<Probabilities> {
  const { features, exampleIndices, groups } = seen;
  const { seed, preset, jobs } = options;
  const folds = headFolds(options);
  const sets = setsOf(dataset, exampleIndices);
  const foldOf = dealSets(dataset, sets, groups, folds, seed);
  hooks.onProblems?.(seen.problems);
  const begun = performance.now();
  const judged = await withHeadThreads(features, { k: sets.k, folds, jobs }, (threads) =>
    clock.run('training', (report) =>
      judgeSets(
        features,
        { sets: sets.data, k: sets.k, foldOf, folds },
        {
          ...{ threads, signal: hooks.signal },
          onProgress: (share) => {
            report({ share });
          },
        },
      ),
    ),
  );
  const seconds = (performance.now() - begun) / 1000 / folds;
  const held = heldOut(sets, judged.predProbs, foldOf, folds);
  const right = held.reduce((sum, fold) => sum + fold.right, 0);
  return {
    predProbs: judged.predProbs,
    labels: Int32Array.from(exampleIndices, (example) => dataset.examples[example].label),
    ...{ exampleIndices, problems: seen.problems, contentHashes: seen.contentHashes, features },
    warnings: weakWarnings(sets, judged.logLoss),
    compared: seen.own ?? features,
    backend: seen.backend,
    jobs: seen.jobs,
    given: seen.given,
    crossValidation: {
      accuracy: right / Math.max(1, sets.n * sets.k),
      folds: held.map(({ size, right: own }, fold) => ({
        ...{ fold: fold + 1, trainSize: sets.n - size, testSize: size, history: [] },
        ...{ heldOutAccuracy: size === 0 ? null : own / (size * sets.k), seconds: Math.round(seconds * 1000) / 1000 },
      })),
      settings: {
        ...{ model: 'features', preset, ...seen.settings, rounds: 1 },
        ...{ c: Number(judged.c.toPrecision(4)), logLoss: Number(judged.logLoss.toPrecision(4)), heads: 'sigmoid' },
        ...groupSettings(dataset, groups),
      },
    },
  };
}

/** Whether an entry is on the side of one half that its label says. */
const isRight = (entry: number, probability: number): boolean => probability >= 0.5 === (entry === 1);

/** Of each fold how many pictures it holds out, and how many of their entries, given or not, the model takes for what they are. */
function heldOut(
  { data, k }: LabelSets,
  predProbs: Pick<PredProbs, 'data'>,
  foldOf: Int32Array,
  folds: number,
): { size: number; right: number }[] {
  const counts = Array.from({ length: folds }, () => ({ size: 0, right: 0 }));
  foldOf.forEach((fold, i) => {
    counts[fold].size++;
    for (let at = i * k; at < (i + 1) * k; at++) if (isRight(data[at], predProbs.data[at])) counts[fold].right++;
  });
  return counts;
}
