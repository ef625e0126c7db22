import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, columnEdits, joinSet, type LabelsEdit } from '../../../../src/dataset/index.ts';
import type { MultiLabelChoice } from '../../../../src/dataset/labels/multi-label-way.ts';
import type { LabelRows } from '../../../../src/dataset/labels/label-rows.ts';
import { readLabelsText } from '../../../../src/dataset/layouts/read-labels.ts';
import {
  meantLabels,
  meantRow,
  SET_NAMES,
  tableStyle,
  writeSets,
  type MeantRow,
  type TableStyle,
} from './generated-sets.ts';

const SEED = 19;
const separator = fc.constantFrom('|', ';', ',');

const read = async (text: string, multiLabel: MultiLabelChoice): Promise<LabelRows> =>
  (await readLabelsText('/nowhere/labels.csv', text, { multiLabel })).rows;

/** Asserts that each edit lies in one of some stretches of the text. */
function expectWithin(edits: readonly LabelsEdit[], stretches: readonly (readonly [number, number])[]): void {
  const starts = stretches.toSorted((a, b) => a[0] - b[0]);
  for (const { start, end } of edits) {
    const own = starts.findLast(([from]) => from <= start);
    expect(own !== undefined && end <= own[1], `${start}–${end}`).toBe(true);
  }
}

/** Gives rows of a table other sets, and asserts that nothing but their cells was written. */
async function expectChanged(
  rows: readonly MeantRow[],
  style: TableStyle,
  divided: string,
  wanted: ReadonlyMap<number, readonly string[]>,
): Promise<void> {
  const { text, cells } = writeSets(rows, style, divided);
  const table = await read(text, divided as MultiLabelChoice);
  const changes = new Map(Array.from(wanted, ([row, labels]) => [row, joinSet(labels, divided)]));
  const edits = table.edits!(changes);
  expectWithin(
    edits,
    [...wanted.keys()].map((row) => cells[row]),
  );
  const after = await read(applyEdits(text, edits), divided as MultiLabelChoice);
  expect(Array.from({ length: after.count }, (_, i) => after.label(i))).toEqual(
    rows.map(({ labels }, i) => joinSet(wanted.get(i) ?? labels, divided)),
  );
}

describe('a change of label sets writes nothing but its own cells', () => {
  it('where a cell holds them', async () => {
    const wanted = fc.array(fc.tuple(fc.nat(11), meantLabels), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        ...[fc.array(meantRow, { minLength: 1, maxLength: 12 }), tableStyle, separator, wanted],
        async (rows, style, divided, picked) => {
          await expectChanged(rows, style, divided, new Map(picked.filter(([row]) => row < rows.length)));
        },
      ),
      { seed: SEED, numRuns: 400 },
    );
  });

  it('where 50,000 rows do, in quotes, with a byte order mark and CRLF', async () => {
    const rows = fc.sample(meantRow, { seed: SEED, numRuns: 50_000 }).map((row) => ({ ...row, isQuoted: true }));
    const style = {
      delimiter: ';',
      eol: '\r\n',
      hasMark: true,
      isClosed: false,
      order: ['image', 'label', 'note'],
    } as const;
    const sets = fc.sample(meantLabels, { seed: SEED + 1, numRuns: 1000 });
    await expectChanged(rows, style, '|', new Map(sets.map((labels, i) => [i * 50 + (i % 50), labels])));
  });

  it('where each class has a column of 0 and 1', async () => {
    const names = ['cat', 'dog', 'big dog', 'Ä 😀'];
    const written = fc.constantFrom('0', '1', ' 1', '"0"', '"1"', '1.0', 'TRUE', 'False');
    const row = fc.tuple(fc.tuple(...names.map(() => written)), fc.constantFrom('x', '"a,""b"', '"two\r\nlines"', ''));
    const some = fc.subarray(names);
    await fc.assert(
      fc.asyncProperty(
        ...[fc.array(row, { minLength: 1, maxLength: 10 }), fc.constantFrom('\r\n', '\n'), fc.boolean()],
        fc.array(fc.tuple(fc.nat(9), some), { maxLength: 3 }),
        async (rows, eol, hasMark, picked) => {
          let text = `${hasMark ? '\ufeff' : ''}image,note,${names.join(',')}${eol}`;
          const cells = rows.map(([values, note], i) => {
            text += `${i}.png,${note}`;
            const own = values.map((value): [number, number] => {
              text += `,${value}`;
              return [text.length - value.length, text.length];
            });
            text += eol;
            return own;
          });
          const isOn = (value: string): boolean => /1|true/i.test(value);
          const given = rows.map(([values]) => names.filter((_, c) => isOn(values[c])));
          const table = await read(text, 'columns');
          const wanted = new Map(picked.filter(([i]) => i < rows.length));
          const edits = table.edits!(new Map(Array.from(wanted, ([i, set]) => [i, joinSet(set, '|')])));
          const turned = Array.from(wanted, ([i, set]) =>
            cells[i].filter((_, c) => given[i].includes(names[c]) !== set.includes(names[c])),
          ).flat();
          expect(edits).toHaveLength(turned.length);
          expectWithin(edits, turned);
          const after = await read(applyEdits(text, edits), 'columns');
          expect(rows.map((_, i) => after.label(i))).toEqual(given.map((set, i) => joinSet(wanted.get(i) ?? set, '|')));
        },
      ),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('where each label has a row: those of other pictures stay, in their order', async () => {
    const line = fc.record({
      picture: fc.nat(4),
      label: fc.constantFrom('cat', 'dog', '"big, dog"', 'Ä 😀'),
      note: fc.constantFrom('', '"a ""b"""', 'x'),
    });
    const set = fc.uniqueArray(fc.constantFrom('cat', 'dog', 'big, dog', 'Ä 😀', 'new'), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(
        ...[fc.array(line, { minLength: 1, maxLength: 14 }), fc.constantFrom('\r\n', '\n'), fc.boolean(), fc.boolean()],
        ...[fc.nat(4), set],
        async (lines, eol, hasMark, isClosed, picture, labels) => {
          const head = `${hasMark ? '\ufeff' : ''}image,label,note`;
          const body = lines.map((one) => `${one.picture}.png,${one.label},${one.note}`);
          const text = [head, ...body].join(eol) + (isClosed ? eol : '');
          const first = lines.findIndex((one) => one.picture === picture);
          fc.pre(first >= 0);
          const table = await read(text, 'rows');
          const after = applyEdits(text, table.edits!(new Map([[first, joinSet(labels, '|')]])));
          const others = (written: string): string[] =>
            written.split(eol).filter((one) => !one.startsWith(`${picture}.png,`));
          expect(others(after)).toEqual(others(text));
          const again = await read(after, 'rows');
          const at = Array.from({ length: again.count }, (_, i) => i).find(
            (i) => again.written(i) === `${picture}.png`,
          );
          expect(again.label(at!)).toBe(joinSet(labels, '|'));
        },
      ),
      { seed: SEED, numRuns: 400 },
    );
  });
});

describe('a consensus of annotators writes nothing but its own column', () => {
  const drawn = fc.array(fc.constantFrom('', ...SET_NAMES), { minLength: 12, maxLength: 12 });

  it('behind the last cell of each row, or in the cells that are there', () => {
    fc.assert(
      fc.property(
        ...[fc.array(meantRow, { minLength: 1, maxLength: 12 }), tableStyle, drawn, drawn],
        (rows, style, given, other) => {
          // What is written does not depend on what other columns hold.
          const { text, cells } = writeSets(rows, style, '|');
          const options = { imageColumn: 'image', labelColumn: 'note' };
          const fresh = columnEdits(text, { name: 'consensus', cell: (row) => given[row] }, options);
          expect(fresh.map(({ start, end }) => end - start)).toEqual(fresh.map(() => 0));
          expect(fresh).toHaveLength(rows.length + 1);
          const ends = fresh.map(({ start }) => text.slice(start, start + style.eol.length));
          expect(ends).toEqual(ends.map((_, i) => (i === rows.length && !style.isClosed ? '' : style.eol)));
          const edits = columnEdits(
            text,
            { name: 'label', cell: (row) => (row % 2 === 0 ? other[row] : undefined) },
            options,
          );
          expectWithin(
            edits,
            cells.filter((_, row) => row % 2 === 0),
          );
        },
      ),
      { seed: SEED, numRuns: 300 },
    );
  });
});
