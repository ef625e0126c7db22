import {
  estimateJoint,
  estimateTrust,
  findLabelIssues,
  labelQualityScores,
  plantErrors,
  type PredProbs,
  type Trust,
} from '../../core/index.ts';
import { createRandom } from '../../training/index.ts';
import type { Rejudged } from './probabilities.ts';
import type { StageClock } from './stage-clock.ts';

/** Share of all labels that is changed in each draw. */
export const PLANTED_SHARE = 0.05;
const TRUST_STREAM = 0x7a;

/**
 * Says how far the ranking of an audit is to be trusted: some labels that nothing speaks against are changed in memory, all
 * rounds are run again, and where the changed ones are ranked tells what the audit finds and what it misses.
 *
 * @param draws times that errors are planted
 * @returns undefined where no label could be changed
 */
export async function judgeTrust(
  { labels, predProbs, rankBy, again }: Rejudged,
  draws: number,
  seed: number,
  clock: StageClock,
): Promise<Trust | undefined> {
  const random = createRandom(seed, TRUST_STREAM);
  const uniform = (): number => random.uniform();
  const eligible = findLabelIssues(labels, predProbs).mask.map((flagged) => 1 - flagged);
  if (!eligible.includes(1)) return undefined;
  const joint = estimateJoint(labels, predProbs);
  const qualityOf = (given: Int32Array, judged: PredProbs): Float64Array =>
    labelQualityScores(given, judged, { method: rankBy });
  const planted: Float64Array[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const errors = plantErrors(labels, joint, { share: PLANTED_SHARE, eligible, uniform });
    const quality = qualityOf(
      errors.labels,
      await again(errors.labels, clock.part(draw / draws, (draw + 1) / draws, { planting: { draw: draw + 1, draws } })),
    );
    planted.push(Float64Array.from(errors.rows, (row) => quality[row]));
  }
  return estimateTrust(qualityOf(labels, predProbs), planted, { uniform });
}
