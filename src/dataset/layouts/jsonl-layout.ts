import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import { DatasetError } from '../dataset-error.ts';
import { normaliseDatasetPath } from '../../files/index.ts';
import { findColumns } from '../labels/labels-columns.ts';
import { removeRowEdits, type LabelsEdit } from '../labels/labels-edits.ts';
import type { LabelRows, LabelsFailure, RowState } from '../labels/label-rows.ts';
import type { Layout } from './layout.ts';

/** How many rows are looked at to learn which keys they have. */
const PROBED = 100;

/** One JSON object per line, as Hugging Face's imagefolder has it: `{"file_name": "1.png", "label": "cat"}`. */
export const jsonlLayout: Layout = {
  name: 'jsonl',
  detect: ({ name }) => /\.(?:jsonl|ndjson)$/i.test(name),
  read({ text }, options): LabelRows | LabelsFailure {
    const spans = linesOf(text);
    const { count } = spans;
    if (count === 0) return { ok: false, reason: 'empty', message: 'the file is empty; each line must be an object' };
    const keys = new Set<string>();
    for (let row = 0; row < Math.min(count, PROBED); row++) {
      for (const key of Object.keys(objectOf(text, spans, row) ?? {})) keys.add(key);
    }
    const header = [...keys];
    let names: { image: string; label: string; split?: string };
    try {
      const { image, label, split } = findColumns(header, options, '');
      names = { image: header[image], label: header[label], ...(split < 0 ? {} : { split: header[split] }) };
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      return { ok: false, reason: 'columns', message: error.message.replace(/^: /, '') };
    }
    const written: string[] = [];
    const paths: string[] = [];
    const labels: string[] = [];
    const splits: string[] = [];
    const states: RowState[] = [];
    for (let row = 0; row < count; row++) {
      const object = objectOf(text, spans, row);
      const image = wordOf(object?.[names.image]);
      const label = wordOf(object?.[names.label]);
      const path = image === '' || image === undefined ? undefined : normaliseDatasetPath(image);
      const state =
        object === undefined || image === undefined || label === undefined
          ? 'ragged'
          : image === ''
            ? 'no-image'
            : path === undefined
              ? 'outside-root'
              : label === ''
                ? 'no-label'
                : 'usable';
      written.push(image ?? '');
      labels.push(label ?? '');
      splits.push(names.split === undefined ? '' : (wordOf(object?.[names.split]) ?? ''));
      paths.push(state === 'usable' ? path! : '');
      states.push(state);
    }
    return {
      ...{ ok: true, columnNames: names, count, paths },
      ...{ lines: spans.lines, rowStarts: spans.starts, rowEnds: spans.ends },
      written: (row) => written[row],
      label: (row) => labels[row],
      split: (row) => splits[row],
      state: (row) => states[row],
      fault: (row) => {
        if (objectOf(text, spans, row) === undefined) return 'is no JSON object; correct it';
        return `has a list or an object under ${JSON.stringify(names.image)} or ${JSON.stringify(names.label)}; one word is needed`;
      },
      edits: (changes) => editsOf(text, spans, names.label, labels, changes),
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
  let line = 1;
  for (let start = text.startsWith('\ufeff') ? 1 : 0; start < text.length; line++) {
    const lineFeed = text.indexOf('\n', start);
    const end = lineFeed < 0 ? text.length : lineFeed + 1;
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

function objectOf(text: string, { starts, ends }: Lines, row: number): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.slice(starts[row], ends[row]));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A value as a word; '' where there is none, undefined where it is a list or an object. */
function wordOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
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
  // Python writes \u escapes unless it is told not to; a file that holds nothing but ASCII stays such a file.
  const isAscii = !/[^\0-\x7f]/.test(text.replace(/^\ufeff/, ''));
  for (const [row, label] of changes) {
    if (label === undefined) removed.push(row);
    else if (label !== labels[row]) {
      const start = spans.starts[row];
      const node = lastValue(parseTree(text.slice(start, spans.ends[row])), key);
      if (node === undefined) throw new RangeError(`Row ${row + 1} has no label.`);
      edits.push({
        start: start + node.offset,
        end: start + node.offset + node.length,
        text: writeValue(label, node, isAscii),
      });
    }
  }
  const index = { count: spans.count, rowStarts: spans.starts, rowEnds: spans.ends };
  return [...edits, ...removeRowEdits(text, index, removed)].sort((a, b) => a.start - b.start);
}

/** Of several properties with the same key the last counts, as in JSON.parse. */
function lastValue(tree: Node | undefined, key: string): Node | undefined {
  const property = tree?.children?.findLast(({ children }) => children?.[0].value === key);
  return property?.children?.[1] ?? (tree && findNodeAtLocation(tree, [key]));
}

/** A number stays a number, and a boolean a boolean, where the new label is one. */
function writeValue(label: string, { type }: Node, isAscii: boolean): string {
  const isNumber = type === 'number' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(label) && String(Number(label)) === label;
  if (isNumber || (type === 'boolean' && (label === 'true' || label === 'false'))) return label;
  const written = JSON.stringify(label);
  if (!isAscii) return written;
  return written.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
