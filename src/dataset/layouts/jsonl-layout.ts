import { isAsciiText } from '../json/json-file.ts';
import { removeRowEdits, type LabelsEdit } from '../labels/labels-edits.ts';
import type { LabelRows, LabelsFailure, RowState } from '../labels/label-rows.ts';
import { findJsonKeys, jsonKeysOf, jsonObject, jsonValueSpan, jsonWord, relabelJsonLine } from '../json/json-line.ts';
import type { Layout } from './layout.ts';
import { RAGGED, standingOf } from '../labels/row-standing.ts';

/** One JSON object per line, as Hugging Face's imagefolder has it: `{"file_name": "1.png", "label": "cat"}`. */
export const jsonlLayout: Layout = {
  ...{ name: 'jsonl', endings: /\.(?:jsonl|ndjson)$/i, byLines: true },
  detect: ({ name }) => /\.(?:jsonl|ndjson)$/i.test(name),
  columns: (text) => jsonKeysOf(firstLines(text, linesOf(text))),
  read({ text }, options): LabelRows | LabelsFailure {
    const spans = linesOf(text);
    const { count } = spans;
    if (count === 0) return { ok: false, reason: 'empty', message: 'the file is empty; each line must be an object' };
    const keys = findJsonKeys(firstLines(text, spans), options);
    if ('ok' in keys) return keys;
    const columns = jsonKeysOf(firstLines(text, spans));
    const written: string[] = [];
    const paths: string[] = [];
    const labels: string[] = [];
    const splits: string[] = [];
    const states: RowState[] = [];
    for (let row = 0; row < count; row++) {
      const object = jsonObject(lineAt(text, spans, row));
      const image = jsonWord(object?.[keys.image]);
      const label = jsonWord(object?.[keys.label]);
      const { path, state } =
        object === undefined || image === undefined || label === undefined ? RAGGED : standingOf(image, label);
      written.push(image ?? '');
      labels.push(label ?? '');
      splits.push(keys.split === undefined ? '' : (jsonWord(object?.[keys.split]) ?? ''));
      paths.push(path);
      states.push(state);
    }
    return {
      ...{ ok: true, columnNames: keys, columns, count, paths },
      cell: (row, column) => jsonWord(jsonObject(lineAt(text, spans, row))?.[columns[column]]) ?? '',
      ...{ lines: spans.lines, rowStarts: spans.starts, rowEnds: spans.ends },
      written: (row) => written[row],
      label: (row) => labels[row],
      split: (row) => splits[row],
      state: (row) => states[row],
      fault: (row) => {
        if (jsonObject(lineAt(text, spans, row)) === undefined) return 'is no JSON object; correct it';
        return `has a list or an object under ${JSON.stringify(keys.image)} or ${JSON.stringify(keys.label)}; one word is needed`;
      },
      labelSpan: (row) => {
        const span = jsonValueSpan(lineAt(text, spans, row), keys.label);
        return span && { start: spans.starts[row] + span.start, end: spans.starts[row] + span.end };
      },
      edits: (changes) => editsOf(text, spans, keys.label, labels, changes),
    };
  },
};

interface Lines {
  readonly count: number;
  readonly lines: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Lines that are not blank. JSON holds no line end within a string. */
function linesOf(text: string): Lines {
  const lines: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const lineEnd = /\r\n|\r|\n/g;
  let line = 1;
  for (let start = text.startsWith('\ufeff') ? 1 : 0; start < text.length; line++) {
    lineEnd.lastIndex = start;
    const end = lineEnd.test(text) ? lineEnd.lastIndex : text.length;
    if (text.slice(start, end).trim() !== '') {
      lines.push(line);
      starts.push(start);
      ends.push(end);
    }
    start = end;
  }
  return {
    count: lines.length,
    lines: Int32Array.from(lines),
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
  };
}

function lineAt(text: string, { starts, ends }: Lines, row: number): string {
  return text.slice(starts[row], ends[row]);
}

function* firstLines(text: string, spans: Lines): Generator<string> {
  for (let row = 0; row < spans.count; row++) yield lineAt(text, spans, row);
}

function editsOf(
  text: string,
  spans: Lines,
  key: string,
  labels: readonly string[],
  changes: ReadonlyMap<number, string | undefined>,
): LabelsEdit[] {
  const edits: LabelsEdit[] = [];
  const removed: number[] = [];
  const isAscii = isAsciiText(text);
  for (const [row, label] of changes) {
    if (label === undefined) removed.push(row);
    else if (label !== labels[row]) {
      const start = spans.starts[row];
      const edit = relabelJsonLine(lineAt(text, spans, row), key, label, isAscii);
      edits.push({ start: start + edit.start, end: start + edit.end, text: edit.text });
    }
  }
  const index = { count: spans.count, rowStarts: spans.starts, rowEnds: spans.ends };
  return [...edits, ...removeRowEdits(text, index, removed)].sort((a, b) => a.start - b.start);
}
