import { TrainingError } from '../../errors.ts';
import { createPace } from '../algebra/pace.ts';
import type { PreparedFeatures, Probabilities } from '../types.ts';
import { atTemperature } from './calibrate.ts';
import type { Heads } from './fit-heads.ts';
import { createLogisticObjective } from './logistic-objective.ts';

/**
 * What the heads of all folds together make of rows that none of them was trained on: the mean of their probabilities.
 *
 * @param features rows on the same components as those that the heads were fitted on
 * @param k number of classes
 * @param temperature at which the heads' probabilities fit labels; see `fitTemperature`
 * @throws TrainingError where no head was fitted, or on other features; the signal's reason when it is aborted
 */
export async function predictByHeads(
  features: PreparedFeatures,
  { weights }: Pick<Heads, 'weights'>,
  k: number,
  temperature = 1,
  signal?: AbortSignal,
): Promise<Probabilities> {
  const { n } = features;
  const fitted = weights.filter(({ length }) => length > 0);
  const objective = createLogisticObjective(features, k);
  const size = (features.k + 1) * objective.width;
  if (fitted.length === 0 || fitted.some(({ length }) => length !== size)) {
    throw new TrainingError(`There are no heads for ${features.k} columns of features and ${k} classes.`);
  }
  const pace = createPace(signal);
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  const sum = new Float32Array(n * k);
  const own = new Float32Array(n * k);
  for (const head of fitted) {
    await objective.predict(head, rows, own, pace);
    const scaled = temperature === 1 ? own : atTemperature({ data: own, n, k }, temperature).data;
    for (let at = 0; at < sum.length; at++) sum[at] += scaled[at] / fitted.length;
  }
  return { data: sum, n, k };
}
