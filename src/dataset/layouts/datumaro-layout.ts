import { InputError } from '../../files/index.ts';
import type { LabelRows, LabelsEdit, LabelsFailure } from '../labels/label-rows.ts';
import { isObject, listed, own, ownList, parsedJson, wordOf } from '../json/json-file.ts';
import { elementSpans, listAt, memberStart, removeElements, valueEnd } from '../json/json-places.ts';
import type { Layout } from './layout.ts';
import { pictureNotes } from './picture-notes.ts';
import { recordRows, type LabelRecord } from './record-rows.ts';

/**
 * Datumaro: `categories.label.labels` names the classes, and each of `items` has annotations with a `label_id`. Those of
 * the type `label` are of the whole picture; where there are none, boxes and other shapes count.
 */
export const datumaroLayout: Layout = {
  ...{ name: 'datumaro', endings: /\.json$/i, byLines: false, folders: /^annotations?$/i },
  detect: ({ name, head }) =>
    /\.json$/i.test(name) &&
    /^\ufeff?\s*\{/.test(head) &&
    (/"categories"\s*:\s*\{\s*"\w+"\s*:\s*\{/.test(head) || /"items"\s*:\s*\[\s*\{\s*"id"\s*:/.test(head)),
  read({ text }) {
    const parsed = parsedJson(text);
    return parsed.ok ? readDatumaro(text, parsed.value) : parsed;
  },
};

/** Annotations of an item that say what its label is: their places in its list. */
function telling(item: unknown): { readonly at: readonly number[]; readonly all: readonly unknown[] } {
  const all = ownList(item, 'annotations');
  const places = (isTelling: (annotation: unknown) => boolean): number[] =>
    all.flatMap((annotation, i) => (isTelling(annotation) ? [i] : []));
  const whole = places((annotation) => own(annotation, 'type') === 'label');
  return {
    all,
    at: whole.length > 0 ? whole : places((annotation) => typeof own(annotation, 'label_id') === 'number'),
  };
}

function readDatumaro(text: string, file: unknown): LabelRows | LabelsFailure {
  const names = ownList(own(own(file, 'categories'), 'label'), 'labels').map((label) =>
    wordOf(isObject(label) ? own(label, 'name') : label),
  );
  if (names.length === 0 || !Array.isArray(own(file, 'items'))) {
    return { ok: false, reason: 'columns', message: 'it looks like Datumaro, but has no label categories or no items' };
  }
  const items = ownList(file, 'items');
  const spans = listAt(text, ['items']);
  const counts = new Int32Array(items.length);
  const found: (ReadonlySet<string> | undefined)[] = [];
  const records = items.map((item, row): LabelRecord => {
    const { at, all } = telling(item);
    const labels = new Set<string>();
    let unnamed: string | undefined;
    for (const i of at) {
      const id = own(all[i], 'label_id');
      const name = typeof id === 'number' ? names[id] : undefined;
      if (name === undefined || name === '') unnamed = wordOf(id);
      else labels.add(name);
    }
    counts[row] = at.length;
    found[row] = labels;
    const fault = !isObject(item)
      ? 'is no object; correct it'
      : unnamed !== undefined
        ? `has the label id ${JSON.stringify(unnamed)}, for which the file has no label`
        : labels.size > 1
          ? `has annotations of several labels (${listed(labels)}); one label a picture is read`
          : undefined;
    const path = wordOf(own(own(item, 'image'), 'path'));
    return {
      // Without a picture of its own an item is known by its id, which is a path without extension.
      written: path === '' ? wordOf(own(item, 'id')) : path,
      label: fault === undefined ? ([...labels][0] ?? '') : '',
      ...{ start: spans.starts[row], end: spans.ends[row], ...(fault === undefined ? {} : { fault }) },
    };
  });
  const placesOf = (row: number): { readonly start: number; readonly end: number }[] => {
    const list = elementSpans(text, memberStart(text, spans.starts[row], 'annotations'));
    return telling(items[row]).at.map((i) => {
      const start = memberStart(text, list.starts[i], 'label_id');
      return { start, end: valueEnd(text, start) };
    });
  };
  return recordRows(text, records, {
    columnNames: { image: 'image.path', label: 'label_id' },
    ...{ classOrder: names, notes: pictureNotes('Datumaro', 'annotations', counts, found) },
    labelSpan: (row) => (records[row].label !== '' && counts[row] === 1 ? placesOf(row)[0] : undefined),
    edits(changes) {
      const edits: LabelsEdit[] = removeElements(spans, (row) => changes.has(row) && changes.get(row) === undefined);
      for (const [row, label] of changes) {
        if (label === undefined || label === records[row].label) continue;
        if (records[row].label === '') throw new RangeError(`Row ${row + 1} has no label.`);
        const id = names.indexOf(label);
        if (id < 0)
          throw new InputError(`The file has no label ${JSON.stringify(label)}; add it to its label categories.`);
        for (const place of placesOf(row)) edits.push({ ...place, text: String(id) });
      }
      return edits.sort((a, b) => a.start - b.start);
    },
  });
}
