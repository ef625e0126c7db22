import {
  activeScores,
  CoreInputError,
  findTopIssues,
  gatherAnnotations,
  pickDiverse,
  suggestLabels,
  type AnnotatorLabels,
} from '../../../core/index.ts';
import { rowPlace } from '../../../dataset/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import type { NextPicture, NextPictures } from '../../report/next-pictures.ts';
import type { AuditHooks } from '../../report/types.ts';
import { gatherSaid } from '../annotators/gather-annotations.ts';
import { byPicture } from '../probabilities/given-probabilities.ts';
import { readAudited, type AuditedDataset } from '../read-audited.ts';
import { requireOneLabel } from '../sets/sets-of.ts';
import { stageClock } from '../stage-clock.ts';
import { judgePool, type JudgedPool, type OwnUnlabelled } from './judge-pool.ts';
import { poolOf, together, type Pool } from './pool.ts';

/** What is asked for beside what an audit is. */
export interface NextOptions extends OwnUnlabelled {
  /** How many pictures to choose, at least 1. */
  readonly count: number;
  /** Whether those chosen shall differ, too. */
  readonly isDiverse: boolean;
}

/** What was chosen, and what it was chosen from. */
export interface ChosenPictures {
  readonly found: NextPictures;
  readonly read: AuditedDataset;
  readonly pool: Pool;
  readonly judged: JudgedPool;
  /** For each picture of `found`, its row of `judged.unlabelled`. */
  readonly order: Int32Array;
}

/**
 * Chooses the pictures without a label whose label is worth most: as ActiveLab scores them by models that learnt from the
 * labelled ones, and different from each other.
 *
 * Features of pictures are kept in the cache folder: after more labels, it takes as long as fitting heads, which is seconds.
 *
 * @throws InputError where no picture waits for a label, too few have one, or pictures have several; what reading and training
 *   throw
 */
export async function runNext(options: AuditOptions, next: NextOptions, hooks: AuditHooks = {}): Promise<NextPictures> {
  return (await chooseNext(options, next, hooks)).found;
}

/**
 * Does what `runNext` does, and hands out what it was made of.
 * @param poolOfRead which pictures are learnt from, and which may be chosen; default: all that may be at all
 * @throws as `runNext` does
 */
export async function chooseNext(
  options: AuditOptions,
  next: NextOptions,
  hooks: AuditHooks,
  poolOfRead: (read: AuditedDataset) => Pool = (read) => poolOf(read, options.splits),
): Promise<ChosenPictures> {
  const begun = performance.now();
  const clock = stageClock(hooks);
  const read = await clock.run('reading', () => readAudited(options, hooks, { findUnlabelled: true }));
  requireOneLabel(read, 'A choice of what to label next');
  const pool = poolOfRead(read);
  for (const note of pool.notes) hooks.onNote?.(note);
  const judged = await judgePool(pool, options, next, clock, hooks);
  const { dataset, unlabelled, compared, comparedBy } = judged;
  const { annotations, accuracy } = annotationsOf(judged);
  const scores = scored(judged, annotations, pool, { given: options.predProbsFile, unlabelled: next.file });
  const order = next.isDiverse
    ? pickDiverse(scores, compared, { count: next.count })
    : findTopIssues(scores, next.count);
  const best = suggestLabels(unlabelled);
  const found: NextPictures = {
    root: dataset.root,
    classes: dataset.classes,
    pictures: Array.from(order, (i): NextPicture => {
      const { path, split, place } = pool.unlabelled[judged.places[i]];
      return {
        path,
        ...rowPlace(place),
        ...(split === undefined ? {} : { split }),
        score: scores[i],
        suggested: dataset.classes[best.labels[i]],
        probability: best.probabilities[i],
      };
    }),
    judged: unlabelled.n,
    labelled: judged.labelled.n,
    accuracy,
    ...(next.isDiverse ? { diverseBy: comparedBy } : {}),
    seconds: Math.round(performance.now() - begun) / 1000,
  };
  return { found, read, pool, judged, order };
}

/** How much a label of each picture without one is worth; a fault of the user's probabilities is told by file and picture. */
function scored(
  { dataset, exampleIndices, labelled, places, unlabelled }: JudgedPool,
  annotations: AnnotatorLabels,
  pool: Pool,
  files: { readonly given: string | undefined; readonly unlabelled: string | undefined },
): Float64Array {
  try {
    return activeScores({ annotations, labelled: [labelled], unlabelled: [unlabelled] }).unlabelled;
  } catch (error) {
    if (!(error instanceof CoreInputError)) throw error;
    const { row = -1, column = -1, value } = error;
    const isLabelled = row < labelled.n && Object.is(labelled.data[row * labelled.k + column], value);
    if (isLabelled) throw byPicture(error, files.given, { dataset, exampleIndices });
    const waiting = { ...together({ ...pool, labelled: { ...dataset, examples: [] } }) };
    throw byPicture(error, files.unlabelled, { dataset: waiting, exampleIndices: places });
  }
}

/** Who labelled what: the annotators, where all labels are theirs; else each picture was labelled once. */
function annotationsOf({ dataset, exampleIndices, labelled }: JudgedPool): {
  readonly annotations: ReturnType<typeof gatherAnnotations>;
  readonly accuracy: number;
} {
  const labels = exampleIndices.map((example) => dataset.examples[example].label);
  const best = suggestLabels(labelled).labels;
  const accuracy = labels.filter((label, row) => label === best[row]).length / labels.length;
  const said = gatherSaid(dataset, exampleIndices);
  if (said !== undefined && said.rows.length === labels.length && said.several > 0) {
    return { annotations: said.annotations, accuracy };
  }
  const rows = Int32Array.from(labels.keys());
  const once = { examples: rows, annotators: new Int32Array(rows.length), labels };
  return { annotations: gatherAnnotations(rows.length, 1, once), accuracy };
}
