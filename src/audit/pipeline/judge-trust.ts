import { estimateJoint, estimateTrust, labelQualityScores, plantErrors, type Trust } from '../../core/index.ts';
import { createRandom, judgeAgain } from '../../training/index.ts';
import { flagByNoiseRate, type FeatureProbabilities } from './feature-probabilities.ts';
import type { StageClock } from './stage-clock.ts';
import type { AuditHooks } from '../report/types.ts';

/** Times that errors are planted. */
const DRAWS = 8;
/** Share of all labels that is changed in each draw. */
const SHARE = 0.05;
const TRUST_STREAM = 0x7a;

/**
 * Says how far the ranking of an audit is to be trusted: some labels that nothing speaks against are changed in memory, both
 * rounds are run again, and where the changed ones are ranked tells what the audit finds and what it misses.
 *
 * @returns undefined where no label could be changed
 */
export async function judgeTrust(
  { judged, labels, predProbs, rankBy }: FeatureProbabilities,
  seed: number,
  clock: StageClock,
  { signal }: AuditHooks,
): Promise<Trust | undefined> {
  const { features, task, judgement } = judged;
  const random = createRandom(seed, TRUST_STREAM);
  const uniform = (): number => random.uniform();
  const eligible = flagByNoiseRate(labels, judgement.predProbs).map((flagged) => 1 - flagged);
  if (!eligible.includes(1)) return undefined;
  const joint = estimateJoint(labels, predProbs);
  return clock.run('training', async (report) => {
    const planted: Float64Array[] = [];
    for (let draw = 0; draw < DRAWS; draw++) {
      const errors = plantErrors(labels, joint, { share: SHARE, eligible, uniform });
      const again = await judgeAgain(features, { ...task, labels: errors.labels }, judgement, {
        flag: flagByNoiseRate,
        signal,
      });
      const quality = labelQualityScores(errors.labels, again.predProbs, { method: rankBy });
      planted.push(Float64Array.from(errors.rows, (row) => quality[row]));
      report({ share: (draw + 1) / DRAWS });
    }
    const quality = labelQualityScores(labels, predProbs, { method: rankBy });
    return estimateTrust(quality, planted, { uniform });
  });
}
