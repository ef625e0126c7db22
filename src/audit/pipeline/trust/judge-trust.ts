import {
  estimateJoint,
  estimateTrust,
  findLabelIssues,
  labelQualityScores,
  pictureClearness,
  plantErrors,
  type PredProbs,
  type Trust,
} from '../../../core/index.ts';
import { createRandom } from '../../../training/index.ts';
import type { Rejudged } from '../probabilities.ts';
import type { StageClock } from '../stage-clock.ts';

/** Share of all labels that is changed in each draw, as long as those are no more than `MOST_PLANTED`. */
const SHARE = 0.05;
const MOST_PLANTED = 2000;
const TRUST_STREAM = 0x7a;

/** As many draws as it takes to plant so many errors in all, but no fewer than two and no more than `most`. */
export interface Draws {
  readonly planted: number;
  readonly most: number;
}
/** Heads judge again within seconds; of 40,000 pictures, within minutes. */
export const FEATURE_DRAWS: Draws = { planted: 2000, most: 8 };
/** A network is trained anew each time. */
export const NETWORK_DRAWS: Draws = { planted: 200, most: 6 };

/** How many draws to make of so many pictures. */
export function drawsFor(pictures: number, { planted, most }: Draws): number {
  const each = Math.min(MOST_PLANTED, Math.max(1, SHARE * pictures));
  return Math.min(most, Math.max(2, Math.ceil(planted / each)));
}

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
  const own = pictureClearness(predProbs);
  const [planted, others, clear]: [Float64Array[], Float64Array[], Float64Array[]] = [[], [], []];
  for (let draw = 0; draw < draws; draw++) {
    const errors = plantErrors(labels, joint, { share: SHARE, most: MOST_PLANTED, eligible, uniform });
    const quality = qualityOf(
      errors.labels,
      await again(errors.labels, clock.part(draw / draws, (draw + 1) / draws, { planting: { draw: draw + 1, draws } })),
    );
    planted.push(Float64Array.from(errors.rows, (row) => quality[row]));
    clear.push(Float64Array.from(errors.rows, (row) => own[row]));
    others.push(quality.filter((_, row) => errors.labels[row] === labels[row]));
  }
  return estimateTrust(qualityOf(labels, predProbs), planted, {
    ...{ uniform, others },
    clearness: { own, planted: clear },
  });
}
