import { InputError } from '../../files/index.ts';
import type { LabelRows, LabelsEdit } from '../labels/label-rows.ts';
import { removeRowEdits } from '../labels/labels-edits.ts';
import { shortened } from '../labels/shortened.ts';
import { isPictureName } from '../picture-names.ts';
import { HEAD_LENGTH, type Layout } from './layout.ts';
import { recordRows, type LabelRecord } from './record-rows.ts';

/** How many lines are looked at to tell a list. */
const PROBED = 50;

/**
 * How a line is parted: by a comma, semicolon or tab, else at its last blank, so that paths may hold blanks; MXNet writes
 * a number before the label, and the path last.
 */
const FORMS = [
  /^(?<path>[^\t]+)\t(?<label>[^\t]+)$/d,
  /^(?:\d+)\t(?<label>[^\t]+)\t(?<path>[^\t]+)$/d,
  /^(?<path>[^,]+),(?<label>[^,]+)$/d,
  /^(?<path>[^;]+);(?<label>[^;]+)$/d,
  /^(?<path>.*\S)[ \t]+(?<label>\S+)[ \t]*$/d,
] as const;

/** Lists without a header, one picture and its label a line, as ImageNet and Caffe have them: `n01440764/10026.JPEG 0`. */
export const listLayout: Layout = {
  ...{ name: 'list', endings: /\.(?:txt|lst|csv|tsv)$/i, byLines: true },
  detect: ({ name, head }) => /\.(?:txt|lst|csv|tsv)$/i.test(name) && formOf(head) !== undefined,
  read({ text }) {
    const form = formOf(text.slice(0, HEAD_LENGTH));
    if (form === undefined) return { ok: false, reason: 'columns', message: 'it is no list of pictures and labels' };
    const records: (LabelRecord & { readonly labelStart: number; readonly labelEnd: number })[] = [];
    for (const { start, end, line } of linesIn(text)) {
      if (line.trim() === '' || (line.startsWith('#') && !form.test(line))) continue;
      const found = form.exec(line)?.indices?.groups;
      const word = ([from, to]: readonly [number, number]): string => line.slice(from, to).trim();
      if (found === undefined) {
        const fault = `is ${JSON.stringify(shortened(line.trim()))}, where a picture and one label are expected`;
        records.push({ written: '', label: '', fault, start, end, labelStart: -1, labelEnd: -1 });
        continue;
      }
      const { path, label } = found;
      const cell = line.slice(label[0], label[1]);
      const labelStart = start + label[0] + (cell.length - cell.trimStart().length);
      const labelEnd = labelStart + cell.trim().length;
      records.push({ written: unquoted(word(path)), label: word(label), start, end, labelStart, labelEnd });
    }
    const rows: LabelRows = recordRows(text, records, {
      columnNames: { image: 'path', label: 'label' },
      notes: ['it has no header: each line is read as a picture and its label.'],
      labelSpan: (row) => {
        const { labelStart, labelEnd } = records[row];
        return labelStart < 0 ? undefined : { start: labelStart, end: labelEnd };
      },
      edits(changes) {
        const edits: LabelsEdit[] = [];
        const removed: number[] = [];
        for (const [row, label] of changes) {
          if (label === undefined) removed.push(row);
          else if (label !== records[row].label) {
            if (records[row].labelStart < 0) throw new RangeError(`Row ${row + 1} has no label.`);
            const { labelStart: start, labelEnd: end } = records[row];
            const line = text.slice(records[row].start, records[row].end).replace(/[\r\n]+$/, '');
            const at = start - records[row].start;
            checkLabel(
              form,
              { ...records[row], label },
              line.slice(0, at) + label + line.slice(end - records[row].start),
            );
            edits.push({ start, end, text: label });
          }
        }
        return [...edits, ...removeRowEdits(text, rows, removed)].sort((a, b) => a.start - b.start);
      },
    });
    return rows;
  },
};

/** Datumaro writes a name with a blank in it as `"pic 1".jpg`. */
function unquoted(path: string): string {
  return path.replace(/^"([^"]+)"(\.\w+)$/, '$1$2');
}

/** How the lines of a list are parted; undefined where the text begins as no list does. */
function formOf(head: string): RegExp | undefined {
  const lines: string[] = [];
  for (const { line, end } of linesIn(head)) {
    // The last line may be cut in two.
    if (lines.length === PROBED || (end === head.length && head.length >= HEAD_LENGTH)) break;
    if (line.trim() !== '') lines.push(line);
  }
  const isComment = (line: string): boolean => line.startsWith('#');
  return FORMS.find((form) => {
    const fits = (line: string): boolean => isPictureName(form.exec(line)?.groups?.path.trim() ?? '');
    return lines.some(fits) && lines.every((line) => fits(line) || isComment(line));
  });
}

/** A label with a blank, or another that would be read as something else, can't stand in every list. */
function checkLabel(form: RegExp, { written, label }: Pick<LabelRecord, 'written' | 'label'>, line: string): void {
  const again = form.exec(line)?.groups;
  if (
    again !== undefined &&
    unquoted(again.path.trim()) === written &&
    again.label.trim() === label &&
    !/[\r\n]/.test(label)
  )
    return;
  throw new InputError(
    `${JSON.stringify(shortened(line))} would not be read as a picture and its label; choose another.`,
  );
}

/** The lines of a text: CR, LF and CRLF end them. */
function* linesIn(text: string): Generator<{ readonly start: number; readonly end: number; readonly line: string }> {
  const ends = /\r\n|\r|\n|$/g;
  for (let start = text.startsWith('\ufeff') ? 1 : 0; start < text.length;) {
    ends.lastIndex = start;
    const found = ends.exec(text)!;
    const end = found.index + found[0].length;
    yield { start, end, line: text.slice(start, found.index) };
    start = end;
  }
}
