import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../src/dataset/labels/labels-edits.ts';
import { relabelJsonLine } from '../../../../src/dataset/json/json-line.ts';
import { isAsciiText } from '../../../../src/dataset/json/json-file.ts';
import { jsonlLayout } from '../../../../src/dataset/layouts/jsonl-layout.ts';
import type { LabelRows } from '../../../../src/dataset/labels/label-rows.ts';
import { readLiveRows } from '../../../../src/editor/labels/live-rows.ts';
import { readLabelsHeader } from '../../../../src/editor/labels/row-layout.ts';

const NAME = 'metadata.jsonl';
const noPause = (): Promise<void> => Promise.resolve();

async function live(text: string) {
  const lines = text.split(/\r\n|\r|\n/);
  const source = { lineCount: lines.length, line: (i: number) => lines[i] };
  const header = readLabelsHeader(source, {}, { name: NAME, splits: [] });
  if (header?.layout.kind !== 'objects') return undefined;
  const silent = { appeared: () => undefined, disappeared: () => undefined };
  const { rows } = await readLiveRows(source, header.layout, header.bodyLine, silent, noPause);
  return { lines, rows, keys: header.layout.keys };
}

function whole(text: string): LabelRows | undefined {
  const rows = jsonlLayout.read({ file: `/x/${NAME}`, bytes: Buffer.alloc(0), text }, {});
  return 'ok' in rows && rows.ok ? rows : undefined;
}

const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('cat', 'é', ' x ', '', '"', '\\', null, true, 3, 1.5, ['x'], { a: 1 }),
);
const object = fc
  .record(
    { file_name: value, label: value, split: fc.constantFrom('train', 'test', ''), more: fc.jsonValue() },
    { requiredKeys: [] },
  )
  .map((one) => JSON.stringify(one));
const line = fc.oneof(
  { weight: 8, arbitrary: object },
  fc.constantFrom(
    '',
    '  ',
    '[1]',
    '{',
    '{"label":1,"label":"two","file_name":"a.png"}',
    ' { "file_name" : "b.png" , "label" : "é" } ',
  ),
);
const texts = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 12 })
  .map((lines) => `{"file_name":"0.png","label":"cat","split":"train"}\n${lines.map((one) => one.join('')).join('')}`);

describe('JSON lines in an editor', () => {
  it('are the rows that the layout reads, their labels where they stand', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const [rows, seen] = [whole(text), await live(text)];
        expect(seen === undefined).toBe(rows === undefined);
        if (rows === undefined || seen === undefined) return;
        expect(seen.rows.map((one) => one.line + 1)).toEqual([...rows.lines]);
        seen.rows.forEach((one, i) => {
          const ragged = rows.state(i) === 'ragged';
          expect([one.isRagged, one.label, one.split]).toEqual([ragged, rows.label(i), rows.split(i)]);
          expect(one.image).toBe(rows.written(i));
          const span = rows.labelSpan!(i);
          const shown = one.labelSpan && seen.lines[one.line].slice(one.labelSpan.start, one.labelSpan.end);
          expect(shown).toBe(span && text.slice(span.start, span.end));
        });
      }),
      { numRuns: 500 },
    );
  });

  it('get the labels that the layout writes, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(20), async (text, label, at) => {
        const [rows, seen] = [whole(text), await live(text)];
        if (rows === undefined || seen === undefined) return;
        const i = at % rows.count;
        fc.pre(rows.state(i) === 'usable' && rows.label(i) !== label);
        const there = applyEdits(text, rows.edits!(new Map([[i, label]])));
        const { line: n } = seen.rows[i];
        const before = seen.lines[n];
        const here = applyEdits(before, [relabelJsonLine(before, seen.keys.label, label, isAsciiText(text))]);
        expect(there.split(/\r\n|\r|\n/)).toEqual(seen.lines.toSpliced(n, 1, here));
      }),
      { numRuns: 300 },
    );
  });
});
