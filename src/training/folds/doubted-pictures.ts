import type { PredProbs } from '../../core/index.ts';

/** No class is left with fewer than so much of its pictures, however little the first round knows of it. */
const KEPT = 0.5;

/**
 * Which pictures a second round of training leaves out: those that the first round's most probable class speaks against,
 * the least believed labels first, but of each class at most half. A network that hardly knows a class would else leave
 * nothing of it to learn from.
 *
 * @param labels given class of each picture, in [0, K)
 * @param predProbs out-of-sample probabilities of the first round
 * @returns 1 for each picture that is left out
 */
export function doubtedPictures(labels: Int32Array, { data, k }: PredProbs): Uint8Array {
  const doubted: number[][] = Array.from({ length: k }, () => []);
  const sizes = new Int32Array(k);
  labels.forEach((label, i) => {
    sizes[label]++;
    const row = data.subarray(i * k, (i + 1) * k);
    if (row.some((value) => value > row[label])) doubted[label].push(i);
  });
  const leftOut = new Uint8Array(labels.length);
  doubted.forEach((pictures, label) => {
    const most = Math.floor((1 - KEPT) * sizes[label]);
    const believed = (picture: number): number => data[picture * k + label];
    pictures.sort((a, b) => believed(a) - believed(b) || a - b);
    for (const picture of pictures.slice(0, most)) leftOut[picture] = 1;
  });
  return leftOut;
}
