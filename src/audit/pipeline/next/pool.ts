import { isTestSplit, type Dataset, type Example, type UnlabelledPicture } from '../../../dataset/index.ts';
import { InputError } from '../../../files/index.ts';
import { plural } from '../../../numbers/index.ts';
import type { AuditedDataset } from '../read-audited.ts';

/** Pictures with and without a label, as `next` takes them. */
export interface Pool {
  /** Those with a label to learn from: none of a test split, unless there are no others. */
  readonly labelled: Dataset;
  /** Those that may be chosen. */
  readonly unlabelled: readonly UnlabelledPicture[];
  /** What was left out, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Parts a data set into what is learnt from and what may be chosen. Pictures of a test split are neither: chosen pictures would
 * make it easier or harder than what it stands for.
 * @throws InputError where no picture waits for a label
 */
export function poolOf(dataset: AuditedDataset, splits?: readonly string[]): Pool {
  const isTest = ({ split }: { readonly split?: string }): boolean => split !== undefined && isTestSplit(split);
  const waiting = (dataset.unlabelled ?? []).filter(
    ({ split, place }) =>
      splits === undefined || place.kind === 'folder' || (split !== undefined && splits.includes(split)),
  );
  const unlabelled = waiting.filter((one) => !isTest(one));
  const others = dataset.examples.filter((example) => !isTest(example));
  const learnt = others.length > 0 ? others : dataset.examples;
  const notes: string[] = [];
  const [testWaiting, testLabelled] = [waiting.length - unlabelled.length, dataset.examples.length - learnt.length];
  if (testWaiting > 0) {
    notes.push(
      `${plural(testWaiting, 'picture', 'pictures')} without a label ${testWaiting === 1 ? 'is' : 'are'} of a test split, and not chosen: that would make it other than what it stands for.`,
    );
  }
  if (testLabelled > 0)
    notes.push(`Nothing is learnt from ${plural(testLabelled, 'labelled picture')} of a test split.`);
  if (unlabelled.length === 0) {
    throw new InputError(
      `${dataset.root}: no picture waits for a label. Leave its cell in the labels file empty, or put it into a folder called unlabelled.`,
    );
  }
  return { labelled: { ...dataset, examples: learnt }, unlabelled, notes };
}

/** Both as one data set: those with a label first. Those without bear the first class, which is not looked at. */
export function together({ labelled, unlabelled }: Pool): Dataset {
  const waiting = unlabelled.map(({ path, split, place }): Example => ({
    path,
    label: 0,
    ...(split === undefined ? {} : { split }),
    place,
  }));
  return { ...labelled, examples: [...labelled.examples, ...waiting] };
}
