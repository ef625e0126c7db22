import type { ColumnNames } from '../labels/labels-columns.ts';
import type { LabelRows, LabelsEdit, LabelsFailure } from '../labels/label-rows.ts';
import { isPictureName } from '../picture-names.ts';
import { isAsciiText, isObject, jsonString, listed, own, ownList, parsedJson, wordOf } from '../json/json-file.ts';
import { elementSpans, memberAt, memberStart, removeElements, skipBlanks, valueEnd } from '../json/json-places.ts';
import type { Layout } from './layout.ts';
import { pictureNotes } from './picture-notes.ts';
import { recordRows, type LabelRecord } from './record-rows.ts';

/** Label Studio's JSON: a list of tasks, whose annotations hold choices. Old exports call annotations completions. */
export const labelStudioLayout: Layout = {
  ...{ name: 'label-studio', endings: /\.json$/i, byLines: false },
  detect: ({ name, head }) =>
    /\.json$/i.test(name) &&
    /^\ufeff?\s*\[\s*\{/.test(head) &&
    /"(?:annotations|completions)"\s*:\s*\[/.test(head) &&
    /"(?:from_name|to_name|was_cancelled|lead_time|completed_by|file_upload)"\s*:/.test(head),
  read({ text }, options) {
    const parsed = parsedJson(text);
    return parsed.ok ? readTasks(text, parsed.value, options) : parsed;
  },
};

/** Where a choice of a task stands: in the annotation, result and choice of these numbers. */
interface Choice {
  readonly key: 'annotations' | 'completions';
  readonly annotation: number;
  readonly result: number;
  readonly choice: number;
  /** The control it was made with. */
  readonly control: string;
  readonly label: string;
}

function choicesOf(task: unknown): Choice[] {
  const found: Choice[] = [];
  const key = own(task, 'annotations') === undefined ? 'completions' : 'annotations';
  ownList(task, key).forEach((annotation, i) => {
    // An annotator who skips a task leaves an annotation that does not count.
    if (own(annotation, 'was_cancelled') === true) return;
    ownList(annotation, 'result').forEach((result, j) => {
      const control = wordOf(own(result, 'from_name'));
      ownList(own(result, 'value'), 'choices').forEach((choice, k) => {
        const label = typeof choice === 'string' ? choice.trim() : '';
        if (label !== '') found.push({ key, annotation: i, result: j, choice: k, control, label });
      });
    });
  });
  return found;
}

function readTasks(text: string, file: unknown, options: ColumnNames): LabelRows | LabelsFailure {
  const tasks: readonly unknown[] = Array.isArray(file) ? (file as unknown[]) : [];
  const all = tasks.map(choicesOf);
  const controls = [...new Set(all.flat().map(({ control }) => control))];
  const control = options.labelColumn ?? controls.at(0) ?? 'choice';
  if (options.labelColumn === undefined && controls.length > 1) {
    const message = `its choices are made with ${listed(controls)}; name the one to audit with --label-column`;
    return { ok: false, reason: 'columns', message };
  }
  if (!controls.includes(control)) {
    const made = controls.length === 0 ? 'it holds no choices' : `its choices are made with ${listed(controls)}`;
    return { ok: false, reason: 'columns', message: `${made}, not with ${JSON.stringify(control)}` };
  }
  const image = options.imageColumn ?? imageKey(tasks);
  if (image === undefined) {
    return {
      ok: false,
      reason: 'columns',
      message: 'no task names a picture in its "data"; name the key with --image-column',
    };
  }
  const spans = elementSpans(text, skipBlanks(text, 0));
  const chosen = all.map((choices) => choices.filter((choice) => choice.control === control));
  const found = chosen.map((choices) => new Set(choices.map(({ label }) => label)));
  const records = tasks.map((task, row): LabelRecord => {
    const labels = found[row];
    const fault = !isObject(task)
      ? 'is no object; correct it'
      : labels.size > 1
        ? `has several choices (${listed(labels)}), of one annotator or of several who do not agree; one label a picture is read`
        : undefined;
    return {
      ...{ written: pictureOf(wordOf(own(own(task, 'data'), image))), label: labels.size === 1 ? [...labels][0] : '' },
      ...{ start: spans.starts[row], end: spans.ends[row], ...(fault === undefined ? {} : { fault }) },
    };
  });
  const counts = chosen.map((choices) => choices.length);
  return recordRows(text, records, {
    columnNames: { image, label: control },
    notes: pictureNotes('Label Studio', 'annotations', counts, found),
    labelSpan: (row) => {
      if (records[row].label === '' || counts[row] !== 1) return undefined;
      const start = placeOf(text, spans.starts[row], chosen[row][0]);
      return { start, end: valueEnd(text, start) };
    },
    edits(changes) {
      const isAscii = isAsciiText(text);
      const edits: LabelsEdit[] = removeElements(spans, (row) => changes.has(row) && changes.get(row) === undefined);
      for (const [row, label] of changes) {
        if (label === undefined || label === records[row].label) continue;
        if (chosen[row].length === 0) throw new RangeError(`Row ${row + 1} has no label.`);
        for (const choice of chosen[row]) {
          const start = placeOf(text, spans.starts[row], choice);
          edits.push({ start, end: valueEnd(text, start), text: jsonString(label, isAscii) });
        }
      }
      return edits.sort((a, b) => a.start - b.start);
    },
  });
}

function placeOf(text: string, task: number, { key, annotation, result, choice }: Choice): number {
  const annotations = elementSpans(text, memberStart(text, task, key));
  const results = elementSpans(text, memberStart(text, annotations.starts[annotation], 'result'));
  const choices = elementSpans(text, memberAt(text, results.starts[result], ['value', 'choices']));
  return choices.starts[choice];
}

/** The key of `data` under which pictures are named. */
function imageKey(tasks: readonly unknown[]): string | undefined {
  for (const task of tasks) {
    const data = own(task, 'data');
    if (!isObject(data)) continue;
    const keys = Object.keys(data).filter((key) => isPictureName(pictureOf(wordOf(own(data, key)))));
    const key = ['image', 'img', 'picture', 'photo'].find((name) => keys.includes(name)) ?? keys.at(0);
    if (key !== undefined) return key;
  }
  return undefined;
}

/** `/data/local-files/?d=cats/1.png` is the file `cats/1.png` somewhere: an absolute path, whose end is looked for. */
function pictureOf(written: string): string {
  const local = /\/data\/local-files\/?\?(?:.*&)?d=([^&]*)/.exec(written)?.[1];
  if (local === undefined) return written;
  try {
    return `/${decodeURIComponent(local)}`;
  } catch {
    return `/${local}`;
  }
}
