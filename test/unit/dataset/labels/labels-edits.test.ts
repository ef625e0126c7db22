import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  applyEdits,
  relabelEdits,
  removeRowEdits,
  type LabelsEdit,
} from '../../../../src/dataset/labels/labels-edits.ts';
import { createLabelsCsv } from '../../../../src/dataset/labels/create-labels-csv.ts';
import { indexLabels, type LabelsIndex } from '../../../../src/dataset/labels/labels-index.ts';
import { normaliseDatasetPath } from '../../../../src/files/inner-path.ts';
import { csvParseTable } from '../../../harness/csv-parse-table.ts';
import { type Dataset } from '../../../../src/dataset/types.ts';
import { generatedLabels } from './generated-labels.ts';

function indexed(text: string): LabelsIndex {
  const index = indexLabels(text);
  if (!index.ok) throw new Error(index.message);
  return index;
}

const relabelled = (text: string, rows: number[], label: string): string =>
  applyEdits(text, relabelEdits(text, indexed(text), rows, label));
const without = (text: string, rows: number[]): string => applyEdits(text, removeRowEdits(text, indexed(text), rows));

/** The data rows by csv-parse alone, each as path, label and the rest, whatever the order of the columns. */
function parsedRows(text: string, delimiter: string): string[][] {
  const records = parse(text, {
    ...{ bom: true, delimiter, comment: '#', comment_no_infix: true, relax_column_count: true, relax_quotes: true },
    ...{ skip_empty_lines: true, record_delimiter: ['\r\n', '\n', '\r'] },
  });
  const [header, ...rows] = records.filter((cells) => cells.length > 1 || cells[0].trim() !== '');
  const image = header.indexOf('image');
  const label = header.indexOf('label');
  return rows.map((cells) => [cells[image], cells[label], ...cells.slice(2)]);
}

/** The bytes before, between and after the edits, which have to come through as they were. */
function untouched(text: string, edits: readonly LabelsEdit[]): string[] {
  const bounds = [0, ...edits.flatMap(({ start, end }) => [start, end]), text.length];
  return Array.from({ length: edits.length + 1 }, (_, i) => text.slice(bounds[2 * i], bounds[2 * i + 1]));
}

describe('relabelEdits', () => {
  it.each([
    ['image,label\na.png,x\n', 'y', 'image,label\na.png,y\n'],
    ['image,label\na.png,"x"\n', 'y', 'image,label\na.png,"y"\n'],
    ['image,label\na.png,x', 'y,z', 'image,label\na.png,"y,z"'],
    ['image;label\r\na.png;x\r\n', 'y,z', 'image;label\r\na.png;y,z\r\n'],
    ['image,label\na.png,"x"\n', 'say "y"', 'image,label\na.png,"say ""y"""\n'],
    ['image, label\na.png,  x \n', 'y', 'image, label\na.png,  y \n'],
    ['image, label\na.png,  x \n', 'y,z', 'image, label\na.png,"y,z"\n'],
    ['label,image\nx,a.png\n', '#1', 'label,image\n"#1",a.png\n'],
    ['image,label\na.png,#2\n', '#1', 'image,label\na.png,#1\n'],
    ['image,label\na.png,\n', 'y', 'image,label\na.png,y\n'],
    ['image,label\na.png,  \n', 'y', 'image,label\na.png,y\n'],
    ['\ufeffimage,label\r\na.png,x\r\n', 'y', '\ufeffimage,label\r\na.png,y\r\n'],
  ])('%j with %j becomes %j', (text, label, expected) => {
    expect(relabelled(text, [0], label)).toBe(expected);
  });

  it('makes no edit where the label is right already, and one edit for a row named twice', () => {
    const text = 'image,label\na.png,x\nb.png,y\n';
    expect(relabelEdits(text, indexed(text), [1, 0, 1, 0], 'y')).toEqual([{ start: 18, end: 19, text: 'y' }]);
    expect(relabelEdits(text, indexed(text), [0, 1], (row) => `${row}`)).toHaveLength(2);
  });

  it('refuses a row without a label cell', () => {
    expect(() => relabelled('image,label\na.png\n', [0], 'y')).toThrow('Row 1 has no label cell.');
  });

  it('changes the named cells and nothing else', () => {
    const label = fc.constantFrom('y', 'vii', 'a,b', 'a;b', 'a\tb', 'q"q', '"', 'l\nl', 'l\r\nl', 'é😀', '#h', '0');
    fc.assert(
      fc.property(generatedLabels, fc.array(fc.nat(13)), label, ({ text, delimiter, rows }, picks, newLabel) => {
        const index = indexed(text);
        const chosen = picks.filter((row) => row < index.count);
        const edits = relabelEdits(text, index, chosen, newLabel);
        const edited = applyEdits(text, edits);
        expect(parsedRows(text, delimiter)).toHaveLength(index.count);
        const expected = parsedRows(text, delimiter).map(([image, old, ...rest], row) => {
          // Blanks around an unquoted cell stay where they are; they do not count.
          const kept = !chosen.includes(row) || old.trim() === newLabel;
          return [image, kept ? old.trim() : newLabel, ...rest];
        });
        expect(parsedRows(edited, delimiter).map(([image, now, ...rest]) => [image, now.trim(), ...rest])).toEqual(
          expected,
        );
        expect(rows.map((cells) => cells[1].trim())).toEqual(
          parsedRows(text, delimiter).map((cells) => cells[1].trim()),
        );
        for (const { start, end } of edits) {
          const row = index.rowAt(start);
          expect(chosen).toContain(row);
          expect(start >= index.labelStarts[row] && end <= index.labelEnds[row]).toBe(true);
        }
        const replaced = edits.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), 0);
        expect(edited.length).toBe(text.length + replaced);
        let at = 0;
        for (const part of untouched(text, edits)) {
          expect(edited.indexOf(part, at)).toBeGreaterThanOrEqual(at);
          at = edited.indexOf(part, at) + part.length;
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('removeRowEdits', () => {
  it.each([
    ['image,label\na,x\nb,y\nc,z\n', [1], 'image,label\na,x\nc,z\n'],
    ['image,label\na,x\nb,y\nc,z\n', [0, 1, 2], 'image,label\n'],
    ['image,label\na,x\r\nb,y', [1], 'image,label\na,x'],
    ['image,label\r\na,x\r\nb,y', [0, 1], 'image,label'],
    ['image,label\na,x\n# kept\nb,y\n', [0, 1], 'image,label\n# kept\n'],
    ['image,label\na,x\n\nb,y', [1], 'image,label\na,x\n'],
    ['image,label\n"a\n.png",x\nb,y\n', [0], 'image,label\nb,y\n'],
  ])('%j without %j becomes %j', (text, rows, expected) => {
    expect(without(text, rows)).toBe(expected);
  });

  it('makes one edit of neighbouring rows', () => {
    const text = 'image,label\na,x\nb,y\nc,z\n# c\nd,z';
    expect(removeRowEdits(text, indexed(text), [3, 1, 0, 2])).toEqual([
      { start: 12, end: 24, text: '' },
      { start: 27, end: text.length, text: '' },
    ]);
  });

  it('refuses a row that is not there', () => {
    expect(() => without('image,label\na,x\n', [1])).toThrow('There is no row 2.');
  });

  it('takes the named rows out and nothing else', () => {
    fc.assert(
      fc.property(generatedLabels, fc.array(fc.nat(13)), ({ text, delimiter }, picks) => {
        const index = indexed(text);
        const chosen = picks.filter((row) => row < index.count);
        const edits = removeRowEdits(text, index, chosen);
        const edited = applyEdits(text, edits);
        expect(parsedRows(edited, delimiter)).toEqual(
          parsedRows(text, delimiter).filter((_, row) => !chosen.includes(row)),
        );
        expect(edited).toBe(untouched(text, edits).join(''));
        const lastGone = index.count > 0 && index.rowEnds[index.count - 1] === text.length && !/[\r\n]$/.test(text);
        const removed = edits.map(({ start, end }) => text.slice(start, end)).join('');
        const rows = [...new Set(chosen)].sort((a, b) => a - b);
        const expected = rows.map((row) => text.slice(index.rowStarts[row], index.rowEnds[row])).join('');
        if (lastGone && chosen.includes(index.count - 1)) {
          expect(removed.length - expected.length).toBeGreaterThanOrEqual(1);
          expect(removed.length - expected.length).toBeLessThanOrEqual(2);
        } else expect(removed).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('applyEdits', () => {
  it('takes edits in any order, and refuses those that overlap or leave the text', () => {
    const edit = (start: number, end: number, text = ''): LabelsEdit => ({ start, end, text });
    expect(applyEdits('abcdef', [edit(4, 5, 'X'), edit(0, 1), edit(2, 2, '-')])).toBe('b-cdXf');
    expect(() => applyEdits('abc', [edit(0, 2), edit(1, 3)])).toThrow(RangeError);
    expect(() => applyEdits('abc', [edit(2, 4)])).toThrow(RangeError);
  });
});

describe('createLabelsCsv', () => {
  const dataset = (paths: string[], classes: string[], split?: string): Dataset => ({
    root: '/data',
    classes,
    examples: paths.map((path, i) => ({ path, label: i % classes.length, split, place: { kind: 'folder' } })),
    problems: [],
  });

  it('writes one row per picture, with splits where there are any', () => {
    expect(createLabelsCsv(dataset(['x/1.png', 'y, z/#2.png'], ['x', 'y, z']))).toBe(
      'image,label\nx/1.png,x\n"y, z/#2.png","y, z"\n',
    );
    expect(createLabelsCsv(dataset(['train/x/1.png'], ['x'], 'train'))).toBe(
      'image,label,split\ntrain/x/1.png,x,train\n',
    );
  });

  it('refuses what no labels file can hold', () => {
    expect(() => createLabelsCsv(dataset([' x/1.png'], ['x']))).toThrow(/" x\/1\.png": a labels file can hold no name/);
    expect(() => createLabelsCsv(dataset(['x\\1.png'], ['x']))).toThrow(/rename it/);
  });

  it('can be read again, whatever the names', () => {
    const segment = fc
      .string({ minLength: 1, unit: 'grapheme' })
      .filter(
        (name) => normaliseDatasetPath(`a/${name}`) === `a/${name}` && name.trim() === name && !name.includes('/'),
      );
    fc.assert(
      fc.property(fc.uniqueArray(segment, { minLength: 1, maxLength: 6 }), (names) => {
        const paths = names.map((name) => `${name}/1.png`).filter((path) => normaliseDatasetPath(path) === path);
        fc.pre(paths.length === names.length);
        const { rows } = csvParseTable(createLabelsCsv(dataset(paths, names)));
        expect(rows.map(({ cells }) => cells)).toEqual(paths.map((path, i) => [path, names[i]]));
      }),
      { numRuns: 500 },
    );
  });
});
