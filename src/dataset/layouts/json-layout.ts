import { DatasetError } from '../dataset-error.ts';
import { findColumns, type ColumnNames } from '../labels/labels-columns.ts';
import type { LabelRows, LabelsEdit, LabelsFailure } from '../labels/label-rows.ts';
import { isAsciiText, isObject, jsonString, own, ownList, parsedJson, wordOf } from '../json/json-file.ts';
import { elementSpans, memberAt, memberStart, removeElements, skipBlanks, valueEnd } from '../json/json-places.ts';
import type { Layout } from './layout.ts';
import { recordRows, type LabelRecord } from './record-rows.ts';

/** How many entries are looked at to learn which keys they have. */
const PROBED = 100;

/**
 * A list of flat objects, one a picture, as pandas writes it (`orient="records"`) and Label Studio's JSON-MIN:
 * `[{"image": "1.png", "label": "cat"}]`.
 */
export const jsonLayout: Layout = {
  ...{ name: 'json', endings: /\.json$/i, byLines: false },
  detect: ({ name, head }) => /\.json$/i.test(name) && /^\ufeff?\s*\[\s*\{\s*"/.test(head),
  read({ text }, options) {
    const parsed = parsedJson(text);
    return parsed.ok ? readRecords(text, parsed.value, options) : parsed;
  },
};

function readRecords(text: string, file: unknown, options: ColumnNames): LabelRows | LabelsFailure {
  const objects: readonly unknown[] = Array.isArray(file) ? (file as unknown[]) : [];
  const keys = [
    ...new Set(objects.slice(0, PROBED).flatMap((object) => (isObject(object) ? Object.keys(object) : []))),
  ];
  // Label Studio's short export names a label after the control it was chosen with, by default `choice`.
  const choice = keys.includes('choice') ? { labelColumn: 'choice' } : {};
  let names: { image: string; label: string; split?: string };
  try {
    const { image, label, split } = findColumns(keys, { ...choice, ...options }, '');
    names = { image: keys[image], label: keys[label], ...(split < 0 ? {} : { split: keys[split] }) };
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    return { ok: false, reason: 'columns', message: error.message.replace(/^: /, '') };
  }
  const spans = elementSpans(text, skipBlanks(text, 0));
  const records = objects.map((object, row): LabelRecord => {
    const label = labelOf(own(object, names.label));
    const image = own(object, names.image);
    const fault = !isObject(object)
      ? 'is no object; correct it'
      : label === undefined || (typeof image === 'object' && image !== null)
        ? `has a list or an object under ${JSON.stringify(names.image)} or ${JSON.stringify(names.label)}; one word is needed`
        : undefined;
    const split = names.split === undefined ? '' : wordOf(own(object, names.split));
    return {
      ...{ written: wordOf(image), label: fault === undefined ? label! : '', split },
      ...{ start: spans.starts[row], end: spans.ends[row], ...(fault === undefined ? {} : { fault }) },
    };
  });
  const labelStart = (row: number): number => {
    const place = memberStart(text, spans.starts[row], names.label);
    if (!isObject(own(objects[row], names.label))) return place;
    return elementSpans(text, memberAt(text, place, ['choices'])).starts[0];
  };
  return recordRows(text, records, {
    columnNames: names,
    notes: [
      `read as a list of objects, one a picture: ${JSON.stringify(names.image)} names the picture, ${JSON.stringify(names.label)} its label.`,
    ],
    labelSpan: (row) => {
      if (records[row].label === '') return undefined;
      const start = labelStart(row);
      return { start, end: valueEnd(text, start) };
    },
    edits(changes) {
      const isAscii = isAsciiText(text);
      const edits: LabelsEdit[] = removeElements(spans, (row) => changes.has(row) && changes.get(row) === undefined);
      for (const [row, label] of changes) {
        if (label === undefined || label === records[row].label) continue;
        if (records[row].label === '') throw new RangeError(`Row ${row + 1} has no label.`);
        const start = labelStart(row);
        const value = own(objects[row], names.label);
        edits.push({ start, end: valueEnd(text, start), text: writeLabel(label, value, isAscii) });
      }
      return edits.sort((a, b) => a.start - b.start);
    },
  });
}

/** A word, or the one choice of Label Studio's `{"choices": ["cat"]}`; undefined where it is something else. */
function labelOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return wordOf(value);
  const choices = ownList(value, 'choices');
  return choices.length === 1 && typeof choices[0] === 'string' ? choices[0].trim() : undefined;
}

/** A number stays a number, and a boolean a boolean, where the new label is one. */
function writeLabel(label: string, value: unknown, isAscii: boolean): string {
  if (typeof value === 'number' && String(Number(label)) === label && Number.isFinite(Number(label))) return label;
  if (typeof value === 'boolean' && (label === 'true' || label === 'false')) return label;
  return jsonString(label, isAscii);
}
