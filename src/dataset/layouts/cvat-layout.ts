import type { LabelRows, LabelsEdit, LabelsFailure } from '../labels/label-rows.ts';
import { listed } from '../json/json-file.ts';
import type { Layout } from './layout.ts';
import { pictureNotes } from './picture-notes.ts';
import { recordRows, type LabelRecord } from './record-rows.ts';

const SHAPES = new Set(['box', 'polygon', 'polyline', 'points', 'mask', 'ellipse', 'cuboid', 'skeleton']);

/**
 * CVAT for images: `<image name="a.png"><tag label="cat"/></image>`. A picture's label is that of its tags; where it has
 * none, that of its shapes.
 */
export const cvatLayout: Layout = {
  ...{ name: 'cvat', endings: /\.xml$/i, byLines: false, folders: /^annotations?$/i },
  detect: ({ name, head }) => /\.xml$/i.test(name) && /<annotations[\s>]/.test(head) && !/<annotation[\s>]/.test(head),
  async read({ text }) {
    const images: Image[] = [];
    const failure = await readImages(text, images);
    return failure ?? cvatRows(text, images);
  },
};

/** A tag or shape, and where the element's opening tag stands. */
interface Mark {
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

interface Image {
  readonly name: string;
  readonly subset: string;
  readonly start: number;
  end: number;
  readonly tags: Mark[];
  readonly shapes: Mark[];
}

async function readImages(text: string, images: Image[]): Promise<LabelsFailure | undefined> {
  // Few data sets are CVAT's, and the editor should not load a parser of XML for the others.
  const { SaxesParser } = await import('saxes');
  const parser = new SaxesParser();
  let failure: LabelsFailure | undefined;
  let depth = 0;
  let open: Image | undefined;
  parser.on('error', ({ message }) => {
    const [, line, reason] = /^(\d+):\d+: (.*)$/.exec(message) ?? ['', '', message];
    failure ??= {
      ...{ ok: false, reason: 'syntax', message: `it is not well-formed XML: ${reason.replace(/\.$/, '')}` },
      ...(line === '' ? {} : { line: Number(line) }),
    };
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    const end = parser.position;
    // No `<` may stand within a tag, not even in an attribute.
    const start = text.lastIndexOf('<', end - 1);
    const word = (key: string): string => (attributes[key] ?? '').trim();
    if (depth === 2 && name === 'image') {
      open = { name: word('name'), subset: word('subset'), start, end, tags: [], shapes: [] };
      images.push(open);
    } else if (depth === 3 && open !== undefined) {
      const mark = { label: word('label'), start, end };
      if (name === 'tag') open.tags.push(mark);
      else if (SHAPES.has(name)) open.shapes.push(mark);
    }
  });
  parser.on('closetag', () => {
    if (depth === 2 && open !== undefined) {
      open.end = parser.position;
      open = undefined;
    }
    depth -= 1;
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (failure === undefined) throw error;
  }
  return failure;
}

function cvatRows(text: string, images: readonly Image[]): LabelRows | LabelsFailure {
  if (images.length === 0) {
    return {
      ok: false,
      reason: 'columns',
      message: 'it holds no <image>; export it from CVAT as "CVAT for images 1.1"',
    };
  }
  const marks = images.map(({ tags, shapes }) => (tags.length > 0 ? tags : shapes).filter(({ label }) => label !== ''));
  const found = marks.map((all) => new Set(all.map(({ label }) => label)));
  const records = images.map(({ name, subset, start, end }, row): LabelRecord => {
    const labels = found[row];
    const many = labels.size > 1;
    const fault = `has tags or shapes of several labels (${listed(labels)}); one label a picture is read`;
    const label = labels.size === 1 ? [...labels][0] : '';
    return { written: name, label, split: subset, start, end, ...(many ? { fault } : {}) };
  });
  const hasSplits = images.some(({ subset }) => subset !== '');
  const notes = pictureNotes(
    'CVAT',
    'tags or shapes',
    marks.map(({ length }) => length),
    found,
  );
  return recordRows(text, records, {
    columnNames: { image: 'name', label: 'label', ...(hasSplits ? { split: 'subset' } : {}) },
    notes,
    labelSpan: (row) => {
      if (records[row].label === '' || marks[row].length !== 1) return undefined;
      const { start, end } = attributeOf(text, marks[row][0]).value;
      return { start: start - 1, end: end + 1 };
    },
    edits(changes) {
      const edits: LabelsEdit[] = [];
      for (const [row, label] of changes) {
        if (label === undefined) edits.push(removal(text, images[row]));
        else if (label !== records[row].label) {
          if (records[row].label === '') throw new RangeError(`Row ${row + 1} has no label.`);
          for (const mark of marks[row]) edits.push(relabelled(text, mark, label));
        }
      }
      return edits.sort((a, b) => a.start - b.start);
    },
  });
}

/** An image with the blanks before it, so that no empty line stays. */
function removal(text: string, { start, end }: Image): LabelsEdit {
  const before = text.slice(0, start).trimEnd().length;
  return { start: before, end, text: '' };
}

function relabelled(text: string, mark: Mark, label: string): LabelsEdit {
  const { value, quote } = attributeOf(text, mark);
  return { ...value, text: escaped(label, quote) };
}

/** Where a mark's label stands between its quotes. */
function attributeOf(
  text: string,
  { start, end }: Mark,
): { readonly value: { readonly start: number; readonly end: number }; readonly quote: string } {
  const attributes = /([^\s=<>/"']+)\s*=\s*("[^"]*"|'[^']*')/g;
  const tag = text.slice(start, end);
  for (let found = attributes.exec(tag); found !== null; found = attributes.exec(tag)) {
    if (found[1] !== 'label') continue;
    const value = found[2];
    const last = start + attributes.lastIndex - 1;
    return { value: { start: last - value.length + 2, end: last }, quote: value[0] };
  }
  throw new RangeError(`There is no label at ${start}.`);
}

function escaped(label: string, quote: string): string {
  const text = label.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = quote === '"' ? text.replaceAll('"', '&quot;') : text.replaceAll("'", '&apos;');
  return quoted.replaceAll(/[\t\n\r]/g, (blank) => `&#${blank.charCodeAt(0)};`);
}
