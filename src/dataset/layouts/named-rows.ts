import { InputError } from '../../files/index.ts';
import type { ClassNames } from './class-names.ts';
import type { LabelRows, RowAnnotators, Vote } from '../labels/label-rows.ts';
import { shortened } from '../labels/shortened.ts';

/** An index as it may be written: `3`, `3.0` where pandas has made a float of it. */
const INDEX = /^\d+(?:\.0+)?$/;
const SYNSET = /^n\d{8}$/;

/** Whether the labels of rows are indices or synsets, whose names may stand in a file beside. */
export function areIndices(rows: LabelRows): boolean {
  let some = false;
  for (let row = 0; row < rows.count; row++) {
    const label = rows.label(row);
    if (label === '') continue;
    if (!INDEX.test(label) && !SYNSET.test(label)) return false;
    some = true;
  }
  return some;
}

/**
 * Rows whose labels are indices, as rows whose labels are names: shown by name, edited as index. Rows whose index has no
 * name can't be used. Where more rows have none than have one, the names are not meant for this file.
 * @returns the rows, and in a sentence what was assumed; the rows as they are where no file fits
 */
export function withClassNames(
  rows: LabelRows,
  files: readonly ClassNames[],
): { readonly rows: LabelRows; readonly file?: string } {
  const counts = new Map<string, number>();
  for (let row = 0; row < rows.count; row++) {
    const label = rows.label(row);
    if (label !== '') counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  if (files.length === 0) return { rows };
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const fits = files.map((names) => fitOf(names, counts));
  const best = fits.reduce((a, b) => (b.named > a.named ? b : a));
  if (best.named * 2 < total) {
    const [{ file, order }] = files;
    const most = [...counts.keys()].sort((a, b) => Number(b) - Number(a))[0];
    const note = `${file} names ${order.length} classes, which do not fit labels such as ${JSON.stringify(shortened(most))}: they are shown as they are written.`;
    return { rows: { ...rows, notes: [...(rows.notes ?? []), note] } };
  }
  const named = namedRows(rows, best);
  return { rows: { ...named, notes: [...(rows.notes ?? []), ...notesOf(best)] }, file: best.from.file };
}

/** What annotators say, by name; what has no name is left out. */
function namedVotes(annotators: RowAnnotators, nameOf: (label: string) => string | undefined): RowAnnotators {
  const votes = (row: number): Vote[] =>
    annotators.votes(row).flatMap(({ annotator, label }) => {
      const name = nameOf(label);
      return name === undefined ? [] : [{ annotator, label: name }];
    });
  return { ...annotators, votes };
}

/** How a file's names fit the labels. */
interface Fit {
  readonly from: ClassNames;
  /** What is taken off an index: 1 where labels are counted from 1. */
  readonly base: number;
  readonly named: number;
}

const keyOf = (label: string, base: number): string => (INDEX.test(label) ? String(Number(label) - base) : label);

function fitOf(from: ClassNames, counts: ReadonlyMap<string, number>): Fit {
  const named = (base: number): number => {
    let sum = 0;
    for (const [label, count] of counts) if (from.names.has(keyOf(label, base))) sum += count;
    return sum;
  };
  const plain = named(0);
  // Counted from 1: there is no 0, and the last index is the number of names.
  const last = String(from.order.length);
  const isFromOne = from.names.has('0') && ![...counts.keys()].some((label) => Number(label) === 0);
  const hasLast = [...counts.keys()].some((label) => INDEX.test(label) && String(Number(label)) === last);
  const one = isFromOne && hasLast ? named(1) : 0;
  return one > plain ? { from, base: 1, named: one } : { from, base: 0, named: plain };
}

function notesOf({ from: { file, order }, base }: Fit): string[] {
  const from = base === 0 ? '' : ' They are counted from 1, since none is 0.';
  const example = `${base} is ${JSON.stringify(shortened(order[0]))}`;
  return [`labels are indices, whose names are read from ${file} (${order.length} classes, ${example}).${from}`];
}

function namedRows(rows: LabelRows, { from, base }: Fit): LabelRows {
  const { names, order, file } = from;
  const nameAt = (row: number): string => {
    const label = rows.label(row);
    return label === '' ? '' : (names.get(keyOf(label, base)) ?? '');
  };
  const indexOf = new Map<string, string>();
  const synsetOf = new Map<string, string>();
  for (const [key, name] of names) {
    if (SYNSET.test(key)) synsetOf.set(name, key);
    else indexOf.set(name, String(Number(key) + base));
  }
  const hasNoName = (row: number): boolean => rows.state(row) === 'usable' && nameAt(row) === '';
  /** The label as the row would write it. */
  const written = (row: number, name: string): string => {
    const old = rows.label(row);
    if (SYNSET.test(old)) {
      const synset = synsetOf.get(name);
      if (synset !== undefined) return synset;
    }
    const index = indexOf.get(name);
    if (index === undefined) throw new InputError(`${file} has no class ${JSON.stringify(name)}; add it there first.`);
    return index + (/\.0+$/.exec(old)?.[0] ?? '');
  };
  return {
    ...rows,
    classOrder: order,
    ...(rows.annotators === undefined
      ? {}
      : { annotators: namedVotes(rows.annotators, (label) => names.get(keyOf(label, base))) }),
    label: nameAt,
    state: (row) => (hasNoName(row) ? 'ragged' : rows.state(row)),
    fault: (row) =>
      hasNoName(row)
        ? `has the label ${JSON.stringify(shortened(rows.label(row)))}, for which ${file} has no name (it names ${order.length} classes)`
        : rows.fault(row),
    ...(rows.edits === undefined
      ? {}
      : {
          edits: (changes) =>
            rows.edits!(
              new Map(Array.from(changes, ([row, name]) => [row, name === undefined ? undefined : written(row, name)])),
            ),
        }),
  };
}
