import { InputError } from '../../files/index.ts';
import { applyEdits } from '../labels/labels-edits.ts';
import type { LabelRows, LabelsEdit } from '../labels/label-rows.ts';
import { spansBetween } from '../labels/spans-between.ts';
import { joinSet, SET_SEPARATOR, splitSet } from './set-text.ts';

/**
 * Rows of which each gives its picture one label more, as rows that bear sets: the first row of a picture (in a split) stands
 * for all of them, and the others go on with it. An edit changes a label's cell, takes a label's row out, or puts a row for a
 * new label below the picture's last, which is a copy of its first but for the label.
 *
 * @param text that the rows were read from
 */
export function pictureRows(rows: LabelRows, text: string): LabelRows {
  /** For each row the first one of its picture; -1 where it can't be used. */
  const headOf = new Int32Array(rows.count).fill(-1);
  const groups = new Map<number, number[]>();
  const heads = new Map<string, number>();
  for (let row = 0; row < rows.count; row += 1) {
    const state = rows.state(row);
    const label = rows.label(row);
    if (label === '' || (state !== 'usable' && state !== 'outside-root')) continue;
    const key = `${rows.paths[row] || rows.written(row)}\0${rows.split(row)}`;
    const head = heads.get(key) ?? row;
    headOf[row] = head;
    if (head === row) {
      heads.set(key, row);
      groups.set(row, [row]);
    } else groups.get(head)!.push(row);
  }
  const isLater = (row: number): boolean => headOf[row] >= 0 && headOf[row] !== row;
  const sets = new Map<number, string>();
  for (const [head, group] of groups) {
    sets.set(
      head,
      joinSet(
        group.map((row) => rows.label(row)),
        SET_SEPARATOR,
      ),
    );
  }
  const label = (row: number): string => sets.get(row) ?? '';
  const { edits, labelSpan, ...rest } = rows;
  return {
    ...rest,
    ...(labelSpan === undefined ? {} : { labelSpan: (row) => (isLater(row) ? undefined : labelSpan(row)) }),
    paths: rows.paths.map((path, row) => (isLater(row) ? '' : path)),
    written: (row) => (isLater(row) ? '' : rows.written(row)),
    label,
    state: (row) => (isLater(row) ? 'continued' : rows.state(row)),
    rowsAbout: (start, end) => {
      const about = new Set(rows.rowsAbout?.(start, end));
      const spans = { starts: rows.rowStarts, ends: rows.rowEnds, count: rows.count };
      for (const row of spansBetween(spans, start, end)) if (isLater(row)) about.add(headOf[row]);
      return [...about];
    },
    ...(edits === undefined
      ? {}
      : {
          edits(changes) {
            const cells = new Map<number, string | undefined>();
            const added: LabelsEdit[] = [];
            for (const [head, set] of changes) {
              const group = groups.get(head);
              if (group === undefined) throw new RangeError(`Row ${head + 1} has no label.`);
              if (set === undefined) for (const row of group) cells.set(row, undefined);
              else if (set !== label(head)) added.push(...changeGroup(group, set, cells));
            }
            return [...edits(cells), ...added].sort((a, b) => a.start - b.start || a.end - b.end);
          },
        }),
  };

  /** Puts what becomes of a picture's rows into `cells`; returns the rows that are new. */
  function changeGroup(group: readonly number[], set: string, cells: Map<number, string | undefined>): LabelsEdit[] {
    const wanted = splitSet(set, SET_SEPARATOR);
    if (wanted.length === 0) {
      throw new InputError(
        `Row ${group[0] + 1} is one of a picture that can't be left without a label: it is named in its labels' rows alone. Leave one label, or remove the picture.`,
      );
    }
    const missing = new Set(wanted);
    for (const row of group) missing.delete(rows.label(row));
    const surplus = group.filter((row) => !wanted.includes(rows.label(row)));
    for (const row of surplus) {
      const next = missing.values().next().value;
      cells.set(row, next);
      if (next !== undefined) missing.delete(next);
    }
    const last = group[group.length - 1];
    const fresh = [...missing].map((name) => copyWith(group[0], name));
    if (fresh.length === 0) return [];
    const at = rows.rowEnds[last];
    const isOpen = !/[\r\n]$/.test(text.slice(Math.max(0, at - 1), at));
    const end = lineEnd();
    return [{ start: at, end: at, text: isOpen ? end + fresh.join(end) : fresh.map((row) => row + end).join('') }];
  }

  /** The text of a row with another label, without its line end. */
  function copyWith(row: number, name: string): string {
    const [start, end] = [rows.rowStarts[row], rows.rowEnds[row]];
    const own = edits!(new Map([[row, name]])).map((edit) => ({
      ...{ start: edit.start - start, end: edit.end - start, text: edit.text },
    }));
    return applyEdits(text.slice(start, end), own).replace(/[\r\n]+$/, '');
  }

  function lineEnd(): string {
    return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  }
}
