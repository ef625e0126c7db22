import { forEachLowest } from './ordering.ts';
import type { CheckedInputs, SquareMatrix } from './types.ts';

/** The examples of each label, ascending: those of class c are `members[starts[c]] … members[starts[c + 1] - 1]`. */
interface ClassMembers {
  readonly members: Int32Array;
  readonly starts: Int32Array;
}

function groupByLabel({ labels, labelCounts }: CheckedInputs): ClassMembers {
  const starts = new Int32Array(labelCounts.length + 1);
  for (let c = 0; c < labelCounts.length; c++) starts[c + 1] = starts[c] + labelCounts[c];
  const next = starts.slice();
  const members = new Int32Array(labels.length);
  for (let i = 0; i < labels.length; i++) members[next[labels[i]]++] = i;
  return { members, starts };
}

/** Calls `prune` for each class that is big enough; a single example is never pruned. Returns the classes left alone. */
function forEachClass(
  inputs: CheckedInputs,
  minExamplesPerClass: number,
  prune: (label: number, examples: Int32Array) => void,
): number[] {
  const { members, starts } = groupByLabel(inputs);
  const tooFew: number[] = [];
  for (let label = 0; label < inputs.labelCounts.length; label++) {
    const examples = members.subarray(starts[label], starts[label + 1]);
    if (examples.length <= minExamplesPerClass) tooFew.push(label);
    else if (examples.length > 1) prune(label, examples);
  }
  return tooFew;
}

/** A mask of N bytes, and the classes that were left alone because they have too few examples. */
export interface Pruned {
  readonly mask: Uint8Array;
  readonly tooFew: readonly number[];
}

/**
 * In each class, the examples of lowest self-confidence, as many as the class has beyond what it keeps.
 *
 * Source: Northcutt et al. 2021, section 3.2, "Prune by Class (PBC)".
 */
export function pruneByClass(inputs: CheckedInputs, counts: SquareMatrix, minExamplesPerClass: number): Pruned {
  const { data, k } = inputs.predProbs;
  const mask = new Uint8Array(inputs.labels.length);
  const tooFew = forEachClass(inputs, minExamplesPerClass, (label, examples) => {
    const wrong = examples.length - counts.data[label * k + label];
    if (wrong < 1) return;
    const scores = new Float64Array(examples.length);
    for (let e = 0; e < examples.length; e++) scores[e] = data[examples[e] * k + label];
    forEachLowest(scores, wrong, (e) => {
      mask[examples[e]] = 1;
    });
  });
  return { mask, tooFew };
}

/**
 * For each pair of given label and true class, the examples of that label with the largest margin p(true) − p(given), as
 * many as the pair's prune count.
 *
 * Source: Northcutt et al. 2021, section 3.2, "Prune by Noise Rate (PBNR)".
 */
export function pruneByNoiseRate(inputs: CheckedInputs, counts: SquareMatrix, minExamplesPerClass: number): Pruned {
  const { data, k } = inputs.predProbs;
  const mask = new Uint8Array(inputs.labels.length);
  const tooFew = forEachClass(inputs, minExamplesPerClass, (label, examples) => {
    const scores = new Float64Array(examples.length);
    for (let other = 0; other < k; other++) {
      const wrong = counts.data[other * k + label];
      if (other === label || wrong <= 0) continue;
      for (let e = 0; e < examples.length; e++) {
        const base = examples[e] * k;
        scores[e] = data[base + label] - data[base + other];
      }
      forEachLowest(scores, wrong, (e) => {
        mask[examples[e]] = 1;
      });
    }
  });
  return { mask, tooFew };
}
