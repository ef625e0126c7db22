import { scoresOfArrays, type Arrays, type OpenedReport } from '../../audit/light.ts';

type PredProbs = Arrays['predProbs'];

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
  /** Index of the most probable class; the first of equals. */
  mostProbable(example: number): number;
  probability(example: number, classIndex: number): number;
  /** As the audit scored it. */
  labelQuality(example: number): number;
  /** Of all examples, as the audit scored them: worked out once. */
  qualities(): readonly number[];
}

const known = new WeakMap<object, Promise<PredProbs | undefined>>();

/**
 * Of several labels a picture: every class with its probability, most probable first. Undefined where the array is gone, or is
 * not that of this report. It is read once.
 */
export async function setProbabilities(
  opened: Pick<OpenedReport, 'predProbs'>,
  classes: readonly string[],
  example: number,
): Promise<readonly ClassProbability[] | undefined> {
  let reading = known.get(opened);
  if (reading === undefined) known.set(opened, (reading = opened.predProbs().catch(() => undefined)));
  const predProbs = await reading;
  if (predProbs === undefined) return undefined;
  const { data, k } = predProbs;
  return classes
    .map((name, j) => ({ class: name, probability: data[example * k + j] }))
    .sort((a, b) => b.probability - a.probability);
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
  const qualities = (): readonly number[] =>
    (scores ??= scoresOfArrays(arrays, { method: rankBy, adjust: adjustPredProbs }).result.scores);
  return {
    labels,
    qualities,
    mostProbable(example) {
      let best = 0;
      for (let j = 1; j < k; j += 1) if (data[example * k + j] > data[example * k + best]) best = j;
      return best;
    },
    probability: (example, classIndex) => data[example * k + classIndex],
    of: (example) =>
      classes
        .map((name, j) => ({ class: name, probability: data[example * k + j] }))
        .sort((a, b) => b.probability - a.probability),
    labelQuality(example) {
      // Adjusted by the thresholds of the classes, which all examples have a part in.
      if (adjustPredProbs || scores) return qualities()[example];
      const row = { data: data.subarray(example * k, (example + 1) * k), n: 1, k };
      const one = { labels: labels.slice(example, example + 1), predProbs: row };
      return scoresOfArrays(one, { method: rankBy, adjust: false }).result.scores[0];
    },
  };
}
