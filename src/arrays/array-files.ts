import { type Labels, type PredProbs } from '../core/index.ts';
import { toInt32Labels } from './npy-labels.ts';
import { readNpy } from './read-npy.ts';
import { encodeNpy } from './write-npy.ts';
import { readPredProbs } from './array-source.ts';

/** Given labels and out-of-sample probabilities that a user brings as files. */
export interface Arrays {
  readonly labels: Labels;
  readonly predProbs: PredProbs;
}

/** Reads the two files of the commands that work on arrays. */
export async function readArrays(labelsFile: string, predProbsFile: string): Promise<Arrays> {
  const [labels, predProbs] = await Promise.all([readNpy(labelsFile), readPredProbs(predProbsFile)]);
  return { labels: toInt32Labels(labels, labelsFile), predProbs };
}

/** The bytes of the files for the arrays that a report was made from. */
export function encodeArrays({ labels, predProbs }: Arrays): Readonly<Record<keyof Arrays, Uint8Array>> {
  const { data, n, k } = predProbs;
  const dtype = data instanceof Float32Array ? 'float32' : 'float64';
  return {
    labels: encodeNpy({ dtype: 'int32', shape: [labels.length], fortranOrder: false, data: labels }, 'labels.npy'),
    predProbs: encodeNpy({ dtype, shape: [n, k], fortranOrder: false, data }, 'pred_probs.npy'),
  };
}
