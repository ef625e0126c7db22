import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDigits, writeDigits } from '../../../scripts/mnist.mjs';
import { writeNpy } from '../../../src/arrays/write-npy.ts';

/** Real digits 0 to 2 with some labels wrong, and the probabilities of a model that knows better. */
export interface PlantedDigits {
  readonly folder: string;
  readonly labelsFile: string;
  /** Text of labels.csv. */
  readonly text: string;
  readonly predProbs: string;
  readonly paths: readonly string[];
  readonly truth: readonly string[];
  readonly given: readonly string[];
  /** Numbers of the pictures whose label is wrong, the most obvious first. */
  readonly wrong: readonly number[];
}

const CLASSES = ['one', 'two', 'zero'];
const NAMES = ['zero', 'one', 'two'];

/**
 * Makes such a data set: the first two thirds are split `train`, the rest `test`. Its labels.csv is written with a byte
 * order mark, CRLF, a comment, a blank line, some quotes and no final line end, all of which edits have to leave alone.
 *
 * @param wrong pictures whose label is changed, the most obvious first
 */
export async function plantDigits(folder: string, count: number, wrong: readonly number[]): Promise<PlantedDigits> {
  const digits = (await readDigits(count * 5, 11)).filter(({ label }) => label < 3).slice(0, count);
  if (digits.length < count) throw new Error(`Only ${digits.length} digits of ${count}.`);
  const paths = await writeDigits(digits, folder);
  const truth = digits.map(({ label }) => NAMES[label]);
  const given = truth.map((name, i) => (wrong.includes(i) ? CLASSES[(CLASSES.indexOf(name) + 1) % 3] : name));
  const rows = paths.map((path, i) => {
    const cells = [i % 5 === 0 ? `"${path}"` : path, i % 7 === 0 ? `"${given[i]}"` : given[i]];
    return [...cells, i < (count * 2) / 3 ? 'train' : 'test', `note ${i}`].join(',');
  });
  const text = `\ufeffimage,label,split,remark\r\n# by hand\r\n\r\n${rows.join('\r\n')}`;
  const labelsFile = join(folder, 'labels.csv');
  await writeFile(labelsFile, text);
  const data = new Float64Array(count * 3);
  truth.forEach((name, i) => {
    const sure = wrong.includes(i) ? Math.max(0.7, 0.98 - 0.02 * wrong.indexOf(i)) : 0.9;
    CLASSES.forEach((other, j) => {
      data[3 * i + j] = other === name ? sure : (1 - sure) / 2;
    });
  });
  const predProbs = join(folder, 'pred_probs.npy');
  await writeNpy(predProbs, { dtype: 'float64', shape: [count, 3], fortranOrder: false, data });
  return { folder, labelsFile, text, predProbs, paths, truth, given, wrong };
}
