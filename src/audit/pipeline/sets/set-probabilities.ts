import { stratifySets, type LabelSets, type PredProbs } from '../../../core/index.ts';
import { InputError } from '../../../files/index.ts';
import { createRandom, judgeSets, withHeadThreads } from '../../../training/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import type { AuditHooks } from '../../report/types.ts';
import type { Probabilities } from '../probabilities.ts';
import { groupSettings } from '../probabilities/deal-folds.ts';
import { headFolds } from '../probabilities/feature-probabilities.ts';
import { modelOf, readPictures, type ReadPictures } from '../probabilities/picture-probabilities.ts';
import type { StageClock } from '../stage-clock.ts';
import { setsOf, type SetDataset } from './sets-of.ts';
import type { ToldWarning } from '../../wording/warnings.ts';

const FOLD_STREAM = 0xb7;

/**
 * Refuses options that only one label a picture has: before hours of work rather than after them.
 * @throws InputError that says which models and options there are
 */
export function requireForSets(options: AuditOptions): void {
  const model = options.predProbsFile === undefined ? modelOf(options) : 'auto';
  if (model !== 'auto' && model !== 'features') {
    throw new InputError(
      `--model ${model} can't judge several labels a picture: its network ends in one class. Use --model features (or leave it out), your own --features or --trunk, or --pred-probs with a column for each class.`,
    );
  }
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

/**
 * Out-of-sample probabilities of each class by itself, by logistic regressions on the features of the pictures; folds hold each
 * class in its share (iterative stratification), and identical pictures, or those of a group, stand in one fold.
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
  const pictures = read?.by === 'features' ? read : await readPictures(dataset, 'features', options, clock, hooks);
  if (pictures.by !== 'features') throw new InputError('Several labels a picture are judged on features alone.');
  const { seen } = pictures;
  const { features, exampleIndices, groups } = seen;
  const { seed, preset, jobs } = options;
  const folds = headFolds(options);
  const sets = setsOf(dataset, exampleIndices);
  const foldOf = foldsOf(dataset, sets, groups, folds, seed);
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

/**
 * Deals pictures into folds: groups as a whole, each as an example of all its classes.
 * @param groups group of each picture, numbered by first sight
 */
function foldsOf(dataset: SetDataset, sets: LabelSets, groups: Int32Array, folds: number, seed: number): Int32Array {
  const n = groups.reduce((most, group) => Math.max(most, group + 1), 0);
  if (n < folds) {
    throw new InputError(
      `${dataset.root}: ${sets.n} of ${dataset.examples.length} pictures can be read, ${n} of them different; ${folds} folds need at least ${folds}.`,
    );
  }
  const { k } = sets;
  const data = new Uint8Array(n * k);
  groups.forEach((group, i) => {
    for (let c = 0; c < k; c++) data[group * k + c] |= sets.data[i * k + c];
  });
  const random = createRandom(seed, FOLD_STREAM);
  const dealt = stratifySets({ data, n, k }, folds, () => random.uniform());
  return groups.map((group) => dealt[group]);
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

/** Below so much of the loss that one has who knows each class's share alone, a model has learned something. */
const LEARNED = 0.95;

function weakWarnings({ data, n, k }: LabelSets, logLoss: number): ToldWarning[] {
  let known = 0;
  for (let c = 0; c < k; c++) {
    let given = 0;
    for (let i = 0; i < n; i++) given += data[i * k + c];
    const p = given / n;
    if (p > 0 && p < 1) known -= p * Math.log(p) + (1 - p) * Math.log(1 - p);
  }
  if (logLoss < LEARNED * known) return [];
  const text = `The model hardly knows more of the classes than how frequent they are (log-loss ${logLoss.toFixed(2)} a picture; ${known.toFixed(2)} without looking): what it lists may be as wrong as the labels. Give it more pictures, or your own --features or --pred-probs.`;
  return [{ text, kind: 'sets-hardly-learnt', numbers: [logLoss, known] }];
}
