import { findLabelIssues, type PredProbs } from '../../../core/index.ts';
import type { Dataset } from '../../../dataset/index.ts';
import { InputError } from '../../../files/index.ts';
import {
  FEATURE_PRESETS,
  judgeAgain,
  judgeByFeatures,
  type Flag,
  type HeadThreads,
  type HeadTask,
  type Judgement,
} from '../../../training/index.ts';
import { dealFolds, groupSettings } from './deal-folds.ts';
import { numberOrNull } from '../../report/training-curve.ts';
import { mostProbable } from './most-probable.ts';
import type { Rejudged } from '../probabilities.ts';
import type { SeenDataset } from './see-dataset.ts';
import type { StageClock } from '../stage-clock.ts';
import type { AuditHooks } from '../../report/types.ts';
import type { AuditOptions } from '../../options/audit-options.ts';

/** What the first round makes doubtful is left out of the second round's training. */
export const flagByNoiseRate: Flag = (labels, predProbs) => findLabelIssues(labels, predProbs).mask;

/** Out-of-sample probabilities by heads on features: two rounds. */
export interface FeatureProbabilities extends Rejudged {
  readonly judgement: Judgement;
}

/** How many heads are fitted. */
export function headFolds({ folds, preset }: Pick<AuditOptions, 'folds' | 'preset'>): number {
  return folds ?? FEATURE_PRESETS[preset].folds;
}

export interface FeatureRun {
  /** Threads that were started on the features, to fit heads on. */
  readonly threads?: HeadThreads;
  /** Default: what the preset says. */
  readonly secondRound?: boolean;
}

/**
 * Trains cross-validated heads on the features of the pictures; the second round without what the first makes doubtful.
 *
 * @throws InputError where there are fewer pictures than folds, or one class alone
 */
export async function featureProbabilities(
  dataset: Dataset,
  seen: SeenDataset,
  options: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
  { threads, secondRound = FEATURE_PRESETS[options.preset].secondRound }: FeatureRun = {},
): Promise<FeatureProbabilities> {
  const { seed, preset } = options;
  const folds = headFolds(options);
  const { features, exampleIndices, problems, groups } = seen;
  const labels = Int32Array.from(exampleIndices, (example) => dataset.examples[example].label);
  if (labels.length < folds) {
    throw new InputError(
      `${dataset.root}: ${labels.length} of ${dataset.examples.length} pictures can be read; ${folds} folds need at least ${folds}.`,
    );
  }
  if (new Set(labels).size < 2) {
    throw new InputError(`${dataset.root}: all readable pictures have the label "${dataset.classes[labels[0]]}".`);
  }
  hooks.onProblems?.(problems);
  const { foldOf, warnings } = dealFolds(dataset, labels, groups, folds, seed);
  const task: HeadTask = { labels, k: dataset.classes.length, foldOf, folds };
  const begun = performance.now();
  const judgement = await clock.run('training', (report) =>
    judgeByFeatures(features, task, {
      ...{ flag: secondRound ? flagByNoiseRate : undefined, threads, signal: hooks.signal },
      onProgress: (share) => {
        report({ share });
      },
    }),
  );
  const seconds = (performance.now() - begun) / 1000 / folds;
  const { round1, predProbs, c, temperature } = judgement;
  return {
    ...{ predProbs, labels, exampleIndices, problems, warnings, judgement },
    again: (given, part) =>
      part.run('training', async () => {
        const judged = await judgeAgain(features, { ...task, labels: given }, judgement, {
          ...{ flag: secondRound ? flagByNoiseRate : undefined, threads, signal: hooks.signal },
        });
        return judged.predProbs;
      }),
    contentHashes: seen.contentHashes,
    features,
    compared: seen.own ?? features,
    suggested: mostProbable(round1.predProbs),
    rankBy: 'pairwise_margin',
    backend: seen.backend,
    jobs: seen.jobs,
    given: seen.given,
    crossValidation: {
      accuracy: round1.accuracy,
      folds: heldOut(round1.predProbs, task).map(({ size, right }, fold) => ({
        ...{ fold: fold + 1, trainSize: labels.length - size, testSize: size, history: [] },
        ...{ heldOutAccuracy: numberOrNull(right / size), seconds: Math.round(seconds * 1000) / 1000 },
      })),
      settings: {
        ...{ model: 'features', preset, ...seen.settings, rounds: secondRound ? 2 : 1 },
        ...{ c: rounded(c), temperature: rounded(temperature), logLoss: rounded(round1.logLoss) },
        ...groupSettings(dataset, groups),
      },
    },
  };
}

const rounded = (value: number): number => Number(value.toPrecision(4));

function heldOut(predProbs: PredProbs, task: HeadTask): { size: number; right: number }[] {
  const counts = Array.from({ length: task.folds }, () => ({ size: 0, right: 0 }));
  mostProbable(predProbs).forEach((best, i) => {
    const fold = counts[task.foldOf[i]];
    fold.size++;
    if (best === task.labels[i]) fold.right++;
  });
  return counts;
}
