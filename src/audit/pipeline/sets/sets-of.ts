import { labelSetsOf, type LabelSets } from '../../../core/index.ts';
import type { Dataset, MultiLabel } from '../../../dataset/index.ts';
import { InputError } from '../../../files/index.ts';

/** A data set whose pictures have several labels each. */
export type SetDataset = Dataset & { readonly multiLabel: MultiLabel };

export function hasSets(dataset: Dataset): dataset is SetDataset {
  return dataset.multiLabel !== undefined;
}

/** The label sets of some examples, by class. */
export function setsOf({ examples, multiLabel }: SetDataset, exampleIndices: Int32Array): LabelSets {
  const { sets, classes } = multiLabel;
  return labelSetsOf(
    Array.from(exampleIndices, (example) => sets[examples[example].label]),
    classes.length,
  );
}

/** The data set with its classes themselves in place of sets, for what looks at classes alone: no label in it means anything. */
export function byClass(dataset: SetDataset): Dataset {
  const { multiLabel, ...rest } = dataset;
  const { labelsFile } = rest;
  return {
    ...rest,
    classes: multiLabel.classes,
    ...(multiLabel.way === 'columns' && labelsFile !== undefined ? { classesListedIn: [labelsFile.name] } : {}),
    examples: dataset.examples.map((example) => ({ ...example, label: 0 })),
  };
}

/**
 * Refuses a data set of several labels a picture.
 * @param what needs one label, as the beginning of a sentence
 */
export function requireOneLabel({ root, multiLabel }: Dataset, what: string): void {
  if (multiLabel === undefined) return;
  throw new InputError(
    `${root} has several labels a picture (${multiLabel.classes.length} classes). ${what} needs one label a picture. Where each has one, say so with --multi-label off.`,
  );
}
