import { isTestSplit, splitRole, type SplitRole } from '../splits.ts';
import type { CsvScanner } from './csv-scanner.ts';
import { createInterned } from './interned.ts';

/** Most different splits of a column that is recognised by what it holds. */
const MOST = 12;
/** Most of one whose cells end with a split, such as paths: several sources have several splits each. */
const MOST_PATHS = 200;
/** Headers of columns that say what a row is for, without case, spaces, hyphens and underscores. */
const HEADER =
  /^(?:dataset|data|set|subset|split|splits|datasplit|splitname|setname|usage|fold|partition|phase|part|purpose)$/;
/** Headers that ask whether a row is for training, or for testing. */
const ASKS = /^is(in)?(train|training|test|testing|eval|val|valid|validation|holdout)(set|split|image|sample|data)?$/;
/** Words too short to mean a split anywhere but under such a header. */
const SHORT: ReadonlyMap<string, SplitRole> = new Map([
  ['tr', 'train'],
  ['va', 'validation'],
  ['vl', 'validation'],
  ['te', 'test'],
  ['ts', 'test'],
]);
const YES = new Set(['1', 'true', 'yes', 't', 'y']);
const NO = new Set(['0', 'false', 'no', 'f', 'n']);

const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]+/g, '');

/** Whether a header is that of a column about splits. */
export function isSplitHeader(name: string): boolean {
  return HEADER.test(plain(name)) || ASKS.test(plain(name));
}

/** The split column of a labels file, found by what its cells say. */
export interface FoundSplits {
  readonly column: number;
  /** The split of a row, by name; '' where it has none. */
  readonly at: (row: number) => string;
  /** For codes, what each was taken for, as `0` -> `train (0)`. */
  readonly names: ReadonlyMap<string, string>;
}

/** Columns that may turn out to be the split column. */
export interface SplitWatcher {
  add(scanner: CsvScanner): void;
  found(): FoundSplits | undefined;
}

interface Candidate {
  readonly column: number;
  readonly name: string;
  readonly cells: ReturnType<typeof createInterned>;
}

/**
 * Looks for the split column while rows go by: a column whose cells are all names of splits (`train`, `id_test`,
 * `PublicTest`), or codes (0, 1, 2, true, false) where the header says that they are about splits. A column of another
 * kind is given up at its first other word, so that a million rows cost next to nothing.
 * @param others columns that it can't be
 * @param named the column that has the usual name, or that the user named; -1 where there is none
 * @param given the user named it: it is taken whatever its cells say
 */
export function watchSplits(
  header: readonly string[],
  others: readonly number[],
  named: number,
  given: boolean,
): SplitWatcher {
  let candidates = header.flatMap((name, column): Candidate[] => {
    if (given ? column !== named : others.includes(column)) return [];
    return [{ column, name: plain(name), cells: createInterned() }];
  });
  return {
    add(scanner) {
      for (const candidate of candidates) {
        const { column, name, cells } = candidate;
        const word = column < scanner.count ? scanner.value(column).trim() : '';
        const isNew = cells.add(word);
        if (!isNew || column === named || word === '') continue;
        const most = splitRole(word) === undefined && roleOfEnd(word) !== undefined ? MOST_PATHS : MOST;
        if (cells.words.length > most || !mayBeSplit(word, name)) {
          candidates = candidates.filter((other) => other !== candidate);
        }
      }
    },
    found() {
      const ranked = candidates
        .map((candidate) => ({ candidate, rank: rankOf(candidate, named) }))
        .filter(({ rank }) => rank > 0)
        .sort((a, b) => b.rank - a.rank);
      if (ranked.length === 0) return undefined;
      const { column, name, cells } = ranked[0].candidate;
      const names = codeNames(cells.words, name);
      return { column, names, at: (row) => names.get(cells.at(row)) ?? cells.at(row) };
    },
  };
}

function mayBeSplit(word: string, header: string): boolean {
  if (splitRole(word) !== undefined) return true;
  // Whatever the source is called: `stanford/train`, `web\\test`, `scan-test`.
  if (roleOfEnd(word) !== undefined) return true;
  return codesOf(header).has(word.toLowerCase());
}

/** The last name of a path; undefined where a word is none. */
function endOfPath(word: string): string | undefined {
  return /[/\\]([^/\\]+)[/\\]?$/.exec(word)?.[1];
}

/** What stands behind the last hyphen, underscore, dot or blank. */
function lastWord(word: string): string | undefined {
  return /[-_.\s]([^-_.\s]+)$/.exec(word)?.[1];
}

/** The split that a source's name ends with, be it a path or not. */
function roleOfEnd(word: string): SplitRole | undefined {
  const end = endOfPath(word) ?? lastWord(word);
  return end === undefined ? undefined : splitRole(end);
}

/** Whether words are what they are for by their last word alone (`blood-test`, `urine-test`), and all for the same. */
function isOneKindOfEnds(words: readonly string[]): boolean {
  const isByEnd = (word: string): boolean =>
    splitRole(word) === undefined && endOfPath(word) === undefined && roleOfEnd(word) !== undefined;
  return words.some(isByEnd) && new Set(words.map((word) => splitRole(word) ?? roleOfEnd(word))).size < 2;
}

function codesOf(header: string): ReadonlySet<string> {
  if (ASKS.test(header)) return new Set([...YES, ...NO]);
  return header !== 'fold' && HEADER.test(header) ? new Set(['0', '1', '2', '3', ...SHORT.keys()]) : new Set();
}

/** How sure it is; 0 where the column says nothing of splits. */
function rankOf({ column, name, cells: { words } }: Candidate, named: number): number {
  const filled = words.filter((word) => word !== '');
  // Its name alone is enough where no other column says more.
  if (column === named) return filled.every((word) => mayBeSplit(word, name)) ? 50 : 0.5;
  if (filled.length === 0 || isOneKindOfEnds(filled)) return 0;
  const said = HEADER.test(name) || ASKS.test(name);
  const isCode = filled.every((word) => codesOf(name).has(word.toLowerCase()));
  // Codes tell splits apart only where there are several; one word alone may be an ordinary column of a constant.
  if (isCode) return filled.length > 1 && filled.length < 4 ? 10 : 0;
  return (said ? 20 : 0) + (filled.length > 1 ? filled.length : said ? 1 : 0);
}

/**
 * What codes mean: 0, 1 and 2 are train, validation and test, as in CelebA's list; of two codes the higher is the test.
 * `is_training_image` says it itself.
 */
function codeNames(words: readonly string[], header: string): ReadonlyMap<string, string> {
  const filled = words.filter((word) => word !== '');
  const codes = codesOf(header);
  if (filled.length === 0 || !filled.every((word) => codes.has(word.toLowerCase()))) return new Map();
  const short = filled.flatMap((word) => {
    const role = SHORT.get(word.toLowerCase());
    return role === undefined ? [] : [[word, `${role} (${word})`] as const];
  });
  if (short.length > 0) return new Map(short);
  const asked = ASKS.exec(header)?.[2];
  if (asked !== undefined) {
    const role = splitRole(asked) ?? 'test';
    const other = role === 'train' ? 'test' : 'train';
    return new Map(filled.map((word) => [word, `${YES.has(word.toLowerCase()) ? role : other} (${word})`]));
  }
  const roles = filled.length === 2 ? ['train', 'test'] : ['train', 'validation', 'test'];
  const inOrder = [...filled].sort();
  if (filled.length > roles.length) return new Map();
  return new Map(inOrder.map((word, i) => [word, `${roles[i]} (${word})`]));
}

/** The split of a labels file by its name, for rows that say none: `test.csv`, `val_labels.csv`; undefined for others. */
export function splitOfFile(name: string): string | undefined {
  const words = name
    .replace(/\.[a-z]+$/i, '')
    // Parts of a split, as Hugging Face's `datasets` calls them: `train-00000-of-00002`.
    .replace(/-\d+-of-\d+(?:-[0-9a-f]{16})?$/i, '')
    .split(/[\s_.-]+/)
    .filter((word) => !/^(?:labels?|annotations?|metadata|list|index|files?|instances|coco)$/i.test(word));
  const rest = words.join('_');
  if (rest === '') return undefined;
  if (isTestSplit(rest)) return splitRole(rest) === undefined ? rest : 'test';
  const role = splitRole(rest);
  return role === 'validation' ? 'val' : role;
}
