import { isTestSplit, rowPlace, type Dataset } from '../../../dataset/index.ts';
import { InputError } from '../../../files/index.ts';
import { plural } from '../../../numbers/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import type { ConsensusBy } from '../../options/consensus-options.ts';
import type { ConsensusPicture, ConsensusResult } from '../../report/consensus.ts';
import type { AuditHooks } from '../../report/types.ts';
import { byPicture } from '../probabilities/given-probabilities.ts';
import { ownProbabilities } from '../probabilities/own-features.ts';
import { pictureProbabilities } from '../probabilities/picture-probabilities.ts';
import { readAudited } from '../read-audited.ts';
import { requireOneLabel } from '../sets/sets-of.ts';
import { rowsOfMatrix } from '../rows-of-matrix.ts';
import { stageClock, type StageClock } from '../stage-clock.ts';
import { describeAnnotators } from './describe-annotators.ts';
import { gatherSaid } from './gather-annotations.ts';
import { judgeAnnotators, type JudgedAnnotators } from './judge-annotators.ts';
import type { PredProbs } from '../../../core/index.ts';
import { warningSentence } from '../../wording/warnings.ts';

export interface ConsensusHooks extends AuditHooks {
  /** Called with the data set before anything is trained; what it throws ends the work. */
  readonly onRead?: (dataset: Dataset) => void;
}

/**
 * Makes one label of those of several annotators: see `judgeAnnotators`. The model's vote comes from probabilities of the
 * user's own, or from cross-validated training on the majority's labels.
 *
 * @param questions how many pictures to ask about are listed
 * @throws InputError where the data set has no labels of several annotators, or pictures have several each; what reading
 *   and training throw
 */
export async function runConsensus(
  options: AuditOptions,
  method: ConsensusBy,
  questions: number,
  { onRead, ...hooks }: ConsensusHooks = {},
): Promise<ConsensusResult> {
  const clock = stageClock(hooks);
  const read = await clock.run('reading', () => readAudited(options, hooks, { byAnnotators: true }));
  if (read.annotators === undefined) {
    throw new InputError(
      `${read.root}: no labels of several annotators were found. A table needs a column for each of them (name the columns with --annotators a,b,c), or a row for each label and a column that says whose it is (--annotator-column).`,
    );
  }
  requireOneLabel(read, 'A consensus of annotators');
  onRead?.(read);
  // Those who look at pictures or probabilities tell of these and of more.
  if (method !== 'crowdlab' && read.problems.length > 0) hooks.onProblems?.(read.problems);
  const { dataset, exampleIndices, predProbs, warnings } =
    method === 'crowdlab'
      ? await withModel(read, options, clock, hooks)
      : { dataset: read, exampleIndices: Int32Array.from(read.examples.keys()), predProbs: undefined, warnings: [] };
  const said = gatherSaid(dataset, exampleIndices);
  if (said === undefined)
    throw new InputError(`${read.root}: no annotator labels any of the pictures that can be read.`);
  const k = dataset.classes.length;
  let judged: JudgedAnnotators;
  try {
    judged = judgeAnnotators(said.annotations, k, method, predProbs && rowsOfMatrix(predProbs, said.rows));
  } catch (error) {
    const judgedRows = said.rows.map((row) => exampleIndices[row]);
    throw byPicture(error, predProbs && options.predProbsFile, { dataset, exampleIndices: judgedRows });
  }
  const annotators = describeAnnotators(dataset, exampleIndices, said, judged, { method, questions });
  const names = dataset.annotators?.names ?? [];
  const pictures = Array.from(said.rows, (row, i): ConsensusPicture => {
    const { path, split, place, said: own = [] } = dataset.examples[exampleIndices[row]];
    return {
      path,
      ...rowPlace(place),
      ...(split === undefined ? {} : { split }),
      consensus: dataset.classes[judged.labels[i]],
      quality: judged.quality[i],
      agreement: judged.agreement[i],
      said: own.map(({ annotator, label }) => [names[annotator], dataset.classes[label]] as const),
      ...(split !== undefined && isTestSplit(split) ? { isTest: true as const } : {}),
    };
  });
  return { dataset, annotators, pictures, warnings: [...warnings, ...undecidedWarning(judged.undecided.length)] };
}

function undecidedWarning(count: number): string[] {
  if (count === 0) return [];
  return [
    `Of ${plural(count, 'picture')} no majority could be told; the first of the tied classes by name stands for it.`,
  ];
}

/** No list of labels is ranked here. */
const NO_TRUST = { isTrustJudged: false } as const;

interface Modelled {
  readonly dataset: Dataset;
  readonly exampleIndices: Int32Array;
  readonly predProbs: PredProbs;
  readonly warnings: readonly string[];
}

/** The model's out-of-sample probabilities for the majority's labels. */
async function withModel(
  read: Dataset,
  options: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<Modelled> {
  const { predProbsFile } = options;
  const { dataset, probabilities } =
    predProbsFile === undefined
      ? {
          dataset: read,
          probabilities: await pictureProbabilities(read, options, clock, hooks, undefined, undefined, NO_TRUST),
        }
      : await ownProbabilities(read, predProbsFile, options, clock, hooks);
  await probabilities.forget?.();
  const { exampleIndices, predProbs, warnings } = probabilities;
  return { dataset, exampleIndices, predProbs, warnings: warnings.map(warningSentence) };
}
