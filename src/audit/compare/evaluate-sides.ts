import { findDuplicates, type Dataset, type DatasetProblem } from '../../dataset/index.ts';
import {
  evaluateHeads,
  trainAndEvaluate,
  type Evaluation,
  type NetworkName,
  type TrainingSettings,
} from '../../training/index.ts';
import { dealFolds, groupsOfRows } from '../pipeline/probabilities/deal-folds.ts';
import { seeDataset } from '../pipeline/probabilities/see-dataset.ts';
import type { StageClock } from '../pipeline/stage-clock.ts';
import { decodeViews, reusedNote, trainingSettings } from '../pipeline/probabilities/train-probabilities.ts';
import type { AuditHooks, AuditReport } from '../report/types.ts';
import type { AuditOptions } from '../options/audit-options.ts';

/** Pictures that could be read, for a comparison. */
export interface ComparedPictures {
  readonly n: number;
  /** For each picture, the index of its example. */
  readonly exampleIndices: Int32Array;
  /** For each picture a number that identical ones share. */
  readonly groups: Int32Array;
  readonly problems: readonly DatasetProblem[];
  /** For the comparison's record. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** Trains on each side, and judges the test pictures. */
  readonly evaluate: (test: Int32Array, sides: readonly ComparedTraining[]) => Promise<Evaluated>;
}

export interface ComparedTraining {
  readonly name: string;
  readonly labels: Int32Array;
  readonly train: Int32Array;
}

export interface Evaluated {
  readonly evaluations: readonly Evaluation[];
  readonly backend: AuditReport['environment']['backend'];
  readonly forget?: () => Promise<void>;
}

export interface EvaluateOptions {
  readonly audit: AuditOptions;
  readonly repeats: number;
  readonly earlyStopping?: { readonly share: number; readonly patience: number };
}

/** Folds by which the penalty of a head is chosen. */
const FOLDS = 5;

/** Reads the pictures of both sides as the model takes them. */
export async function comparedPictures(
  dataset: Dataset,
  model: NetworkName | 'features',
  options: EvaluateOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<ComparedPictures> {
  return model === 'features'
    ? byFeatures(dataset, options, clock, hooks)
    : // A second round is for judging labels; what is compared here is what can be learnt from them.
      byNetwork(dataset, { ...trainingSettings({ ...options.audit, model }), rounds: 1 }, options, clock, hooks);
}

async function byFeatures(
  dataset: Dataset,
  { audit }: EvaluateOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<ComparedPictures> {
  const { features, exampleIndices, groups, problems, backend, settings } = await seeDataset(
    dataset,
    audit,
    clock,
    hooks,
  );
  const { seed } = audit;
  const k = dataset.classes.length;
  return {
    ...{ n: exampleIndices.length, exampleIndices, groups, problems },
    settings: { model: 'features', preset: audit.preset, ...settings },
    evaluate: async (test, sides) => {
      const evaluations = await clock.run('training', async (report) => {
        const done: Evaluation[] = [];
        for (const { name, labels, train } of sides) {
          const begun = performance.now();
          const own = Int32Array.from(train, (row) => labels[row]);
          const { foldOf } = dealFolds(dataset, own, groupsOfRows(train, groups), FOLDS, seed);
          const side = { labels, train, foldOf, folds: FOLDS };
          const probabilities = await evaluateHeads(features, side, k, test, hooks.signal);
          const seconds = Math.round(performance.now() - begun) / 1000;
          done.push({ name, runs: [{ seed, probabilities, history: [], seconds }] });
          report({ share: done.length / sides.length });
        }
        return done;
      });
      return { evaluations, backend };
    },
  };
}

async function byNetwork(
  dataset: Dataset,
  settings: TrainingSettings,
  { audit, repeats, earlyStopping }: EvaluateOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<ComparedPictures> {
  const { signal } = hooks;
  const { images, trimmed } = await decodeViews(dataset, settings, audit, clock, hooks);
  const { groups } = findDuplicates(dataset, images);
  return {
    ...{ n: images.n, exampleIndices: images.exampleIndices, groups, problems: images.problems },
    settings: { ...settings, channels: images.channels, trim: audit.trim ? 'yes' : 'no' },
    evaluate: (test, sides) =>
      clock.run('training', (report) =>
        trainAndEvaluate(
          {
            ...{ images: images.data, trimmedImages: trimmed?.data },
            ...{ n: images.n, height: images.height, width: images.width },
            ...{ channels: images.channels, labels: sides[0].labels, k: dataset.classes.length, groups },
          },
          test,
          sides,
          {
            ...{ settings, repeats, earlyStopping, seed: audit.seed, backend: audit.backend, jobs: audit.jobs },
            ...{ workerFile: audit.workerFile, cacheFolder: audit.cacheFolder, signal },
            onReused: reusedNote('trainings', hooks),
            onProgress: (training) => {
              report({ share: training.share, training });
            },
          },
        ),
      ),
  };
}
