import type { ComparedRows, PredProbs } from '../../../core/index.ts';
import { readPredProbs } from '../../../arrays/index.ts';
import { InputError } from '../../../files/index.ts';
import { plural } from '../../../numbers/index.ts';
import {
  FEATURE_PRESETS,
  judgeByFeatures,
  predictByHeads,
  rowsOfFeatures,
  withHeadThreads,
} from '../../../training/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import { matchNames } from '../../order/match-names.ts';
import { arranged } from '../../order/settle-order.ts';
import { findSidecar } from '../../order/sidecar.ts';
import type { AuditHooks } from '../../report/types.ts';
import { dealFolds, groupsOfRows } from '../probabilities/deal-folds.ts';
import { flagByNoiseRate } from '../probabilities/feature-probabilities.ts';
import { givenProbabilities } from '../probabilities/given-probabilities.ts';
import { readOwnFeatures } from '../probabilities/own-features.ts';
import { seeDataset } from '../probabilities/see-dataset.ts';
import { rowsOfMatrix } from '../rows-of-matrix.ts';
import type { StageClock } from '../stage-clock.ts';
import { leftOut } from './left-out.ts';
import { together, type Pool } from './pool.ts';
import type { Dataset, DatasetProblem } from '../../../dataset/index.ts';

/** What models make of pictures with and without a label. */
export interface JudgedPool {
  /** With the classes of all columns. */
  readonly dataset: Dataset;
  /** For each row of `labelled`, its example in `dataset`. */
  readonly exampleIndices: Int32Array;
  /** Out of sample. */
  readonly labelled: PredProbs;
  /** For each row of `unlabelled`, its place in the pool. */
  readonly places: Int32Array;
  readonly unlabelled: PredProbs;
  /** What tells that pictures are alike: a row for each of `unlabelled`. */
  readonly compared: ComparedRows;
  readonly comparedBy: 'features' | 'probabilities';
}

/** Where probabilities of pictures without a label come from, where they are the user's own. */
export interface OwnUnlabelled {
  readonly file?: string;
  readonly paths?: string;
}

/**
 * Judges a pool: by heads on features, of which all folds' together judge what has no label; or by probabilities of the user's own.
 *
 * @throws InputError where the files do not fit the pool, or too few pictures have a label; what reading and training throw
 */
export function judgePool(
  pool: Pool,
  options: AuditOptions,
  own: OwnUnlabelled,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<JudgedPool> {
  if (options.predProbsFile === undefined) {
    if (own.file !== undefined) {
      throw new InputError('--unlabelled-pred-probs goes with --pred-probs, those of the pictures that have a label.');
    }
    return byFeatures(pool, options, clock, hooks);
  }
  if (own.file === undefined) {
    throw new InputError(
      '--pred-probs are of the pictures that have a label: give those of the others with --unlabelled-pred-probs.',
    );
  }
  return byOwnProbabilities(pool, options.predProbsFile, { ...own, file: own.file }, options, clock, hooks);
}

async function byFeatures(
  pool: Pool,
  options: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<JudgedPool> {
  const { signal, onNote } = hooks;
  const all = together(pool);
  const count = pool.labelled.examples.length;
  // Dummy labels of those without one would make other orders of the user's features look better.
  const seen = await seeDataset(all, { ...options, force: true }, clock, { ...hooks, onProblems: undefined });
  const rows = Int32Array.from(seen.exampleIndices.keys());
  const known = rows.filter((row) => seen.exampleIndices[row] < count);
  const waiting = withoutCopies(
    rows.filter((row) => seen.exampleIndices[row] >= count),
    known,
    seen,
    all,
    onNote,
  );
  tellProblems(seen.problems, hooks);
  const unreadable = pool.unlabelled.length - rows.length + known.length;
  if (unreadable > 0)
    onNote?.(
      `${plural(unreadable, 'picture')} without a label can't be read, and ${unreadable === 1 ? 'is' : 'are'} not judged.`,
    );
  const lost = count - known.length;
  if (lost > 0) onNote?.(`Nothing is learnt from ${plural(lost, 'labelled picture')} that can't be read.`);
  const labels = known.map((row) => all.examples[seen.exampleIndices[row]].label);
  const preset = FEATURE_PRESETS[options.preset];
  const folds = options.folds ?? Math.max(2, Math.min(preset.folds, Math.floor(known.length / 5)));
  if (known.length < 2 * folds || new Set(labels).size < 2) {
    throw new InputError(
      `${all.root}: ${plural(known.length, 'picture has', 'pictures have')} a label and can be read, of ${plural(new Set(labels).size, 'class', 'classes')}: label some of two classes or more first.`,
    );
  }
  const k = all.classes.length;
  const own = rowsOfFeatures(seen.features, known);
  const groups = groupsOfRows(known, seen.groups);
  const { foldOf } = dealFolds(pool.labelled, labels, groups, folds, options.seed);
  const judgement = await clock.run('training', (report) =>
    withHeadThreads(own, { k, folds, jobs: options.jobs }, (threads) =>
      judgeByFeatures(
        own,
        { labels, k, foldOf, folds },
        {
          ...{ flag: preset.secondRound ? flagByNoiseRate : undefined, threads, signal },
          onProgress: (share) => {
            report({ share });
          },
        },
      ),
    ),
  );
  const others = rowsOfFeatures(seen.features, waiting);
  const unlabelled = await predictByHeads(others, judgement.heads.last, k, judgement.temperature, signal);
  return {
    dataset: pool.labelled,
    exampleIndices: known.map((row) => seen.exampleIndices[row]),
    labelled: judgement.predProbs,
    places: waiting.map((row) => seen.exampleIndices[row] - count),
    unlabelled,
    compared: others,
    comparedBy: 'features',
  };
}

/** What is no fault here: a label that is missing is what is looked for, and the labels of those without one are none. */
const NO_FAULT: readonly DatasetProblem['kind'][] = ['empty-label', 'duplicate-row', 'conflicting-duplicates'];

function tellProblems(problems: readonly DatasetProblem[], { onProblems }: AuditHooks): void {
  const told = problems.filter(({ kind }) => !NO_FAULT.includes(kind));
  if (told.length > 0) onProblems?.(told);
}

/** Rows of pictures that are byte for byte no other's: what is known of that one is known of them. */
function withoutCopies(
  waiting: Int32Array,
  known: Int32Array,
  { contentHashes, exampleIndices }: Pick<Awaited<ReturnType<typeof seeDataset>>, 'contentHashes' | 'exampleIndices'>,
  { examples }: Dataset,
  onNote: AuditHooks['onNote'],
): Int32Array {
  const first = new Map<string, number>();
  for (const row of known) {
    const hash = contentHashes[row];
    if (hash !== undefined) first.set(hash, row);
  }
  const copies: string[] = [];
  const kept = waiting.filter((row) => {
    const hash = contentHashes[row];
    if (hash === undefined) return true;
    const twin = first.get(hash);
    if (twin === undefined) {
      first.set(hash, row);
      return true;
    }
    copies.push(`${examples[exampleIndices[row]].path} (as ${examples[exampleIndices[twin]].path})`);
    return false;
  });
  if (copies.length > 0) {
    const shown = copies.slice(0, 3).join(', ') + (copies.length > 3 ? ` and ${copies.length - 3} more` : '');
    onNote?.(
      `${plural(copies.length, 'picture is a copy', 'pictures are copies')} of another byte for byte, and left out: ${shown}.`,
    );
  }
  return kept;
}

async function byOwnProbabilities(
  pool: Pool,
  predProbsFile: string,
  own: OwnUnlabelled & { readonly file: string },
  options: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<JudgedPool> {
  const { onNote } = hooks;
  const { dataset, columns, probabilities } = await givenProbabilities(pool.labelled, predProbsFile, options, {
    ...hooks,
    onProblems: undefined,
  });
  const { predProbs: labelled, exampleIndices } = probabilities;
  tellProblems(probabilities.problems, hooks);
  const given = await readPredProbs(own.file);
  if (given.k !== labelled.k) {
    throw new InputError(
      `${own.file} has ${given.k} columns, but ${predProbsFile} has ${labelled.k}: give the same model's.`,
    );
  }
  const { sidecar, notes } = await findSidecar(own.file, given.n, own.paths);
  for (const note of notes) onNote?.(note);
  const waiting = together({ ...pool, labelled: { ...pool.labelled, examples: [] } });
  let rowOf: Int32Array;
  if (sidecar === undefined) {
    if (given.n !== pool.unlabelled.length) {
      throw new InputError(
        `${own.file} has ${given.n} rows, but ${plural(pool.unlabelled.length, 'picture waits', 'pictures wait')} for a label. Write the picture of each row into a file beside it, one path a line, and name it with --unlabelled-pred-probs-paths.`,
      );
    }
    onNote?.(
      `Rows of ${own.file} were taken in the order of the pictures without a label: the first is ${pool.unlabelled[0].path}.`,
    );
    rowOf = Int32Array.from({ length: given.n }, (_, i) => i);
  } else {
    const matched = matchNames(waiting, [], sidecar);
    rowOf = matched.rowOf;
    for (const note of leftOut(matched, waiting, sidecar)) onNote?.(note);
  }
  const places = Int32Array.from(rowOf.keys()).filter((place) => rowOf[place] >= 0);
  if (places.length === 0) throw new InputError(`${own.file} has a row for none of the pictures without a label.`);
  onNote?.(`Columns of ${own.file} were taken in the order of those of ${predProbsFile}.`);
  const unlabelled = arranged(given, places, { rows: { rowOf }, columns });
  const judged = { dataset, exampleIndices, labelled, places, unlabelled };
  if (options.featuresFile === undefined) return { ...judged, compared: unlabelled, comparedBy: 'probabilities' };
  const count = pool.labelled.examples.length;
  const features = await readOwnFeatures(
    together(pool),
    options.featuresFile,
    { ...options, force: true },
    clock,
    hooks,
  );
  const featureRow = new Map(Array.from(features.exampleIndices, (example, row) => [example - count, row]));
  if (places.some((place) => !featureRow.has(place))) {
    throw new InputError(`${options.featuresFile} has no usable row for some of the pictures without a label.`);
  }
  const compared = rowsOfMatrix(
    features,
    places.map((place) => featureRow.get(place)!),
  );
  return { ...judged, compared, comparedBy: 'features' };
}
