import { scoresOfArrays, type Arrays, type OpenedReport } from '../../audit/light.ts';

/** A class and how probable it is. */
export interface ClassProbability {
  readonly class: string;
  readonly probability: number;
}

/** What the model believes of the audited pictures: the arrays beside a report. */
export interface Predictions {
  /** Class indices as they were audited. */
  readonly labels: Arrays['labels'];
  /** All classes, most probable first. */
  of(example: number): readonly ClassProbability[];
  /** As the audit scored it. */
  labelQuality(example: number): number;
}

/** Reads the arrays; undefined where they are gone, or are not those of this report. */
export async function readPredictions(opened: OpenedReport): Promise<Predictions | undefined> {
  const { report } = opened;
  let arrays: Arrays;
  try {
    arrays = { labels: await opened.labels(), predProbs: await opened.predProbs() };
  } catch {
    return undefined; // they are meant to be regenerated: a clone of a repository has none
  }
  const { labels, predProbs } = arrays;
  const { classes } = report.dataset;
  const { k, data } = predProbs;
  const { rankBy = 'self_confidence', adjustPredProbs } = report.options;
  let scores: readonly number[] | undefined;
  return {
    labels,
    of: (example) =>
      classes
        .map((name, j) => ({ class: name, probability: data[example * k + j] }))
        .sort((a, b) => b.probability - a.probability),
    labelQuality(example) {
      if (adjustPredProbs) {
        // Adjusted by the thresholds of the classes, which all examples have a part in.
        scores ??= scoresOfArrays(arrays, { method: rankBy, adjust: true }).result.scores;
        return scores[example];
      }
      const row = { data: data.subarray(example * k, (example + 1) * k), n: 1, k };
      const one = { labels: labels.slice(example, example + 1), predProbs: row };
      return scoresOfArrays(one, { method: rankBy, adjust: false }).result.scores[0];
    },
  };
}
