import { annotationsOfTable, majorityVote } from '../../core/index.ts';
import { naturalCompare } from '../natural-sort.ts';
import type { AnnotatorColumns } from './annotator-columns.ts';
import type { RowAnnotators, RowState, Vote } from '../labels/label-rows.ts';
import type { LabelsIndex } from '../labels/labels-index.ts';

/** What the annotators of a table say, and what follows for its rows. */
export interface AnnotatorVotes extends RowAnnotators {
  /** The majority of a row's labels; '' where it has none. */
  majority(row: number): string;
  /** How many pictures have labels, and of how many nothing decided the majority. */
  readonly pictures: number;
  readonly undecided: number;
  /** Other states than the index says: of rows that are a part of another, or repeat a label. */
  readonly states: ReadonlyMap<number, RowState>;
  readonly faults: ReadonlyMap<number, string>;
}

/** What annotators say, by row: place of each in `names`, and the label's place in `words`. */
interface Gathered {
  readonly names: readonly string[];
  readonly votes: Map<number, { readonly annotator: number; readonly word: number }[]>;
  readonly states: Map<number, RowState>;
  readonly faults: Map<number, string>;
}

/**
 * Reads what annotators say. A label that `ignored` holds is none.
 * @param index of the table; its label column may be any
 */
export function annotatorVotes(
  index: LabelsIndex,
  columns: AnnotatorColumns,
  ignored: ReadonlySet<string>,
): AnnotatorVotes {
  const words: string[] = [];
  const codes = new Map<string, number>();
  const codeOf = (label: string): number => {
    const known = codes.get(label);
    if (known !== undefined) return known;
    codes.set(label, words.length);
    return words.push(label) - 1;
  };
  const met = new Set<string>();
  const isLabel = (cell: string): boolean => {
    if (ignored.has(cell)) met.add(cell);
    return cell !== '' && !ignored.has(cell);
  };
  const gathered =
    columns.from === 'columns'
      ? ofColumns(index, columns.header, columns.columns, isLabel, codeOf)
      : ofRows(index, columns, isLabel, codeOf);
  const { majority, undecided } = majorities(gathered, words);
  return {
    names: gathered.names,
    from: columns.from,
    isLabel: !columns.hasLabel,
    ignored: met,
    votes: (row) =>
      (gathered.votes.get(row) ?? []).map(({ annotator, word }): Vote => ({ annotator, label: words[word] })),
    majority: (row) => majority.get(row) ?? '',
    pictures: gathered.votes.size,
    undecided,
    states: gathered.states,
    faults: gathered.faults,
  };
}

function ofColumns(
  index: LabelsIndex,
  header: readonly string[],
  columns: readonly number[],
  isLabel: (cell: string) => boolean,
  codeOf: (label: string) => number,
): Gathered {
  const votes: Gathered['votes'] = new Map();
  for (let row = 0; row < index.count; row++) {
    if (index.state(row) === 'ragged') continue;
    const cells = index.cells(row);
    const own = columns.flatMap((column, annotator) => {
      const label = cells[column].trim();
      return isLabel(label) ? [{ annotator, word: codeOf(label) }] : [];
    });
    if (own.length > 0) votes.set(row, own);
  }
  return { names: columns.map((column) => header[column]), votes, states: new Map(), faults: new Map() };
}

function ofRows(
  index: LabelsIndex,
  { header, image, annotator: who, label: what }: Extract<AnnotatorColumns, { readonly from: 'rows' }>,
  isLabel: (cell: string) => boolean,
  codeOf: (label: string) => number,
): Gathered {
  const names: string[] = [];
  const places = new Map<string, number>();
  const firsts = new Map<string, number>();
  const said = new Map<number, Map<number, number>>();
  const found: Gathered = { names, votes: new Map(), states: new Map(), faults: new Map() };
  for (let row = 0; row < index.count; row++) {
    if (index.state(row) === 'ragged') continue;
    const cells = index.cells(row).map((cell) => cell.trim());
    if (cells[image] === '') continue;
    if (cells[who] === '') {
      found.states.set(row, 'ragged');
      found.faults.set(row, `names no annotator in the column ${JSON.stringify(header[who])}`);
      continue;
    }
    const key = `${cells[image]}\0${index.split(row)}`;
    const first = firsts.get(key) ?? row;
    if (first === row) firsts.set(key, row);
    else found.states.set(row, 'annotation');
    if (!isLabel(cells[what])) continue;
    const annotator = places.get(cells[who]) ?? names.push(cells[who]) - 1;
    places.set(cells[who], annotator);
    const before = said.get(first) ?? new Map<number, number>();
    said.set(first, before);
    const earlier = before.get(annotator);
    if (earlier !== undefined) {
      found.states.set(row, 'ragged');
      found.faults.set(
        row,
        `is a second label of ${JSON.stringify(cells[who])} for ${cells[image]}; that of row ${earlier + 1} was used`,
      );
      continue;
    }
    before.set(annotator, row);
    found.votes.set(first, [...(found.votes.get(first) ?? []), { annotator, word: codeOf(cells[what]) }]);
  }
  for (const own of found.votes.values()) own.sort((a, b) => a.annotator - b.annotator);
  return found;
}

/** The majority of each row's votes, by name. Classes are numbered in natural order, so that the last of ties goes by name. */
function majorities(
  { votes }: Gathered,
  words: readonly string[],
): { readonly majority: ReadonlyMap<number, string>; readonly undecided: number } {
  const majority = new Map<number, string>();
  // Who gives no label here has no say.
  const active = [...new Set(Array.from(votes.values(), (own) => own.map(({ annotator }) => annotator)).flat())].sort(
    (a, b) => a - b,
  );
  if (active.length === 0) return { majority, undecided: 0 };
  const sorted = words.toSorted(naturalCompare);
  const classOf = new Map(sorted.map((word, i) => [word, i]));
  const placeOf = new Map(active.map((annotator, i) => [annotator, i]));
  const rows = [...votes.keys()];
  const table = new Float64Array(rows.length * active.length).fill(Number.NaN);
  rows.forEach((row, i) => {
    for (const { annotator, word } of votes.get(row)!) {
      table[i * active.length + placeOf.get(annotator)!] = classOf.get(words[word])!;
    }
  });
  const { labels, undecided } = majorityVote(annotationsOfTable(table, rows.length, active.length), undefined, true);
  rows.forEach((row, i) => majority.set(row, sorted[labels[i]]));
  return { majority, undecided: undecided.length };
}
