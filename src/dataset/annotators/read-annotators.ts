import { DatasetError } from '../dataset-error.ts';
import type { LabelsSource, Named } from '../labelled-rows.ts';
import { shortened } from '../labels/shortened.ts';
import type { AnnotatorLabel, Annotators, Example, ReadDatasetOptions } from '../types.ts';

/**
 * Who labelled the pictures of labels files, all files together: annotators of one name are one.
 * @throws DatasetError where columns are named that no file has
 */
export function annotatorsOf(
  sources: readonly LabelsSource[],
  { annotators, annotatorColumn }: Pick<ReadDatasetOptions, 'annotators' | 'annotatorColumn'>,
  root: string,
): Annotators | undefined {
  const found = sources.flatMap(({ rows }) => rows.annotators ?? []);
  if (found.length === 0) {
    const asked = [...(annotators ?? []), ...(annotatorColumn === undefined ? [] : [annotatorColumn])];
    if (asked.length === 0) return undefined;
    const names = asked.map((name) => JSON.stringify(name)).join(', ');
    throw new DatasetError(root, `none of its labels files is a table with the columns ${names} of annotators`);
  }
  return {
    names: [...new Set(found.flatMap(({ names }) => names))],
    from: found[0].from,
    isLabel: found.some(({ isLabel }) => isLabel),
  };
}

/** All labels that annotators give, where those are all that there is: what one of them alone gives is a class, too. */
export function labelsSaid(annotators: Annotators | undefined, named: readonly Named[]): readonly string[] {
  if (annotators?.isLabel !== true) return [];
  return [...new Set(named.flatMap(({ said = [] }) => said.map(({ label }) => label)))];
}

/** Turns what annotators say by name into places and class indices. What is no class is left out. */
export function saidByIndex(
  annotators: Annotators | undefined,
  classes: ReadonlyMap<string, number>,
): (said: Named['said']) => Pick<Example, 'said'> {
  const places = new Map(annotators?.names.map((name, i) => [name, i]));
  return (said = []) => {
    const own = said.flatMap(({ annotator, label }): AnnotatorLabel[] => {
      const index = classes.get(label);
      return index === undefined ? [] : [{ annotator: places.get(annotator)!, label: index }];
    });
    return own.length === 0 ? {} : { said: own.sort((a, b) => a.annotator - b.annotator) };
  };
}

/** Says which labels of annotators are no classes of the data set. */
export function strangeLabelsNote(named: readonly Named[], classes: readonly string[]): string | undefined {
  const known = new Set(classes);
  const strange = new Map<string, number>();
  for (const { said = [] } of named) {
    for (const { label } of said) if (!known.has(label)) strange.set(label, (strange.get(label) ?? 0) + 1);
  }
  if (strange.size === 0) return undefined;
  const names = shortened([...strange.keys()].map((label) => JSON.stringify(label)).join(', '), 300);
  const count = [...strange.values()].reduce((sum, one) => sum + one, 0);
  const what = count === 1 ? 'label of an annotator is' : 'labels of annotators are';
  return `${count.toLocaleString('en-US')} ${what} left out, since no picture of the data set is of that class: ${names}.`;
}
