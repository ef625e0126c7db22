import { openArrays, sizeOf, type ArrayFiles, type ArrayInputs } from '../../arrays/index.ts';
import { InputError } from '../../files/index.ts';
import { sortedAsPython } from './python-order.ts';
import { findSidecar } from './sidecar.ts';
import { listed, nameOf } from './table-text.ts';

/** Opened arrays, with the names of their classes where they are known. */
export interface NamedInputs {
  readonly inputs: ArrayInputs;
  readonly names?: readonly string[];
  /** What was assumed, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Opens labels and probabilities. Labels that are names become class indices: those of `names`, or else of the names in
 * the order in which Python sorts them.
 *
 * @param names of the columns, as the user gives them
 * @param memory bytes of probabilities to hold in memory at most
 * @throws NpyError, InputError where files, names, labels and columns don't fit each other
 */
export async function openInputs(
  files: ArrayFiles,
  names: readonly string[] | undefined,
  memory: number | undefined,
): Promise<NamedInputs> {
  const inputs = await openArrays(files, memory);
  const { n, k } = sizeOf(inputs.source);
  if (inputs.labels.length === n) await refuseOtherPictures(files, n);
  if (names !== undefined && names.length !== k) {
    throw new InputError(`--class-names has ${names.length} names, but the probabilities have ${k} columns.`);
  }
  if (inputs.words === undefined) {
    refuseOneBased(files, inputs.labels, k);
    return { inputs, ...(names === undefined ? {} : { names }), notes: [] };
  }
  const { words } = inputs;
  if (names === undefined && words.length !== k) {
    throw new InputError(
      `${files.labels} has ${words.length} different names (${listed(sortedAsPython(words))}), but ${files.predProbs} has ${k} columns: name all columns in order with --class-names.`,
    );
  }
  const classes = names ?? sortedAsPython(words);
  const places = new Map(classes.map((name, i) => [name, i]));
  const strange = words.find((word) => !places.has(word));
  if (strange !== undefined) {
    const row = inputs.labels.indexOf(words.indexOf(strange));
    throw new InputError(
      `${files.labels}: row ${row} has the label ${JSON.stringify(strange.slice(0, 100))}, which is none of --class-names.`,
    );
  }
  const placeOf = Int32Array.from(words, (word) => places.get(word)!);
  const { labels } = inputs;
  for (let i = 0; i < labels.length; i++) labels[i] = placeOf[labels[i]];
  const how = names === undefined ? 'sorted as Python sorts them' : 'as --class-names has them';
  const columns = classes.slice(0, 20).map((name, j) => `${j} ${name}`);
  const note = `Labels are names; columns are taken for ${columns.join(', ')}${classes.length > 20 ? ', …' : ''}, ${how}.`;
  return { inputs, names: classes, notes: [note] };
}

/**
 * Nothing says which picture a row of these arrays is, unless both have a sidecar: then they must say the same.
 *
 * @throws InputError where they name different pictures in a row
 */
async function refuseOtherPictures({ labels, predProbs }: ArrayFiles, rows: number): Promise<void> {
  const [{ sidecar: ofLabels }, { sidecar: ofProbabilities }] = await Promise.all([
    findSidecar(labels, rows),
    findSidecar(predProbs, rows),
  ]);
  if (ofLabels === undefined || ofProbabilities === undefined || ofLabels.file === ofProbabilities.file) return;
  const stem = (name: string): string => nameOf(name).replace(/\.[^.]*$/, '');
  // One may be absolute, or an id without folder and extension.
  const isSame = (a: string, b: string): boolean =>
    a.includes('/') && b.includes('/') ? a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`) : stem(a) === stem(b);
  const row = ofLabels.names.findIndex((name, i) => !isSame(name, ofProbabilities.names[i]));
  if (row < 0) return;
  throw new InputError(
    `Row ${row} is ${listed([ofLabels.names[row]])} in ${ofLabels.file}, but ${listed([ofProbabilities.names[row]])} in ${ofProbabilities.file}: bring both arrays into one order.`,
  );
}

/** @throws InputError where labels count from 1, so that the last class has no column and the first no label */
function refuseOneBased({ labels: file }: ArrayFiles, labels: ArrayInputs['labels'], k: number): void {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] < least) least = labels[i];
    if (labels[i] > most) most = labels[i];
  }
  if (least !== 1 || most !== k) return;
  throw new InputError(
    `${file}: labels are 1 to ${k}, but columns count from 0: save labels - 1, or, where they are right, one column more.`,
  );
}
