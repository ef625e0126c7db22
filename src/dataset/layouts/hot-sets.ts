import { InputError } from '../../files/index.ts';
import { removeRowEdits } from '../labels/labels-edits.ts';
import type { LabelsIndex } from '../labels/labels-index.ts';
import type { LabelRows, LabelsEdit, LabelsFailure } from '../labels/label-rows.ts';
import { rowsOfTable } from '../labels/rows-of-table.ts';
import { shortened } from '../labels/shortened.ts';
import { joinSet, NO_CLASS, SET_SEPARATOR, splitSet } from '../sets/set-text.ts';
import { isRead, oddCellFault, ONE, rowScanner, ZERO, type Hot } from './hot-columns.ts';

/**
 * Rows with a 1 for each of their picture's classes, as rows that bear sets: none, one or several. An edit changes the cells of
 * those classes that come or go.
 */
export function hotSetRows(text: string, index: LabelsIndex, hot: Hot): LabelRows | LabelsFailure {
  const { columns, names } = hot;
  const odd = names.find((name) => name.includes(SET_SEPARATOR) || name === NO_CLASS);
  if (odd !== undefined) {
    const message = `its column ${JSON.stringify(shortened(odd))} can't be a class of several a picture: give it a name without "${SET_SEPARATOR}", other than "${NO_CLASS}"`;
    return { ok: false, reason: 'columns', message };
  }
  const row = rowScanner(text, index, hot);
  const table = rowsOfTable(index, names.join(', '));
  const sets: string[] = [];
  for (let i = 0; i < index.count; i++) sets.push(index.state(i) === 'ragged' ? '' : setOf(i));
  const isBroken = (i: number): boolean => index.state(i) === 'ragged' || (sets[i] === '' && isRead(index, i));
  return {
    ...table,
    classOrder: names,
    label: (i) => sets[i],
    // A row whose first cell of a class is empty has no label to indexLabels.
    state: (i) => (isBroken(i) ? 'ragged' : index.state(i) === 'no-label' ? 'usable' : index.state(i)),
    fault: (i) => (index.state(i) === 'ragged' ? table.fault(i) : oddCellFault(row(i), hot)),
    edits(changes) {
      const edits: LabelsEdit[] = [];
      const removed: number[] = [];
      for (const [i, set] of changes) {
        if (set === undefined) removed.push(i);
        else if (set !== sets[i]) edits.push(...cellEdits(i, set));
      }
      return [...edits, ...removeRowEdits(text, index, removed)].sort((a, b) => a.start - b.start);
    },
  };

  /** The set of a row; '' where a cell is neither 0 nor 1. */
  function setOf(i: number): string {
    const scanner = row(i);
    const found: string[] = [];
    for (let c = 0; c < columns.length; c++) {
      const cell = columns[c] < scanner.count ? scanner.value(columns[c]).trim() : '';
      if (ONE.test(cell)) found.push(names[c]);
      else if (!ZERO.test(cell)) return '';
    }
    return joinSet(found, SET_SEPARATOR);
  }

  function cellEdits(i: number, set: string): LabelsEdit[] {
    const wanted = new Set(splitSet(set, SET_SEPARATOR));
    const strange = [...wanted].find((name) => !names.includes(name));
    if (strange !== undefined) {
      throw new InputError(
        `There is no column for the label ${JSON.stringify(shortened(strange))}; add one to the file.`,
      );
    }
    if (sets[i] === '') throw new RangeError(`Row ${i + 1} has no labels that can be read.`);
    const scanner = row(i);
    const start = index.rowStarts[i];
    const edits: LabelsEdit[] = [];
    columns.forEach((column, c) => {
      const raw = text.slice(start + scanner.cellStart(column), start + scanner.cellEnd(column));
      const isOn = ONE.test(scanner.value(column).trim());
      if (isOn === wanted.has(names[c])) return;
      // The word itself: blanks and quotes around it stay, and so do the zeros behind a point.
      const word = isOn ? /true|1/i.exec(raw)! : /false|0/i.exec(raw)!;
      const at = start + scanner.cellStart(column) + word.index;
      edits.push({ start: at, end: at + word[0].length, text: turned(word[0]) });
    });
    return edits;
  }
}

/** 1 for 0, and true for false, in the same letters. */
function turned(word: string): string {
  if (word === '1') return '0';
  if (word === '0') return '1';
  const other = word.toLowerCase() === 'true' ? 'false' : 'true';
  if (word === word.toUpperCase()) return other.toUpperCase();
  return /^[A-Z]/.test(word) ? other[0].toUpperCase() + other.slice(1) : other;
}
