import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { applyEdits, joinSet, readLabelsText, type LabelsEdit } from '../../../../src/dataset/index.ts';
import { FixError, textChanges } from '../../../../src/editor/decisions/label-edits.ts';
import { readLiveRows } from '../../../../src/editor/labels/live-rows.ts';
import { readLabelsHeader } from '../../../../src/editor/labels/row-layout.ts';
import { textPlaces } from '../../../../src/editor/labels/text-places.ts';
import type { LabelsFileSession } from '../../../../src/editor/session/labels-file-session.ts';
import { meantLabels, meantRow, tableStyle, writeSets } from '../../dataset/sets/generated-sets.ts';

vi.mock('vscode', () => {
  class Position {
    readonly line: number;
    readonly character: number;
    constructor(line: number, character: number) {
      this.line = line;
      this.character = character;
    }
  }
  return {
    l10n: {
      t: (text: string, ...args: unknown[]) => text.replace(/\{(\d)\}/g, (_, i: string) => String(args[Number(i)])),
    },
    Position,
    Range: class {
      readonly start: Position;
      readonly end: Position;
      constructor(...at: readonly (number | Position)[]) {
        const isPair = at.length === 2;
        const [from, to] = at as readonly Position[];
        const numbers = at as readonly number[];
        this.start = isPair ? from : new Position(numbers[0], numbers[1]);
        this.end = isPair ? to : new Position(numbers[2], numbers[3]);
      }
    },
  };
});

type Change = readonly [row: number, label: string | undefined];

/** A labels file of sets as an editor holds it: in lines, without a byte order mark. */
async function open(name: string, text: string, separator: '|' | ';' | ',') {
  const places = textPlaces(text);
  const lines = text.split(/\r\n|\n/);
  const source = { lineCount: lines.length, line: (at: number): string => lines[at] };
  const options = { multiLabel: separator };
  const header = readLabelsHeader(source, options, { name, splits: [] })!;
  const listener = { appeared: () => undefined, disappeared: () => undefined };
  const { rows } = await readLiveRows(source, header.layout, header.bodyLine, listener, () => Promise.resolve());
  const session = {
    headerOf: () => header,
    rowsIn: () => rows,
    nameOf: () => name,
    report: { options },
  } as unknown as LabelsFileSession;
  const document = {
    getText: (range?: vscode.Range) =>
      range === undefined ? text : text.slice(places.offsetOf(range.start), places.offsetOf(range.end)),
    lineCount: lines.length,
    lineAt: (at: number) => ({
      text: lines[at],
      range: { start: { line: at, character: 0 }, end: { line: at, character: lines[at].length } },
    }),
  } as unknown as vscode.TextDocument;
  /** What the file becomes by decisions in the editor. */
  const changed = (changes: readonly Change[]): string => {
    const made = textChanges(
      session,
      document,
      changes.map(([row, label]) => ({ row: rows[row], label })),
    );
    const edits = made.map(({ range, text: written }): LabelsEdit => {
      return { start: places.offsetOf(range.start), end: places.offsetOf(range.end), text: written };
    });
    return applyEdits(text, edits);
  };
  return { rows, changed };
}

describe('sets of labels that are followed line by line', () => {
  it('are read and changed to the byte as the command line does', async () => {
    const label = fc.option(meantLabels, { nil: undefined, freq: 4 });
    await fc.assert(
      fc.asyncProperty(
        ...[fc.array(meantRow, { minLength: 1, maxLength: 12 }), tableStyle, fc.constantFrom('|', ';', ',')],
        fc.uniqueArray(fc.tuple(fc.nat(11), label), { maxLength: 4, selector: ([row]) => row }),
        async (rows, style, separator, picked) => {
          // An editor has one kind of line ends.
          const own = rows.map((row) => ({ ...row, note: row.note.replace('\r\n', style.eol) }));
          const { text } = writeSets(own, { ...style, hasMark: false }, separator);
          const changes = picked
            .filter(([row]) => row < rows.length)
            .map(([row, set]): Change => [row, set && joinSet(set, separator)]);
          const read = await readLabelsText('/nowhere/labels.csv', text, { multiLabel: separator });
          const opened = await open('labels.csv', text, separator);
          expect(opened.rows.map((row) => row.label)).toEqual(rows.map((_, row) => read.rows.label(row)));
          expect(opened.changed(changes)).toBe(applyEdits(text, read.rows.edits!(new Map(changes))));
        },
      ),
      { seed: 19, numRuns: 400 },
    );
  });

  it('in JSON lines, too', async () => {
    const text = '{"file_name":"a.png","label":"dog | cat"}\n{"file_name":"b.png","label":"dog","n":1}\n';
    const { rows, changed } = await open('labels.jsonl', text, '|');
    expect(rows.map(({ label }) => label)).toEqual(['cat|dog', 'dog']);
    const changes = [
      [0, 'dog'],
      [1, 'dog|Ä'],
    ] as const;
    const wanted = text.replace('dog | cat', 'dog').replace('"dog","n"', '"dog | \\u00c4","n"');
    expect(changed(changes)).toBe(wanted);
    const { rows: read } = await readLabelsText('/nowhere/labels.jsonl', text, { multiLabel: '|' });
    expect(applyEdits(text, read.edits!(new Map(changes)))).toBe(wanted);
  });

  it('are never left empty, and say so', async () => {
    const { changed } = await open('labels.csv', 'image,label\na.png,cat|dog\n', '|');
    expect(() => changed([[0, '(none)']])).toThrow(FixError);
    expect(() => changed([[0, '(none)']])).toThrow(
      /^labels\.csv: "cat\|dog" can't become \(none\).* Nothing was changed\.$/,
    );
  });
});
