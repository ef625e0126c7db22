import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexLabels } from '../../../../src/dataset/labels/labels-index.ts';
import { readLiveRows, type LineChange, type LiveRows } from '../../../../src/editor/labels/live-rows.ts';
import { readLabelsHeader } from '../../../../src/editor/labels/row-layout.ts';
import type { Lines, ScannedRow } from '../../../../src/editor/labels/scan-row.ts';

const noPause = (): Promise<void> => Promise.resolve();

/** A text in lines that changes under its readers, as an editor's does. */
function changingText(lines: string[]): Lines & { lines: string[] } {
  return {
    lines,
    get lineCount() {
      return this.lines.length;
    },
    line(index) {
      return this.lines[index];
    },
  };
}

async function open(source: Lines) {
  const header = readLabelsHeader(source, {})!;
  const known = new Set<ScannedRow>();
  const listener = {
    appeared: (row: ScannedRow) => {
      expect(known.has(row)).toBe(false);
      known.add(row);
    },
    disappeared: (row: ScannedRow) => {
      expect(known.delete(row)).toBe(true);
    },
  };
  const live = await readLiveRows(source, header.layout, header.bodyLine, listener, noPause);
  return { live, known, header };
}

const plain = (live: LiveRows) => live.rows.map(({ line, lines, image, label }) => ({ line, lines, image, label }));

const cell = fc.oneof(
  fc.constantFrom('a.png', 'x/b.png', 'vii', 'viii', '', ' ix ', 'Ä', '#1'),
  fc.constantFrom('"q"', '"a ""b"" c"', '"two\nlines"', '"x,y"', '"vii"x', '"a,b"c'),
);
const row = fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(','));
const line = fc.oneof({ weight: 6, arbitrary: row }, fc.constantFrom('', '# comment', '   '));

describe('reading rows', () => {
  it('finds the rows, lines and labels that the index of the whole text finds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 20 }), async (body) => {
        const text = ['image,label,more', ...body].join('\n');
        const index = indexLabels(text);
        fc.pre(index.ok);
        const { live } = await open(changingText(text.split('\n')));
        expect(live.rows.map((one) => one.line + 1)).toEqual([...index.lines]);
        live.rows.forEach((one, i) => {
          expect(one.label).toBe(index.label(i));
          expect(one.isRagged).toBe(index.state(i) === 'ragged');
          if (index.state(i) === 'usable') expect(one.image).toBe(index.paths[i]);
        });
      }),
      { numRuns: 800 },
    );
  });

  it('ends a cell whose quote was just typed with its line', async () => {
    const { live } = await open(changingText(['image,label', 'a.png,"vii', 'b.png,ix', 'c.png,"x"']));
    expect(plain(live).map(({ image, label }) => `${image}=${label}`)).toEqual(['a.png="vii', 'b.png=ix', 'c.png=x']);
  });

  it('sees the label cell where it is written, quotes included', async () => {
    const { live } = await open(changingText(['image;label', 'a.png; "x" ', '"b;b.png";"i;j"']));
    expect(live.rows[0].labelSpan).toEqual({ startLine: 0, start: 6, endLine: 0, end: 11 });
    expect(live.rows[1].labelSpan).toEqual({ startLine: 0, start: 10, endLine: 0, end: 15 });
    expect(live.rows[1].label).toBe('i;j');
  });

  it.each([
    [['# by hand', '', 'image,label', 'a.png,b'], 3],
    [['"the ', 'image",label,image', 'a.png,b,c'], 2],
  ])('finds the header below comments and over several lines', (lines, bodyLine) => {
    expect(readLabelsHeader(changingText(lines), {})?.bodyLine).toBe(bodyLine);
  });

  it('knows no header while it is being typed', () => {
    expect(readLabelsHeader(changingText(['imag,labe', 'a.png,b']), {})).toBeUndefined();
    expect(readLabelsHeader(changingText(['']), {})).toBeUndefined();
  });
});

describe('following changes', () => {
  const edit = fc.record({
    start: fc.nat({ max: 40 }),
    removed: fc.integer({ min: 1, max: 4 }),
    lines: fc.array(line, { minLength: 1, maxLength: 4 }),
  });

  it('gives the same rows as reading the changed text anew', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 4, maxLength: 30 }),
        fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
        async (body, steps) => {
          // What is one line to an editor is one line here.
          const source = changingText(['image,label,more', ...body].join('\n').split('\n'));
          let { live, known } = await open(source);
          for (const step of steps) {
            const changes: LineChange[] = [];
            let at = 1;
            const next = source.lines.slice(0, 1);
            for (const { start, removed, lines } of step.sort((a, b) => a.start - b.start)) {
              const from = Math.max(at, Math.min(start + 1, source.lines.length - 1));
              const to = Math.min(from + removed, source.lines.length);
              if (to <= from) continue;
              const added = lines.join('\n').split('\n');
              next.push(...source.lines.slice(at, from), ...added);
              changes.push({ start: from, removed: to - from, added: added.length });
              at = to;
            }
            next.push(...source.lines.slice(at));
            source.lines = next;
            // An editor names the last change first.
            if (!live.apply(changes.reverse())) ({ live, known } = await open(source));
            const anew = await open(source);
            expect(plain(live)).toEqual(plain(anew.live));
            expect([...known].sort((a, b) => a.line - b.line)).toEqual([...live.rows]);
          }
        },
      ),
      { numRuns: 600 },
    );
  });

  it('sees that a quote is closed far below', async () => {
    const source = changingText(['image,label', '"two', 'b.png,2', 'c.png,3', 'lines",x']);
    source.lines[4] = 'lines,x';
    const before = await open(source);
    expect(before.live.rows).toHaveLength(4);
    source.lines[4] = 'lines",x';
    const isFollowed = before.live.apply([{ start: 4, removed: 1, added: 1 }]);
    const { live } = isFollowed ? before : await open(source);
    expect(live.rows.map(({ line, lines }) => [line, lines])).toEqual([[1, 4]]);
  });

  it('keeps the rows that merely move', async () => {
    const source = changingText(['image,label', 'a.png,1', 'b.png,2', 'c.png,3']);
    const { live } = await open(source);
    const [, , last] = live.rows;
    source.lines.splice(1, 1, 'a.png,1', 'new.png,7', 'new2.png,8');
    expect(live.apply([{ start: 1, removed: 1, added: 3 }])).toBe(true);
    expect(live.rows).toHaveLength(5);
    expect(live.rows[4]).toBe(last);
    expect(last.line).toBe(5);
    expect(live.at({ line: 5, character: 0 })).toBe(last);
    expect(live.at({ line: 6, character: 0 })).toBeUndefined();
  });

  it('asks to be read anew when the header changes', async () => {
    const source = changingText(['image,label', 'a.png,1']);
    const { live } = await open(source);
    expect(live.apply([{ start: 0, removed: 1, added: 1 }])).toBe(false);
  });

  it('merges changes that meet in a line', async () => {
    const source = changingText(['image,label', 'a.png,1', 'b.png,2', 'c.png,3', 'd.png,4']);
    const { live } = await open(source);
    // Lines 1 and 2 were joined, and so were 2 and 3: `a.png,1` + `b.png,2` + `c.png,3` in one.
    source.lines = ['image,label', 'a.png,1b.png,2c.png,3', 'd.png,4'];
    const joins = [
      { start: 2, removed: 2, added: 1 },
      { start: 1, removed: 2, added: 1 },
    ];
    expect(live.apply(joins)).toBe(true);
    expect(plain(live).map(({ line: at, image }) => `${at} ${image}`)).toEqual(['1 a.png', '2 d.png']);
  });
});

describe('splits of rows', () => {
  it('are those that the audit named: codes, and the split that the file is named after', async () => {
    const read = async (text: string, name: string, splits: string[]) => {
      const source = changingText(text.split('\n'));
      const header = readLabelsHeader(
        source,
        { splitColumn: text.includes('partition') ? 'partition' : undefined },
        { name, splits },
      )!;
      const listener = { appeared: () => undefined, disappeared: () => undefined };
      return (await readLiveRows(source, header.layout, header.bodyLine, listener, noPause)).rows.map(
        ({ split }) => split,
      );
    };
    const coded = 'image,label,partition\na.png,x,0\nb.png,y,2\nc.png,y,';
    expect(await read(coded, 'labels.csv', ['train (0)', 'test (2)'])).toEqual(['train (0)', 'test (2)', '']);
    expect(await read('image,label\na.png,x', 'test.csv', ['test'])).toEqual(['test']);
    expect(await read('image,label\na.png,x', 'test.csv', [])).toEqual(['']);
  });
});
