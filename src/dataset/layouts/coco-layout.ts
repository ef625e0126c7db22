import { InputError } from '../../files/index.ts';
import type { LabelRows, LabelsEdit, LabelsFailure } from '../labels/label-rows.ts';
import { own, isObject, ownList, parsedJson, wordOf, listed } from '../json/json-file.ts';
import { spansBetween } from '../labels/spans-between.ts';
import { listAt, memberStart, removeElements, valueEnd, type Spans } from '../json/json-places.ts';
import type { Layout } from './layout.ts';
import { pictureNotes } from './picture-notes.ts';
import { recordRows, type LabelRecord } from './record-rows.ts';

const IMAGE_KEYS = ['file_name', 'path', 'coco_url', 'flickr_url'];

/**
 * COCO: `images`, `annotations` and `categories`. A row is an image; its label is the category of its annotations, boxes
 * too, where all are of one.
 */
export const cocoLayout: Layout = {
  ...{ name: 'coco', endings: /\.json$/i, byLines: false, folders: /^annotations?$/i },
  detect: ({ name, head }) =>
    /\.json$/i.test(name) &&
    /^\ufeff?\s*\{/.test(head) &&
    /"(?:images|annotations|categories)"\s*:\s*\[\s*(?:\{|\])/.test(head) &&
    /"(?:file_name|image_id|category_id|supercategory|licenses|coco_url)"\s*:/.test(head),
  read({ text }, options) {
    const parsed = parsedJson(text);
    return parsed.ok ? readCoco(text, parsed.value, options.imageColumn) : parsed;
  },
};

/** What a file says of its categories. */
interface Categories {
  readonly nameOf: ReadonlyMap<number | string, string>;
  readonly idOf: ReadonlyMap<string, number | string>;
}

function readCoco(text: string, file: unknown, given: string | undefined): LabelRows | LabelsFailure {
  const missing = ['images', 'annotations', 'categories'].find((key) => !Array.isArray(own(file, key)));
  if (missing !== undefined) {
    return { ok: false, reason: 'columns', message: `it looks like COCO, but has no list "${missing}"` };
  }
  const categories = categoriesOf(ownList(file, 'categories'));
  const images = ownList(file, 'images');
  const annotations = ownList(file, 'annotations');
  const rowOf = new Map<unknown, number>();
  images.forEach((image, row) => {
    const id = own(image, 'id');
    if (!rowOf.has(id)) rowOf.set(id, row);
  });
  const found: (Set<string> | undefined)[] = [];
  const unnamed = new Map<number, string>();
  const counts = new Int32Array(images.length);
  let strays = 0;
  for (const annotation of annotations) {
    const row = rowOf.get(own(annotation, 'image_id'));
    if (row === undefined) strays += 1;
    else {
      const id = own(annotation, 'category_id');
      const name = categories.nameOf.get(id as number);
      if (name === undefined) unnamed.set(row, wordOf(id));
      else (found[row] ??= new Set()).add(name);
      counts[row] += 1;
    }
  }
  const spans = listAt(text, ['images']);
  const key =
    given ?? IMAGE_KEYS.find((name) => images.some((image) => wordOf(own(image, name)) !== '')) ?? 'file_name';
  const records = images.map((image, row): LabelRecord => {
    const names = found[row] ?? new Set<string>();
    const fault = faultOf(image, names, unnamed.get(row));
    return {
      ...{ written: wordOf(own(image, key)), label: fault === undefined ? ([...names][0] ?? '') : '' },
      ...{ start: spans.starts[row], end: spans.ends[row], ...(fault === undefined ? {} : { fault }) },
    };
  });
  const notes = pictureNotes('COCO', 'annotations', counts, found);
  if (strays > 0) {
    const which = strays === 1 ? '1 annotation names' : `${strays.toLocaleString('en-US')} annotations name`;
    notes.push(`${which} no image of the file.`);
  }
  const marks = annotationsIn(text, annotations, rowOf, images.length);
  return recordRows(text, records, {
    columnNames: { image: key, label: 'category_id' },
    ...{ classOrder: [...categories.idOf.keys()], notes },
    labelSpan: (row) => {
      if (records[row].label === '' || counts[row] !== 1) return undefined;
      const start = memberStart(text, marks().spans.starts[marks().firsts[row]], 'category_id');
      return { start, end: valueEnd(text, start) };
    },
    rowsAbout: (start, end) => marks().about(start, end),
    edits: (changes) => editsOf(text, annotations, marks(), categories, changes),
  });
}

/** The annotations as they stand in the text. */
interface Annotations {
  readonly spans: Spans;
  /** The image of each; -1 where the file has none. */
  readonly rows: Int32Array;
  /** The first annotation of each image; -1 where it has none. */
  readonly firsts: Int32Array;
  /** Images of the annotations that lie between two offsets, or around them. */
  about(start: number, end: number): number[];
}

/** Worked out when it is first asked for: an audit asks for nothing of it. */
function annotationsIn(
  text: string,
  annotations: readonly unknown[],
  rowOf: ReadonlyMap<unknown, number>,
  images: number,
): () => Annotations {
  let known: Annotations | undefined;
  return () => {
    if (known !== undefined) return known;
    const spans = listAt(text, ['annotations']);
    const rows = Int32Array.from(annotations, (annotation) => rowOf.get(own(annotation, 'image_id')) ?? -1);
    const firsts = new Int32Array(images).fill(-1);
    for (let i = rows.length - 1; i >= 0; i--) if (rows[i] >= 0) firsts[rows[i]] = i;
    const about = (start: number, end: number): number[] => {
      const found = new Set<number>();
      for (const at of spansBetween(spans, start, end)) found.add(rows[at]);
      found.delete(-1);
      return [...found];
    };
    known = { spans, rows, firsts, about };
    return known;
  };
}

function categoriesOf(list: readonly unknown[]): Categories {
  const nameOf = new Map<number | string, string>();
  const idOf = new Map<string, number | string>();
  for (const category of list) {
    const id = own(category, 'id');
    const name = wordOf(own(category, 'name'));
    if ((typeof id !== 'number' && typeof id !== 'string') || name === '') continue;
    nameOf.set(id, name);
    if (!idOf.has(name)) idOf.set(name, id);
  }
  return { nameOf, idOf };
}

function faultOf(image: unknown, names: ReadonlySet<string>, unnamed: string | undefined): string | undefined {
  if (!isObject(image)) return 'is no object; correct it';
  if (unnamed !== undefined)
    return `has the category id ${JSON.stringify(unnamed)}, for which the file has no category`;
  if (names.size > 1) return `has annotations of several categories (${listed(names)}); one label a picture is read`;
  return undefined;
}

function editsOf(
  text: string,
  annotations: readonly unknown[],
  { spans, rows }: Annotations,
  { nameOf, idOf }: Categories,
  changes: ReadonlyMap<number, string | undefined>,
): LabelsEdit[] {
  const isRemoved = (row: number): boolean => changes.has(row) && changes.get(row) === undefined;
  const edits: LabelsEdit[] = [
    ...removeElements(listAt(text, ['images']), isRemoved),
    ...removeElements(spans, (i) => isRemoved(rows[i])),
  ];
  const labelled = new Set(rows);
  for (const [row, label] of changes) {
    if (label === undefined) continue;
    if (!labelled.has(row)) throw new RangeError(`Row ${row + 1} has no label.`);
    if (!idOf.has(label))
      throw new InputError(`The file has no category ${JSON.stringify(label)}; add it to "categories".`);
  }
  rows.forEach((row, i) => {
    const label = changes.get(row);
    if (label === undefined || nameOf.get(own(annotations[i], 'category_id') as number) === label) return;
    const start = memberStart(text, spans.starts[i], 'category_id');
    edits.push({ start, end: valueEnd(text, start), text: JSON.stringify(idOf.get(label)) });
  });
  return edits.sort((a, b) => a.start - b.start);
}
