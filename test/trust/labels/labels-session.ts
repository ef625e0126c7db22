import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import Papa from 'papaparse';
import { planEdits } from '../../../src/audit/remediation/fix-dataset.ts';
import type { RowChange } from '../../../src/audit/remediation/plan.ts';
import { applyEdits, relabelEdits, removeRowEdits, type LabelsEdit } from '../../../src/dataset/labels/labels-edits.ts';
import { indexLabels, type LabelsIndex } from '../../../src/dataset/labels/labels-index.ts';
import { labelsModel, layoutOf, modelRow, newLabel, noiseText, rowSpec, type RowSpec } from './labels-arbitraries.ts';
import {
  closed,
  dataRows,
  headerOf,
  isDataRow,
  isOdd,
  isUsable,
  modelText,
  settled,
  withLabels,
  withoutRows,
  writeModelCell,
  type LabelsModel,
  type Piece,
} from './labels-model.ts';

/** What is done to a labels file: by us (the first three), by undo, and by others. Numbers pick rows, modulo their count. */
export type Step =
  | { readonly kind: 'relabel'; readonly rows: readonly number[]; readonly labels: readonly string[] }
  | { readonly kind: 'remove'; readonly rows: readonly number[] }
  | { readonly kind: 'fix-rows'; readonly rows: readonly number[]; readonly labels: readonly (string | null)[] }
  | { readonly kind: 'undo' }
  | { readonly kind: 'reorder'; readonly keys: readonly number[] }
  | { readonly kind: 'insert'; readonly at: number; readonly row: RowSpec; readonly noise: string | null }
  | { readonly kind: 'retype'; readonly at: number; readonly cell: number; readonly value: string }
  | { readonly kind: 'delete'; readonly at: number }
  | { readonly kind: 'line-ends'; readonly end: string }
  | { readonly kind: 'final-line-end' }
  | { readonly kind: 'bom' };

const picks = fc.array(fc.nat(30), { minLength: 1, maxLength: 6 });
const kind = <Kind extends Step['kind']>(name: Kind) => fc.constant(name);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: kind('relabel'),
      rows: picks,
      labels: fc.array(newLabel, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: kind('remove'), rows: picks }) },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ kind: kind('fix-rows'), rows: picks },
      labels: fc.array(fc.option(newLabel, { freq: 2 }), { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: kind('undo') }) },
  fc.record({ kind: kind('reorder'), keys: fc.array(fc.nat(9), { minLength: 3, maxLength: 12 }) }),
  fc.record({ kind: kind('insert'), at: fc.nat(30), row: rowSpec, noise: fc.option(noiseText) }),
  fc.record({ kind: kind('retype'), at: fc.nat(30), cell: fc.nat(5), value: newLabel }),
  fc.record({ kind: kind('delete'), at: fc.nat(30) }),
  fc.record({ kind: kind('line-ends'), end: fc.constantFrom('\n', '\r\n', '\r') }),
  fc.record({ kind: kind('final-line-end') }),
  fc.record({ kind: kind('bom') }),
);

export interface Session {
  readonly start: LabelsModel;
  readonly steps: readonly Step[];
}

export const labelsSession: fc.Arbitrary<Session> = fc.record({
  start: labelsModel,
  steps: fc.array(step, { minLength: 1, maxLength: 8 }),
});

/** The product did not do what it promises. */
export class LabelsFailure extends Error {
  readonly bytesLost: number;
  constructor(what: string, bytesLost = 0) {
    super(what);
    this.bytesLost = bytesLost;
  }
}

/** Plays a session; throws LabelsFailure at the first step after which bytes or rows are not as they should be. */
export function playSession({ start, steps }: Session): void {
  let model = start;
  let text = modelText(model);
  const past: { readonly model: LabelsModel; readonly edits: readonly LabelsEdit[] }[] = [];
  checkText(model, text, 'at first');
  for (const [i, one] of steps.entries()) {
    const name = `step ${i + 1} (${one.kind})`;
    if (one.kind === 'undo') {
      const last = past.pop();
      if (last === undefined) continue;
      model = last.model;
      text = applyEdits(text, last.edits);
    } else {
      const before = text;
      const after = ours(one, model, text);
      const next = after?.model ?? theirs(one, model);
      text = after?.text ?? modelText(next);
      past.push({
        model,
        edits: after ? inverse(before, after.edits) : [{ start: 0, end: text.length, text: before }],
      });
      model = next;
    }
    checkText(model, text, name);
  }
}

interface Outcome {
  readonly model: LabelsModel;
  readonly text: string;
  readonly edits: readonly LabelsEdit[];
}

/** A step that the product takes, and what should come of it; undefined for the steps of others. */
function ours(step: Step, model: LabelsModel, text: string): Outcome | undefined {
  if (step.kind !== 'relabel' && step.kind !== 'remove' && step.kind !== 'fix-rows') return undefined;
  const index = indexed(text, model);
  const rows = dataRows(model);
  const chosen = rows.length === 0 ? [] : step.rows.map((row) => row % rows.length);
  const done = (next: LabelsModel, edits: readonly LabelsEdit[]): Outcome => ({
    ...{ model: next, edits },
    text: applyEdits(text, edits),
  });
  if (step.kind === 'remove') return done(withoutRows(model, new Set(chosen)), removeRowEdits(text, index, chosen));
  if (step.kind === 'relabel') {
    const withCell = chosen.filter((row) => rows[row].cells.length > model.label);
    const labels = new Map(withCell.map((row, i) => [row, step.labels[i % step.labels.length]]));
    const edits = relabelEdits(text, index, withCell, (row) => labels.get(row)!);
    return done(withLabels(model, labels), edits);
  }
  const changes = new Map<number, string | undefined>();
  for (const [i, row] of chosen.entries()) {
    if (isUsable(model, rows[row])) changes.set(row, step.labels[i % step.labels.length] ?? undefined);
  }
  const planned = Array.from(changes, ([row, to]): RowChange => {
    const from = rows[row].cells[model.label].value.trim();
    return { path: rows[row].path!, from, ...(to === undefined ? {} : { to }), rows: [row + 1] };
  });
  const labels = new Map<number, string>();
  const gone = new Set<number>();
  for (const [row, to] of changes) {
    if (to === undefined) gone.add(row);
    else labels.set(row, to);
  }
  return done(withoutRows(withLabels(model, labels), gone), planEdits(text, index, { changes: planned }));
}

/** What somebody else does to the file meanwhile. */
function theirs(step: Step, model: LabelsModel): LabelsModel {
  const { pieces } = model;
  const header = pieces.findIndex(isDataRow);
  const body = pieces.slice(header + 1);
  const end = headerOf(model).end || '\n';
  const rebuilt = (next: readonly Piece[]): LabelsModel =>
    settled({ ...model, pieces: closed([...pieces.slice(0, header + 1), ...next], end) });
  const at = body.length === 0 || !('at' in step) ? -1 : step.at % body.length;
  switch (step.kind) {
    case 'reorder': {
      const order = body.map((piece, i) => ({ piece, key: step.keys[i % step.keys.length] }));
      return rebuilt(order.sort((a, b) => a.key - b.key).map(({ piece }) => piece));
    }
    case 'insert': {
      const row = modelRow(step.row, layoutOf(model), end);
      const noise: Piece[] = step.noise === null ? [] : [{ kind: 'noise', text: step.noise }];
      return rebuilt(body.toSpliced(Math.max(at, 0), 0, ...(row === undefined ? [] : [row]), ...noise));
    }
    case 'retype': {
      const piece = body[at] as Piece | undefined;
      if (piece?.kind !== 'row') return model;
      const cell = step.cell % piece.cells.length;
      const cells = [...piece.cells];
      cells[cell] = writeModelCell(step.value, 'plain', model.delimiter, cell === 0);
      // Of the values only the backslash means another path than it says: the root.
      const path = cell === model.image ? { path: step.value === '\\' ? undefined : step.value } : {};
      return rebuilt(body.toSpliced(at, 1, { ...piece, cells, ...path }));
    }
    case 'delete':
      return at < 0 ? model : rebuilt(body.toSpliced(at, 1));
    case 'line-ends':
      return settled({
        ...model,
        pieces: pieces.map((piece) => {
          if (piece.kind === 'noise') return { kind: 'noise', text: piece.text.replace(/\r\n|\r|\n/g, step.end) };
          return piece.end === '' ? piece : { ...piece, end: step.end };
        }),
      });
    case 'final-line-end': {
      const last = pieces.at(-1)!;
      if (last.kind === 'noise') return model;
      return { ...model, pieces: [...pieces.slice(0, -1), { ...last, end: last.end === '' ? end : '' }] };
    }
    case 'bom':
      return { ...model, bom: !model.bom };
    default:
      return model;
  }
}

/** The edits that take edits back. */
export function inverse(before: string, edits: readonly LabelsEdit[]): LabelsEdit[] {
  let shift = 0;
  return edits.map(({ start, end, text }) => {
    const from = start + shift;
    shift += text.length - (end - start);
    return { start: from, end: from + text.length, text: before.slice(start, end) };
  });
}

export function indexed(text: string, model: LabelsModel): LabelsIndex {
  const index = indexLabels(text, model.columns);
  if (!index.ok) throw new LabelsFailure(`the labels file is not understood: ${index.message}`);
  return index;
}

/** The text is the model's byte for byte, we see in it what the model says, and so do parsers that are not ours. */
export function checkText(model: LabelsModel, text: string, when: string): void {
  const wanted = modelText(model);
  if (text !== wanted) {
    const found = `${JSON.stringify(text)} where ${JSON.stringify(wanted)} was to be`;
    throw new LabelsFailure(`${when}: ${found}`, lostBytes(wanted, text));
  }
  const index = indexed(text, model);
  const rows = dataRows(model);
  const same = (what: string, found: unknown, expected: unknown): void => {
    const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
    if (a !== b) throw new LabelsFailure(`${when}: ${what}: ${a} where ${b} was to be, in ${JSON.stringify(text)}`);
  };
  same('number of rows', index.count, rows.length);
  const seen = rows.map((_, i) => [index.label(i), index.paths[i], index.state(i) === 'usable']);
  same(
    'labels and paths',
    seen,
    rows.map((row) => {
      const usable = isUsable(model, row);
      return [
        row.cells.at(model.label) === undefined ? '' : (row.cells[model.label]?.value.trim() ?? ''),
        usable ? row.path : '',
        usable,
      ];
    }),
  );
  const expected = [headerOf(model), ...rows].map(({ cells }) => cells.map(({ value }) => value));
  same('rows by csv-parse', rowsByCsvParse(text, model.delimiter), expected);
  const newline = rows.some(({ cells }) => cells.some(isOdd)) ? undefined : onlyLineEnd(model);
  if (newline) same('rows by papaparse', rowsByPapaparse(text, model.delimiter, newline), expected);
}

const notBlank = (cells: readonly string[]): boolean => cells.length > 1 || cells[0].trim() !== '';

function rowsByCsvParse(text: string, delimiter: string): string[][] {
  const dialect = { comment: '#', comment_no_infix: true, relax_column_count: true, relax_quotes: true };
  const lines = { skip_empty_lines: true, record_delimiter: ['\r\n', '\n', '\r'] };
  return parse(text, { bom: true, delimiter, ...dialect, ...lines }).filter(notBlank);
}

function rowsByPapaparse(text: string, delimiter: string, newline: LineEnd): string[][] {
  return Papa.parse<string[]>(text, { delimiter, newline, comments: '#', skipEmptyLines: true }).data.filter(notBlank);
}

type LineEnd = '\n' | '\r' | '\r\n';

/** How all lines of the file end, whatever its cells hold: papaparse knows one kind of line end a file. */
function onlyLineEnd({ pieces }: LabelsModel): LineEnd | undefined {
  const ends = pieces.flatMap((piece) => (piece.kind === 'row' ? piece.end : piece.text).match(/\r\n|\r|\n/g) ?? []);
  return new Set(ends).size === 1 ? (ends[0] as LineEnd) : undefined;
}

/** How many bytes of `wanted` are not in `found`, as far as a common beginning and end tell. */
export function lostBytes(wanted: string, found: string): number {
  const [a, b] = [Buffer.from(wanted), Buffer.from(found)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return a.length - start - end;
}
