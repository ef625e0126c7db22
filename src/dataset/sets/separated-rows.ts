import { InputError } from '../../files/index.ts';
import type { LabelRows } from '../labels/label-rows.ts';
import { shortened } from '../labels/shortened.ts';
import type { SetSeparator } from '../labels/multi-label-way.ts';
import { narrowedEdit } from './narrowed-edit.ts';
import { joinSet, NO_CLASS, splitSet } from './set-text.ts';

/**
 * Rows whose label cells hold several labels, as rows that bear sets. An edit changes that part of a cell alone: labels that
 * stay keep their order and their blanks, and new ones follow, divided as the others are.
 *
 * @param text that the rows were read from
 */
export function separatedRows(rows: LabelRows, text: string, separator: SetSeparator): LabelRows {
  const setOf = setReader(separator);
  let found: Blanks | undefined;
  /** The blanks around the separator in the first cell of several labels. */
  const usual = (): Blanks => {
    for (let row = 0; found === undefined && row < rows.count; row += 1) {
      found = blanksAround(separator, rows.label(row));
    }
    return (found ??= ['', '']);
  };
  const label = (row: number): string => setOf(rows.label(row));
  const { edits, ...rest } = rows;
  return {
    ...rest,
    label,
    state: (row) => {
      const state = rows.state(row);
      return state === 'usable' && label(row) === '' ? 'no-label' : state;
    },
    ...(edits === undefined
      ? {}
      : {
          edits(changes) {
            const cells = new Map<number, string | undefined>();
            for (const [row, set] of changes) {
              if (set !== undefined && set === label(row)) continue;
              cells.set(row, set === undefined ? undefined : rewrittenSet(rows.label(row), set, separator, usual));
            }
            return edits(cells).flatMap((edit) => (edit.text === '' ? [edit] : (narrowedEdit(text, edit) ?? [])));
          },
        }),
  };
}

/** Reads cells of several labels, as they are written, as sets; '' for a cell of none. One that comes again is worked out once. */
export function setReader(separator: SetSeparator): (written: string) => string {
  const known = new Map<string, string>();
  return (written) => {
    let set = known.get(written);
    if (set === undefined) {
      const parts = splitSet(written, separator);
      set = parts.length === 0 ? '' : joinSet(parts, separator);
      known.set(written, set);
    }
    return set;
  };
}

/** Blanks before and after a separator. */
export type Blanks = readonly [before: string, after: string];

/** Those around the first separator of a cell; undefined where it has none. */
export function blanksAround(separator: SetSeparator, written: string): Blanks | undefined {
  const parts = written.split(separator);
  return parts.length < 2 ? undefined : [/\s*$/u.exec(parts[0])![0], /^\s*/u.exec(parts[1])![0]];
}

/**
 * A cell with another set.
 * @param usual the blanks around separators where this cell has none
 * @throws InputError where the set is empty: a cell without a label says that there is none yet
 */
export function rewrittenSet(written: string, set: string, separator: SetSeparator, usual: () => Blanks): string {
  const wanted = splitSet(set, separator);
  if (wanted.length === 0) {
    throw new InputError(
      `${JSON.stringify(shortened(written))} can't become ${NO_CLASS}: an empty cell would mean that the picture has no labels yet. Leave one label, or remove the row.`,
    );
  }
  const parts = written.split(separator);
  const kept: string[] = [];
  const left = new Set(wanted);
  for (const part of parts) if (left.delete(part.trim())) kept.push(part);
  const [trail, lead] = blanksAround(separator, written) ?? usual();
  return [kept.join(separator).trim(), ...left].filter((part) => part !== '').join(`${trail}${separator}${lead}`);
}
