import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLabelsText } from '../../../../src/dataset/layouts/read-labels.ts';
import type { ScannedRow } from '../../../../src/editor/labels/scan-row.ts';
import { textPlaces } from '../../../../src/editor/labels/text-places.ts';
import { readWholeRows, wholeText } from '../../../../src/editor/labels/whole-rows.ts';
import { LAYOUT_WRITERS } from '../../../harness/layout-writers.ts';
import { temporaryFolder } from '../../dataset/temporary-folder.ts';

const CLASSES = ['zebra', 'cat & "dog"', 'bird'];
const rows = Array.from({ length: 7 }, (_, i) => ({ path: `images/${i}.png`, label: CLASSES[i % 3] }));
const noPause = (): Promise<void> => Promise.resolve();

async function open(at: number) {
  const writer = LAYOUT_WRITERS[at];
  const root = await temporaryFolder({ ...writer.beside?.(CLASSES) });
  const text = writer.write(rows, CLASSES);
  const read = await readLabelsText(join(root, writer.file.split('/').at(-1)!), text, {});
  const whole = wholeText(text, read.rows);
  const known = new Set<ScannedRow>();
  const listener = { appeared: (row: ScannedRow) => known.add(row), disappeared: () => undefined };
  const hasLabelPlaces = writer.layout !== 'one-hot';
  const live = await readWholeRows(whole, { file: 1, fileSplit: 'val', hasLabelPlaces, listener, pause: noPause });
  return { writer, text, whole, live, known };
}

const named = LAYOUT_WRITERS.map(({ layout, file }, at) => [`${layout} (${file})`, at] as const);

describe('rows of a text that is read as a whole', () => {
  it.each(named)('%s: are those of the layout, each where it stands', async (_, at) => {
    const { writer, text, whole, live, known } = await open(at);
    expect([...known]).toEqual([...live.rows]);
    expect(live.rows.map(({ image, label, split, file }) => ({ path: image, label, split, file }))).toEqual(
      rows.map((row) => ({ ...row, split: 'val', file: 1 })),
    );
    const cut = ({ line }: ScannedRow, span: ScannedRow['labelSpan']): string =>
      text.slice(
        whole.places.offsetOf({ line: line + span!.startLine, character: span!.start }),
        whole.places.offsetOf({ line: line + span!.endLine, character: span!.end }),
      );
    for (const [i, row] of live.rows.entries()) {
      expect(live.indexOf(row)).toBe(i);
      const entry = cut(row, row.span);
      expect(entry).toContain(row.image.split('/').at(-1));
      expect(entry).not.toMatch(/[\r\n]$/);
      const start = { line: row.line, character: row.span!.start };
      expect(live.at(start)).toBe(row);
      expect([...live.touching({ start, end: start })]).toEqual([row]);
      if (writer.layout === 'one-hot') {
        expect(row.labelSpan).toBeUndefined();
        continue;
      }
      const label = cut(row, row.labelSpan);
      const number = CLASSES.indexOf(row.label);
      expect([
        row.label,
        JSON.stringify(row.label),
        `"cat &amp; &quot;dog&quot;"`,
        `"${row.label}"`,
        `"cat & ""dog"""`,
        `${number}`,
        `${number + 1}`,
      ]).toContain(label);
      // The row is found from its label on, though COCO has that elsewhere.
      const { line } = row;
      expect(live.at({ line: line + row.labelSpan!.startLine, character: row.labelSpan!.start })).toBe(row);
    }
    expect(live.apply([])).toBe(false);
  });

  it('finds no row where none stands', async () => {
    const { live, whole, text } = await open(LAYOUT_WRITERS.findIndex(({ layout }) => layout === 'coco'));
    expect(live.at({ line: 0, character: 1 })).toBeUndefined();
    expect(live.at(whole.places.at(text.indexOf('"categories"')))).toBeUndefined();
    const all = [...live.touching({ start: { line: 0, character: 0 }, end: { line: 9, character: 0 } })];
    expect(all).toHaveLength(rows.length);
  });

  it('joins edits that meet, and leaves others alone', async () => {
    const { whole } = await open(LAYOUT_WRITERS.findIndex(({ layout }) => layout === 'cvat'));
    const gone = new Map([1, 2, 4].map((row) => [row, undefined]));
    expect(whole.rows.edits!(gone)).toHaveLength(3);
    const edits = whole.edits(gone);
    expect(edits).toHaveLength(2);
    expect(whole.about(edits[0].start, edits[0].end)).toEqual([1, 2]);
  });
});

describe('places of a text', () => {
  it('are counted as an editor counts them', () => {
    const text = 'a\r\nbc\rd\n\ne';
    const places = textPlaces(text);
    expect(Array.from(text, (_, i) => Object.values(places.at(i)).join(':'))).toEqual([
      '0:0',
      '0:1',
      '0:2',
      '1:0',
      '1:1',
      '1:2',
      '2:0',
      '2:1',
      '3:0',
      '4:0',
    ]);
    for (const [line, character, offset] of [
      [0, 0, 0],
      [1, 1, 4],
      [4, 1, 10],
      [9, 9, 10],
    ]) {
      expect(places.offsetOf({ line, character })).toBe(offset);
    }
    expect(places.offsetOf({ line: 2, character: Number.MAX_SAFE_INTEGER })).toBe(7);
  });
});
