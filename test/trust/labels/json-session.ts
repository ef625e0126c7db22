import fc from 'fast-check';
import { applyEdits, type LabelsEdit } from '../../../src/dataset/labels/labels-edits.ts';
import type { LabelRows } from '../../../src/dataset/labels/label-rows.ts';
import { jsonlLayout } from '../../../src/dataset/layouts/jsonl-layout.ts';
import { readLiveRows } from '../../../src/editor/labels/live-rows.ts';
import { readLabelsHeader } from '../../../src/editor/labels/row-layout.ts';
import { inverse, LabelsFailure, lostBytes } from './labels-session.ts';

/** A line as it is written: the label's value and what stands around it; or whatever is no row that can be relabelled. */
interface JsonLine {
  readonly before: string;
  /** The value under `label`, as it is written; undefined for lines without one. */
  readonly value?: string;
  readonly after: string;
  readonly end: string;
}

/** What is done to the file: by us (the first two), by undo, and by others. Numbers pick lines, modulo their count. */
type JsonStep =
  | { readonly kind: 'relabel'; readonly lines: readonly number[]; readonly label: string }
  | { readonly kind: 'remove'; readonly lines: readonly number[] }
  | { readonly kind: 'undo' }
  | { readonly kind: 'insert'; readonly at: number; readonly line: JsonLine }
  | { readonly kind: 'delete'; readonly at: number }
  | { readonly kind: 'bom' };

export interface JsonSession {
  readonly bom: boolean;
  readonly lines: readonly JsonLine[];
  readonly finalEnd: boolean;
  readonly steps: readonly JsonStep[];
}

const space = fc.constantFrom('', '', ' ', '\t', '  ');
const label = fc.oneof(
  fc.constantFrom('cat', 'dog', 'é', '3', '4.5', 'true', '"', '\\', 'a b', '😀', 'a\u2028b'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).filter((text) => text.trim() === text && text !== ''),
);
const value = fc.oneof(
  label.map((text) => JSON.stringify(text)),
  fc.constantFrom('3', '-1', '0.5', 'true', '"\\u00e9"', '"caf\\u0065"'),
);
const members = fc
  .array(fc.tuple(fc.constantFrom('note', 'x', 'label', 'more'), fc.jsonValue({ maxDepth: 2 })), { maxLength: 3 })
  .map((pairs) => pairs.map(([key, inner]) => `${JSON.stringify(key)}:${JSON.stringify(inner)},`).join(''));
const end = fc.constantFrom('\n', '\n', '\r\n');
const row: fc.Arbitrary<JsonLine> = fc
  .record({ spaces: fc.tuple(space, space, space, space), image: fc.nat(30), members, value, last: fc.boolean(), end })
  .map(({ spaces: [a, b, c, d], image, members: some, value: written, last, end: lineEnd }) => {
    const name = `"file_name"${b}:${c}"${image}.png"`;
    return {
      before: `${a}{${some}${last ? `${name},` : ''}${d}"label"${c}:${b}`,
      value: written,
      after: `${last ? '' : `,${name}`}${a}}${d}`,
      end: lineEnd,
    };
  });
const noise: fc.Arbitrary<JsonLine> = fc.record({
  before: fc.constantFrom(
    '',
    '  ',
    '[1]',
    '{"file_name":"x.png"}',
    '{"label":{"a":1},"file_name":"x.png"}',
    '{',
    'null',
  ),
  after: fc.constant(''),
  end,
});
const line = fc.oneof({ weight: 5, arbitrary: row }, noise);
const picks = fc.array(fc.nat(30), { minLength: 1, maxLength: 4 });
const step: fc.Arbitrary<JsonStep> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('relabel' as const), lines: picks, label }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove' as const), lines: picks }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('undo' as const) }) },
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(30), line }),
  fc.record({ kind: fc.constant('delete' as const), at: fc.nat(30) }),
  fc.record({ kind: fc.constant('bom' as const) }),
);

export const jsonSession: fc.Arbitrary<JsonSession> = fc.record({
  bom: fc.boolean(),
  lines: fc.array(line, { minLength: 1, maxLength: 10 }),
  finalEnd: fc.boolean(),
  steps: fc.array(step, { minLength: 1, maxLength: 8 }),
});

interface State {
  readonly bom: boolean;
  readonly lines: readonly JsonLine[];
}

const COLUMNS = { imageColumn: 'file_name', labelColumn: 'label' };
const textOf = ({ bom, lines }: State): string =>
  (bom ? '\ufeff' : '') + lines.map((one) => one.before + (one.value ?? '') + one.after + one.end).join('');
const isRow = (one: JsonLine): boolean => (one.before + one.after).trim() !== '' || one.value !== undefined;

/** All lines but the last end in a line end; the last one keeps what it has. */
function closed(lines: readonly JsonLine[]): JsonLine[] {
  return lines.map((one, i) => (one.end === '' && i < lines.length - 1 ? { ...one, end: '\n' } : one));
}

/** Plays a session; throws LabelsFailure at the first step after which bytes or rows are not as they should be. */
export async function playJsonSession({ bom, lines, finalEnd, steps }: JsonSession): Promise<void> {
  const ended = finalEnd ? lines : lines.map((one, i) => (i === lines.length - 1 ? { ...one, end: '' } : one));
  let state: State = { bom, lines: ended };
  let text = textOf(state);
  const past: { readonly state: State; readonly edits: readonly LabelsEdit[] }[] = [];
  await check(state, text, 'at first');
  for (const [i, one] of steps.entries()) {
    const name = `step ${i + 1} (${one.kind})`;
    if (one.kind === 'undo') {
      const last = past.pop();
      if (last === undefined) continue;
      state = last.state;
      text = applyEdits(text, last.edits);
    } else {
      const before = { state, text };
      const rows = read(text);
      const ours = rows && edit(one, state, rows);
      if (ours === undefined) {
        const next = theirs(one, state);
        if (next === undefined) continue;
        state = next;
        text = textOf(state);
        past.push({ state: before.state, edits: [{ start: 0, end: text.length, text: before.text }] });
      } else {
        text = applyEdits(text, ours.edits);
        state = ours.next(text);
        past.push({ state: before.state, edits: inverse(before.text, ours.edits) });
      }
    }
    await check(state, text, name);
  }
}

function read(text: string): LabelRows | undefined {
  const rows = jsonlLayout.read({ file: '/x/metadata.jsonl', bytes: Buffer.alloc(0), text }, COLUMNS);
  return 'ok' in rows && rows.ok ? rows : undefined;
}

/** What the product does, and what should come of it; undefined for the steps of others. */
function edit(
  one: JsonStep,
  state: State,
  rows: LabelRows,
): { readonly edits: readonly LabelsEdit[]; readonly next: (text: string) => State } | undefined {
  if (one.kind !== 'relabel' && one.kind !== 'remove') return undefined;
  const places = state.lines.flatMap((row, i) => (isRow(row) ? [i] : []));
  const chosen = new Set(one.lines.map((pick) => pick % places.length));
  if (one.kind === 'remove') {
    const edits = rows.edits!(new Map(Array.from(chosen, (at) => [at, undefined])));
    const gone = new Set(Array.from(chosen, (at) => places[at]));
    const left = state.lines.filter((_, i) => !gone.has(i));
    const isLastGone = gone.has(state.lines.length - 1) && state.lines.at(-1)!.end === '';
    const lines = isLastGone ? left.map((row, i) => (i === left.length - 1 ? { ...row, end: '' } : row)) : left;
    return { edits, next: () => ({ ...state, lines }) };
  }
  const usable = [...chosen].filter((at) => state.lines[places[at]].value !== undefined);
  const edits = rows.edits!(new Map(usable.map((at) => [at, one.label])));
  return {
    edits,
    // How the value is written is free, as long as it says the label: it is taken from between what must stay.
    next: (text) => {
      let at = state.bom ? 1 : 0;
      const lines = state.lines.map((row, i) => {
        const isChanged = usable.some((row) => places[row] === i);
        if (!isChanged) {
          at += row.before.length + (row.value ?? '').length + row.after.length + row.end.length;
          return row;
        }
        const start = at + row.before.length;
        const written = /^(?:"(?:[^"\\]|\\.)*"|[^\s,}]+)/.exec(text.slice(start))?.[0] ?? '';
        if (String(JSON.parse(written)).trim() !== one.label) {
          throw new LabelsFailure(`${written} does not say ${JSON.stringify(one.label)}`);
        }
        at = start + written.length + row.after.length + row.end.length;
        return { ...row, value: written };
      });
      return { ...state, lines };
    },
  };
}

/** What somebody else does to the file meanwhile; undefined where there is nothing to do. */
function theirs(one: JsonStep, state: State): State | undefined {
  const { lines } = state;
  switch (one.kind) {
    case 'insert':
      return { ...state, lines: closed(lines.toSpliced(one.at % (lines.length + 1), 0, one.line)) };
    case 'delete':
      return lines.length < 2 ? undefined : { ...state, lines: closed(lines.toSpliced(one.at % lines.length, 1)) };
    case 'bom':
      return { ...state, bom: !state.bom };
    default:
      return undefined;
  }
}

/** The text is the model's byte for byte, and the layout and the editor see in it what the model says. */
async function check(state: State, text: string, when: string): Promise<void> {
  const wanted = textOf(state);
  if (text !== wanted) {
    const found = `${JSON.stringify(text)} where ${JSON.stringify(wanted)} was to be`;
    throw new LabelsFailure(`${when}: ${found}`, lostBytes(wanted, text));
  }
  const rows = read(text);
  const expected = state.lines.filter(isRow);
  if (rows === undefined) {
    // Without a key of both kinds in the first lines there is no labels file.
    if (expected.some(({ value: written }) => written !== undefined))
      throw new LabelsFailure(`${when}: not understood`);
    return;
  }
  const labels = expected.map(({ value: written }) => written && String(JSON.parse(written)).trim());
  const seen = expected.map(({ value: written }, i) => (written === undefined ? undefined : rows.label(i)));
  if (rows.count !== expected.length || JSON.stringify(seen) !== JSON.stringify(labels)) {
    throw new LabelsFailure(`${when}: ${JSON.stringify(seen)} where ${JSON.stringify(labels)} was to be`);
  }
  // As VS Code holds it: without a byte order mark, in lines.
  const held = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const source = { lineCount: held.length, line: (i: number) => held[i] };
  const header = readLabelsHeader(source, COLUMNS, { name: 'metadata.jsonl', splits: [] });
  if (header === undefined) throw new LabelsFailure(`${when}: the editor does not understand it`);
  const silent = { appeared: () => undefined, disappeared: () => undefined };
  const live = await readLiveRows(source, header.layout, header.bodyLine, silent, () => Promise.resolve());
  const inEditor = live.rows.map((one) => [one.line + 1, one.label, one.isRagged]);
  const onDisk = Array.from({ length: rows.count }, (_, i) => [
    rows.lines[i],
    rows.label(i),
    rows.state(i) === 'ragged',
  ]);
  if (JSON.stringify(inEditor) !== JSON.stringify(onDisk)) {
    throw new LabelsFailure(
      `${when}: the editor sees ${JSON.stringify(inEditor)}, the layout ${JSON.stringify(onDisk)}`,
    );
  }
}
