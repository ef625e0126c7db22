import fc from 'fast-check';
import type { Delimiter } from '../../../src/dataset/labels/detect-delimiter.ts';
import {
  closed,
  isRow,
  settled,
  writeModelCell,
  type CellStyle,
  type LabelsModel,
  type ModelRow,
  type Piece,
} from './labels-model.ts';

/** A picture's name as it is written, and the path that it means. */
interface Name {
  readonly written: string;
  readonly path?: string;
}

const plainName = (written: string): Name => ({ written, path: written });

const name: fc.Arbitrary<Name> = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[a-h]{1,2}\.png$/).map(plainName) },
  fc.constantFrom<Name>(
    ...['b/c.png', '#1.png', 'say "x".png', 'a,b;c.png', 'two\nlines.png', 'cr\rlf\r\n.png'].map(plainName),
    // One name, composed and decomposed: two files to most systems, and two to us.
    ...['\u00e9t\u00e9.png', 'e\u0301te\u0301.png', '😀/👩‍👩‍👧.jpg', 'ﷺ.png', '__proto__', 'constructor'].map(plainName),
    { written: './x.png', path: 'x.png' },
    { written: 'x//y.png', path: 'x/y.png' },
    { written: 'x\\y.png', path: 'x/y.png' },
    { written: 'x/../z.png', path: 'z.png' },
    { written: ' a.png ', path: 'a.png' },
    { written: '../out.png' },
    { written: '/etc/passwd' },
    { written: 'C:\\x.png' },
    { written: '' },
  ),
);

/** What a fix may write. */
export const newLabel: fc.Arbitrary<string> = fc.oneof(
  fc.stringMatching(/^[a-z]{1,4}$/),
  fc.constantFrom('vii', 'a,b', 'a;b', 'a\tb', 'q"q', '"', '""', 'l\nl', 'l\r\nl', 'l\rl', '#h', '0', '-1', '=1+1'),
  fc.constantFrom('caf\u00e9', 'cafe\u0301', '😀', 'x y', '__proto__', 'toString', 'u\u2028u', "'", '\\', 'a\0b'),
);

const label = fc.oneof(newLabel, fc.constantFrom('', '  ', ' x ', '\u00a0y', 'vii', 'viii', 'cat'));
const extra = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.constantFrom('', 'line\r\nbreak', '"', '""', '#', 'train', 'test', '5" disk', 'é\u0301', '\t', ';', ','),
);
const style = fc.constantFrom<CellStyle>('plain', 'plain', 'quoted');
const rowStyle = fc.constantFrom<CellStyle>('plain', 'plain', 'plain', 'quoted', 'quoted', 'odd');

export interface RowSpec {
  readonly name: Name;
  readonly label: string;
  readonly extras: readonly string[];
  readonly styles: readonly CellStyle[];
  /** Cells too few (negative) or too many. */
  readonly ragged: number;
}

export const rowSpec: fc.Arbitrary<RowSpec> = fc.record({
  name,
  label,
  extras: fc.array(extra, { minLength: 3, maxLength: 3 }),
  styles: fc.array(rowStyle, { minLength: 6, maxLength: 6 }),
  ragged: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, -1, -2, 1),
});

export const noiseText = fc.constantFrom(
  ...['\n', '\r\n', '\r', '   \n', '# "a, comment\n', '#\r\n', '#;"\r', '\u00a0\r\n', '# é😀\n\n', '\r\n\r\n'],
);
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');

/** Names of the columns, by role; the others come from `extraHeader`. `given`: they have to be named to us. */
const headers = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ image: 'image', label: 'label', given: false }) },
  fc.constantFrom(
    { image: 'File Name', label: 'CLASS', given: false },
    { image: 'image_path', label: ' Category ', given: false },
    { image: '\tImg', label: 'target', given: false },
    { image: 'Bild', label: 'Etikett', given: true },
    { image: 'pic;ture', label: 'the, truth', given: true },
    { image: '画像', label: 'e\u0301tiquette', given: true },
    { image: 'two\nlines', label: '"quoted"', given: true },
  ),
);
const extraHeader = fc.constantFrom('note', 'split', 'x,y', 'a;b', '', 'note', 'é', '"', '__proto__', 'l\nl');

interface Layout {
  readonly delimiter: Delimiter;
  readonly image: number;
  readonly label: number;
  readonly width: number;
}

/** A row as it stands in a file of this layout; undefined where it would be a blank line. */
export function modelRow(spec: RowSpec, { delimiter, image, label: column, width }: Layout, end: string) {
  const values: string[] = Array.from({ length: width }, () => '');
  values[image] = spec.name.written;
  values[column] = spec.label;
  let next = 0;
  for (let i = 0; i < width; i++) if (i !== image && i !== column) values[i] = spec.extras[next++ % 3];
  if (spec.ragged > 0) values.push(...spec.extras.slice(0, spec.ragged));
  values.length += Math.min(0, spec.ragged);
  const cells = values.map((value, i) => writeModelCell(value, spec.styles[i % 6], delimiter, i === 0));
  const odd = image < values.length && cells[image].value !== values[image];
  const path = odd ? cells[image].value : image < values.length ? spec.name.path : undefined;
  const row: ModelRow = { kind: 'row', cells, end, ...(path === undefined ? {} : { path }) };
  return isRow(cells) ? row : undefined;
}

export function layoutOf(model: LabelsModel): Layout {
  const { delimiter, image, label: column } = model;
  const header = model.pieces.find((piece) => piece.kind === 'row');
  return { delimiter, image, label: column, width: header?.cells.length ?? 2 };
}

/**
 * Labels files of all kinds: delimiters, needless and doubled quotes, line breaks and delimiters in cells, byte order
 * marks, one or several kinds of line ends, names in NFC and NFD, emoji, duplicate and ragged rows, blank and comment
 * lines, a last line end or none, columns in any order, more columns than needed, odd headers.
 */
export const labelsModel: fc.Arbitrary<LabelsModel> = fc
  .record({
    delimiter: fc.constantFrom<Delimiter>(',', ',', ';', '\t'),
    bom: fc.boolean(),
    names: headers,
    // Image column, label column, number of columns.
    order: fc.constantFrom<readonly [number, number, number]>([0, 1, 2], [1, 0, 2], [0, 1, 4], [3, 1, 4], [2, 0, 3]),
    extras: fc.array(extraHeader, { minLength: 3, maxLength: 3 }),
    headerStyle: style,
    ends: fc.oneof(
      { weight: 3, arbitrary: lineEnd.map((end) => [end]) },
      fc.array(lineEnd, { minLength: 2, maxLength: 5 }),
    ),
    above: fc.array(noiseText, { maxLength: 2 }),
    rows: fc.array(fc.tuple(rowSpec, fc.option(noiseText, { freq: 4 })), { minLength: 1, maxLength: 12 }),
    finalLineEnd: fc.boolean(),
    tail: fc.constantFrom('', '', '', '# the end', '\n\n', '  '),
  })
  .map((spec): LabelsModel => {
    const { delimiter, names, ends, order } = spec;
    const [image, label, width] = order;
    const layout = { delimiter, image, label, width };
    // The byte order mark may only stand where nothing else does.
    const header = Array.from({ length: width }, (_, i) => {
      const value = i === image ? names.image : i === label ? names.label : spec.extras[i % 3];
      return writeModelCell(value, spec.headerStyle, delimiter, i === 0);
    });
    const pieces: Piece[] = spec.above.map((text) => ({ kind: 'noise', text }));
    pieces.push({ kind: 'row', cells: header, end: ends[0] });
    spec.rows.forEach(([row, noise], i) => {
      const made = modelRow(row, layout, ends[i % ends.length]);
      if (made !== undefined) pieces.push(made);
      if (noise !== null) pieces.push({ kind: 'noise', text: noise });
    });
    const last = pieces.at(-1)!;
    if (spec.finalLineEnd && spec.tail !== '') pieces.push({ kind: 'noise', text: spec.tail });
    else if (!spec.finalLineEnd && last.kind === 'row') pieces[pieces.length - 1] = { ...last, end: '' };
    const columns = names.given ? { imageColumn: names.image.trim(), labelColumn: names.label.trim() } : {};
    return settled({ bom: spec.bom, delimiter, image, label, columns, pieces: closed(pieces, ends[0]) });
  });
