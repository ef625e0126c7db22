import { TrainingError } from '../errors.ts';
import type { TrainingData } from '../types.ts';

/** @throws TrainingError where the arrays do not fit each other */
export function checkData(data: TrainingData): void {
  const { n, height, width, channels, images, trimmedImages = images, labels, sets, groups, k } = data;
  const bytes = n * height * width * channels;
  for (const pixels of [images, trimmedImages]) {
    const have = pixels instanceof Uint8Array ? pixels.length : bytes;
    if (have === bytes && labels.length === n && groups.length === n) continue;
    throw new TrainingError(
      `The pictures (${have} bytes), labels (${labels.length}) and groups (${groups.length}) do not fit ` +
        `${n} pictures of ${height}×${width}×${channels}.`,
    );
  }
  if (sets !== undefined) {
    if (sets.length !== n * k) {
      throw new TrainingError(`The label sets (${sets.length} entries) do not fit ${n} pictures of ${k} classes.`);
    }
    const strange = sets.findIndex((entry) => entry > 1);
    if (strange < 0) return;
    throw new TrainingError(
      `Entry ${strange % k} of the label set of picture ${Math.floor(strange / k)} is ${sets[strange]}; give 0 or 1.`,
    );
  }
  if (k < 2) throw new TrainingError(`Training needs at least 2 classes; the data set has ${k}.`);
  const bad = labels.findIndex((label) => label < 0 || label >= k);
  if (bad >= 0) throw new TrainingError(`Picture ${bad} has class ${labels[bad]}; classes go from 0 to ${k - 1}.`);
}
