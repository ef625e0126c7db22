import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../src/dataset/labels/labels-edits.ts';
import type { LabelRows } from '../../../../src/dataset/labels/label-rows.ts';
import { jsonlLayout } from '../../../../src/dataset/layouts/jsonl-layout.ts';

function read(text: string, options = {}): LabelRows {
  const rows = jsonlLayout.read({ file: '/x/metadata.jsonl', bytes: Buffer.from(text), text }, options);
  if (rows instanceof Promise || !rows.ok) throw new Error('not read');
  return rows;
}

describe('JSON lines', () => {
  it('are read row by row, and what is wrong with a row is told', () => {
    const text =
      '\ufeff{"file_name": "a/1.png", "label": "cat", "split": "test"}\r\n\n{"label":3,"file_name":"2.png"}\n[1]\n{"file_name":"3.png","label":["x"]}\n{"file_name":"4.png","label":null}';
    const rows = read(text);
    const all = Array.from({ length: rows.count }, (_, row) => row);
    expect(all.map((row) => [rows.lines[row], rows.state(row), rows.paths[row], rows.label(row)])).toEqual([
      [1, 'usable', 'a/1.png', 'cat'],
      [3, 'usable', '2.png', '3'],
      [4, 'ragged', '', ''],
      [5, 'ragged', '', ''],
      [6, 'no-label', '', ''],
    ]);
    expect(rows.split(0)).toBe('test');
    expect(rows.fault(2)).toBe('is no JSON object; correct it');
    expect(rows.fault(3)).toMatch(/has a list or an object under "file_name" or "label"/);
  });

  it('are changed in the label alone', () => {
    const text =
      '{ "file_name" : "1.png" , "label" :  "cat"  }\r\n{"label":3,"file_name":"2.png"}\n{"label":true,"file_name":"3.png"}';
    const rows = read(text);
    const changed = applyEdits(
      text,
      rows.edits!(
        new Map([
          [0, 'café "x"'],
          [1, '4'],
          [2, 'no'],
        ]),
      ),
    );
    expect(changed).toBe(
      '{ "file_name" : "1.png" , "label" :  "caf\\u00e9 \\"x\\""  }\r\n{"label":4,"file_name":"2.png"}\n{"label":"no","file_name":"3.png"}',
    );
    expect(
      applyEdits(
        text,
        rows.edits!(
          new Map([
            [0, undefined],
            [2, undefined],
          ]),
        ),
      ),
    ).toBe('{"label":3,"file_name":"2.png"}');
  });

  it('keep every byte that no edit names', () => {
    const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant('é😀'));
    const row = fc.record({ file_name: fc.stringMatching(/^[a-z]{1,5}\.png$/), label: value, more: fc.jsonValue() });
    const end = fc.constantFrom('\n', '\r\n', '\n\n', ' \n');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(row, end, fc.constantFrom(0, 1)), { minLength: 1, maxLength: 8 }),
        fc.nat(7),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        (lines, at, label) => {
          // Indented JSON would be several lines; a space after each colon is what Python writes.
          const texts = lines.map(([object, ending, spaced]) => {
            const json = JSON.stringify(object);
            return (spaced ? json.replace('"label":', '"label": ') : json) + ending;
          });
          const text = texts.join('');
          const rows = read(text, { imageColumn: 'file_name', labelColumn: 'label' });
          const i = at % lines.length;
          const after = applyEdits(text, rows.edits!(new Map([[i, label]])));
          const before = texts.slice(0, i).join('');
          const behind = texts.slice(i + 1).join('');
          expect(after.startsWith(before) && after.endsWith(behind)).toBe(true);
          const changed: unknown = JSON.parse(after.slice(before.length, after.length - behind.length));
          const wanted = { ...lines[i][0], label };
          const found = changed as { label: unknown };
          expect({ ...found, label: `${found.label as string | number | boolean}` }).toEqual(
            JSON.parse(JSON.stringify(wanted)),
          );
          const gone = applyEdits(text, rows.edits!(new Map([[i, undefined]])));
          expect(gone.startsWith(before) || lines.length === i + 1).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
