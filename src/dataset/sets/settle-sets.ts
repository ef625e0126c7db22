import { DatasetError } from '../dataset-error.ts';
import type { Named } from '../labelled-rows.ts';
import { shortened } from '../labels/shortened.ts';
import { naturalCompare } from '../natural-sort.ts';
import { isSeparator, wayInWords, type MultiLabelChoice, type MultiLabelWay } from '../labels/multi-label-way.ts';
import { SET_SEPARATOR, splitSet } from './set-text.ts';
import type { MultiLabel } from '../types.ts';

/** The sets of a data set's labels, by their texts and by their classes. */
export interface SettledSets {
  /** The different sets, in natural order. */
  readonly texts: readonly string[];
  readonly multiLabel: MultiLabel;
}

/**
 * Which classes there are, and which of them each set holds.
 *
 * @param said the classes as the user orders them, or else as columns list them
 * @throws DatasetError where a label is none of the user's classes, or there is but one class
 */
export function settleSets(
  examples: readonly Named[],
  way: MultiLabelWay,
  said: { readonly classes?: readonly string[]; readonly order: ReadonlySet<string> },
  source: string,
): SettledSets {
  const separator = isSeparator(way) ? way : SET_SEPARATOR;
  const firsts = new Map<string, Named>();
  for (const example of examples) if (!firsts.has(example.label)) firsts.set(example.label, example);
  const texts = [...firsts.keys()].sort(naturalCompare);
  const parts = texts.map((text) => splitSet(text, separator));
  const found = [...new Set(parts.flat())].sort(naturalCompare);
  const listed = way === 'columns' ? [...said.order] : [];
  const classes = said.classes ?? (listed.length > 0 ? listed : found);
  const places = new Map(classes.map((name, i) => [name, i]));
  const strange = found.find((name) => !places.has(name));
  if (strange !== undefined) {
    const at = texts.findIndex((_, i) => parts[i].includes(strange));
    const { path, place } = firsts.get(texts[at])!;
    const row = place.kind === 'csv' ? place.row : undefined;
    throw new DatasetError(
      source,
      `row ${row ?? ''} (${path}) has the label ${JSON.stringify(shortened(strange))}, which is not among: ${shortened(classes.join(', '), 500)}`,
      { row },
    );
  }
  if (classes.length < 2 && examples.length > 0) {
    throw new DatasetError(
      source,
      `at least two classes are needed, but the only one is ${JSON.stringify(classes[0])}`,
    );
  }
  const sets = parts.map((names) => names.map((name) => places.get(name)!).sort((a, b) => a - b));
  return { texts, multiLabel: { way, separator, classes, sets } };
}

/** What was taken for sets of labels, in a sentence. */
export function notesOnSets(
  examples: readonly Named[],
  { texts, multiLabel: { way, classes, sets } }: SettledSets,
  said: MultiLabelChoice | undefined,
): string {
  const sizes = new Map(texts.map((text, i) => [text, sets[i].length]));
  let [several, none] = [0, 0];
  for (const { label } of examples) {
    const size = sizes.get(label)!;
    if (size > 1) several += 1;
    if (size === 0) none += 1;
  }
  const n = (count: number): string => count.toLocaleString('en-US');
  const without = none === 0 ? '' : `, ${n(none)} none`;
  const otherwise = said === undefined ? ' If each picture has one label, say so with --multi-label off.' : '';
  return `Several labels a picture: ${wayInWords(way)} (${n(classes.length)} classes; ${n(several)} of ${n(examples.length)} pictures have several${without}).${otherwise}`;
}
