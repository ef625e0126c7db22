import type { Dataset } from '../../../dataset/index.ts';
import type { AnnotatorsReport } from '../../report/schema/annotators-schema.ts';
import type { Probabilities } from '../probabilities.ts';
import { rowsOfMatrix } from '../rows-of-matrix.ts';
import { describeAnnotators } from './describe-annotators.ts';
import { gatherSaid } from './gather-annotations.ts';
import { judgeAnnotators } from './judge-annotators.ts';

/** So many questions a report lists; `label-audit consensus` lists all. */
const MOST_QUESTIONS = 100;

/**
 * What an audit says of the annotators of a data set, by CROWDLAB with the audit's probabilities; undefined where it has
 * none, or no picture has labels of several.
 */
export function judgedAnnotators(
  dataset: Dataset,
  { exampleIndices, predProbs }: Pick<Probabilities, 'exampleIndices' | 'predProbs'>,
): AnnotatorsReport | undefined {
  const said = gatherSaid(dataset, exampleIndices);
  if (said === undefined || said.several === 0) return undefined;
  const judged = judgeAnnotators(said.annotations, predProbs.k, 'crowdlab', rowsOfMatrix(predProbs, said.rows));
  return describeAnnotators(dataset, exampleIndices, said, judged, { method: 'crowdlab', questions: MOST_QUESTIONS });
}
