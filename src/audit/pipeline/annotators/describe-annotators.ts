import { rowPlace, type Dataset } from '../../../dataset/index.ts';
import type { ConsensusBy } from '../../options/consensus-options.ts';
import type { AnnotatorsReport, Question } from '../../report/schema/annotators-schema.ts';
import type { GatheredAnnotations } from './gather-annotations.ts';
import type { JudgedAnnotators } from './judge-annotators.ts';

/** So many annotators are named for a picture. */
const MOST_ASKED = 3;

/** Annotators as the report has them. */
export interface DescribedBy {
  readonly method: ConsensusBy;
  /** How many questions are listed. */
  readonly questions: number;
}

/**
 * What annotators make of a data set, in words and shares.
 * @param exampleIndices for each row of the audit, the index of its example
 */
export function describeAnnotators(
  dataset: Dataset,
  exampleIndices: ArrayLike<number>,
  { rows, names, annotations, several }: GatheredAnnotations,
  judged: JudgedAnnotators,
  { method, questions }: DescribedBy,
): AnnotatorsReport {
  const { classes, examples, annotators } = dataset;
  const { n, starts, labels } = annotations;
  const qualityOf = new Map(judged.annotators.map(({ annotator, quality }) => [annotator, quality]));
  let [disputed, other, sum] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    if (labels.subarray(starts[i], starts[i + 1]).some((label) => label !== labels[starts[i]])) disputed++;
    if (judged.labels[i] !== examples[exampleIndices[rows[i]]].label) other++;
    sum += judged.quality[i];
  }
  const best = names.map((_, place) => place).sort((a, b) => rank(qualityOf.get(b)) - rank(qualityOf.get(a)) || a - b);
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => judged.scores[a] - judged.scores[b] || a - b);
  return {
    from: annotators?.from ?? 'columns',
    audited: annotators?.isLabel === true ? 'majority' : 'column',
    method,
    pictures: n,
    ...{ several, disputed, other },
    consensusQuality: within(sum / n),
    table: judged.annotators.map(({ annotator, labelled, quality, agreement, worstClass }) => ({
      name: names[annotator],
      labelled,
      quality: Number.isNaN(quality) ? null : within(quality),
      agreement: within(agreement),
      worstClass: classes[worstClass],
    })),
    questions: order.slice(0, questions).map((i): Question => {
      const { path, place, split } = examples[exampleIndices[rows[i]]];
      const asked = new Set(annotations.annotators.subarray(starts[i], starts[i + 1]));
      return {
        path,
        ...rowPlace(place),
        ...(split === undefined ? {} : { split }),
        consensus: classes[judged.labels[i]],
        quality: within(judged.quality[i]),
        score: within(judged.scores[i]),
        ask: best
          .filter((place) => !asked.has(place))
          .slice(0, MOST_ASKED)
          .map((place) => names[place]),
      };
    }),
  };
}

const rank = (quality: number | undefined): number => (quality === undefined || Number.isNaN(quality) ? -1 : quality);

/** Sums of shares may pass 1 by a rounding. */
const within = (value: number): number => Math.min(1, Math.max(0, value));
