import type { Named } from './labelled-rows.ts';
import { findLookAlikes, noClassLabels, severalInOne, visibleLabel } from './labels/label-names.ts';
import type { LabelRows } from './labels/label-rows.ts';
import { isSeparator } from './labels/multi-label-way.ts';

const SHOWN = 10;

function listed(parts: readonly string[]): string {
  const more = parts.length > SHOWN ? ` and ${parts.length - SHOWN} more` : '';
  return parts.slice(0, SHOWN).join(', ') + more;
}

/** What was assumed of a labels file's splits, in sentences. */
export function notesOnRows(name: string, rows: LabelRows, fileSplit: string, files: number): string[] {
  const notes: string[] = [];
  const { split } = rows.columnNames;
  if (fileSplit !== '')
    notes.push(`${name} says no split: its rows are read as the split "${fileSplit}", after its name.`);
  else if (files > 1) notes.push(`${name} was read with the other labels files as one data set.`);
  if (split === undefined) return notes;
  const counts = new Map<string, number>();
  for (let row = 0; row < rows.count; row++) {
    const word = rows.split(row);
    if (word !== '') counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const usual = /^(?:split|subset|set)$/i.test(split.trim());
  if (usual && (rows.splitNames?.size ?? 0) === 0) return notes;
  const parts = Array.from(counts, ([word, count]) => `${word} ${count.toLocaleString('en-US')}`);
  notes.push(
    `Splits are read from the column ${JSON.stringify(split)}: ${listed(parts)}. Name another with --split-column.`,
  );
  return notes;
}

/** Says which labels that are to be left out stand nowhere: a slip in their spelling changes what is audited. */
export function unheardNote(ignored: ReadonlySet<string>, stands: (label: string) => boolean): string | undefined {
  const unheard = [...ignored].filter((label) => !stands(label));
  if (unheard.length === 0) return undefined;
  const names = listed(unheard.map((label) => JSON.stringify(label)));
  return `Nothing has the ${unheard.length === 1 ? 'label' : 'labels'} ${names}, which --ignore-labels leaves out: write labels as they stand there, capitals too.`;
}

/** A label as it is given to a command. */
function commandWord(label: string): string {
  return /[^\w.-]/.test(label) ? `"${label}"` : label;
}

/** How all labels are read as sets of classes, where the separator is one of those that may divide them. */
function asSets(separator: string): string {
  if (!isSeparator(separator)) return '';
  return `, or read all labels as sets of classes with: --multi-label ${JSON.stringify(separator)}`;
}

/** What is odd about the labels, in sentences. */
export function notesOnLabels(examples: readonly Named[]): string[] {
  const counts = new Map<string, number>();
  for (const { label } of examples) counts.set(label, (counts.get(label) ?? 0) + 1);
  const number = (label: string): string => (counts.get(label) ?? 0).toLocaleString('en-US');
  const notes: string[] = [];
  const alike = findLookAlikes(counts);
  if (alike.length > 0) {
    const groups = alike.map(({ keep, others, difference }) => {
      const names = [keep, ...others].map((label) => `${visibleLabel(label)} (${number(label)})`);
      return `${names.join(' and ')} differ ${difference}`;
    });
    notes.push(
      `Classes that look alike are read as different ones: ${listed(groups)}. If they are the same, write them alike with: label-audit fix --merge-classes`,
    );
  }
  const several = severalInOne(counts.keys());
  if (several !== undefined) {
    const names = several.labels.map((label) => `${JSON.stringify(label)} (${number(label)})`);
    const [one] = several.labels;
    notes.push(
      `${listed(names)} ${names.length === 1 ? 'seems' : 'seem'} to name several classes at once, divided by ${JSON.stringify(several.separator)}. ${names.length === 1 ? 'It is read as one class' : 'Each is read as a class'} of its own, since a picture has one label here: give these pictures the label that fits best, leave them out with: --ignore-labels ${commandWord(one)}${names.length > 1 ? ',…' : ''}${asSets(several.separator)}`,
    );
  }
  const none = noClassLabels(counts.keys());
  if (none.length > 0) {
    const names = none.map((label) => `${JSON.stringify(label)} (${number(label)})`);
    notes.push(
      `${listed(names)} ${none.length === 1 ? 'is read as a class' : 'are read as classes'}. If these labels say that there is none, leave them out with: --ignore-labels ${none.map(commandWord).join(',')}`,
    );
  }
  return notes;
}
