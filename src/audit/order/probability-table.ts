import { extname } from 'node:path';
import type { PredProbs } from '../../core/index.ts';
import { InputError } from '../../files/index.ts';
import type { RowNames } from './match-names.ts';
import { listed, pathColumn, readText, tableOf } from './table-text.ts';

/** Probabilities with the picture of each row and the class of each column. */
export interface ProbabilityTable extends RowNames {
  readonly file: string;
  readonly classes: readonly string[];
  readonly predProbs: PredProbs;
  /** Columns that are neither path nor class, and were passed over. */
  readonly unused: readonly string[];
}

/** Headers of columns that say something else of a picture. */
const NO_CLASS =
  /^(?:|labels?|class|target|given(?:label)?|true(?:label)?|y|ytrue|ypred|pred(?:icted|iction)?(?:label|class)?|split|subset|fold|set|index|row|unnamed.*|confidence|maxprob(?:ability)?|loss|score|entropy|id)$/;
/** What may stand before or after the name of a class. */
const AFFIXES = [/^(?:prob(?:ability|s)?|p|pred|score|class)[_ :.-]/i, /[_ :.-](?:prob(?:ability|s)?|p|pred|score)$/i];

/** Whether a file of probabilities is a table rather than an array. */
export function isProbabilityTable(file: string): boolean {
  return ['.csv', '.tsv', '.txt'].includes(extname(file).toLowerCase());
}

/**
 * Reads a CSV of probabilities: a column of paths and one column a class, whose header is the class (or `prob_cat`,
 * `cat_prob`). Other columns of the classes' kind (numbers from 0 to 1) are classes that the data set does not have.
 *
 * @param known the classes of the data set
 * @throws InputError that names the file, and row and column
 */
export async function readProbabilityTable(file: string, known: readonly string[]): Promise<ProbabilityTable> {
  const { header, delimiter, rows } = tableOf(await readText(file, 'the probabilities'), file);
  const path = pathColumn(header);
  if (path < 0) {
    throw new InputError(
      `${file}: no column of paths was recognised among ${listed(header)}; call one of them "path". Each other column should bear the name of a class.`,
    );
  }
  const columns = classColumns(header, path, known, file);
  const number = (cell: string): number => {
    const text = cell.trim();
    if (text === '') return NaN;
    return Number(delimiter === ';' ? text.replace(',', '.') : text);
  };
  const candidates = columns.map(({ column }) => column);
  const isNumeric = new Uint8Array(header.length).fill(1);
  const names: string[] = [];
  let cells = new Float64Array(1024 * candidates.length);
  rows((scanner, row) => {
    if (scanner.count < header.length) {
      throw new InputError(
        `${file}: row ${row + 1} (line ${scanner.line}) has ${scanner.count} cells where the header has ${header.length}.`,
      );
    }
    names.push(scanner.value(path).trim());
    if ((row + 1) * candidates.length > cells.length) {
      const larger = new Float64Array(2 * cells.length);
      larger.set(cells);
      cells = larger;
    }
    candidates.forEach((column, j) => {
      const value = number(scanner.value(column));
      cells[row * candidates.length + j] = value;
      if (value >= 0 && value <= 1) return;
      if (!columns[j].isKnown) isNumeric[column] = 0;
      else if (Number.isNaN(value)) {
        throw new InputError(
          `${file}: row ${row + 1} (line ${scanner.line}) has ${JSON.stringify(scanner.value(column).slice(0, 40))} in the column ${JSON.stringify(header[column])}, where a probability should be.`,
        );
      }
    });
  });
  if (names.length === 0) throw new InputError(`${file} has a header but no rows.`);
  const kept = columns.flatMap(({ isKnown, column }, j) => (isKnown || isNumeric[column] === 1 ? [j] : []));
  const [n, k] = [names.length, kept.length];
  const data = new Float64Array(n * k);
  for (let i = 0; i < n; i++) kept.forEach((j, to) => (data[i * k + to] = cells[i * candidates.length + j]));
  const used = new Set(kept.map((j) => columns[j].column));
  return {
    ...{ file, names, predProbs: { data, n, k } },
    classes: kept.map((j) => columns[j].name),
    unused: header.filter((name, column) => column !== path && !used.has(column) && name !== ''),
  };
}

interface ClassColumn {
  readonly column: number;
  readonly name: string;
  /** A class of the data set. */
  readonly isKnown: boolean;
}

function classColumns(
  header: readonly string[],
  path: number,
  known: readonly string[],
  file: string,
): readonly ClassColumn[] {
  const classes = new Set(known);
  const found = readings(header).map((names) =>
    names.flatMap((name, column): ClassColumn[] => {
      if (column === path || name === undefined) return [];
      if (classes.has(name)) return [{ column, name, isKnown: true }];
      return NO_CLASS.test(header[column].toLowerCase().replaceAll(/[\s_-]+/g, ''))
        ? []
        : [{ column, name, isKnown: false }];
    }),
  );
  const count = (columns: readonly ClassColumn[]): number =>
    new Set(columns.filter((one) => one.isKnown).map((one) => one.name)).size;
  const columns = found.sort((a, b) => count(b) - count(a))[0];
  const missing = known.filter((name) => !columns.some((one) => one.name === name));
  if (missing.length > 0) {
    throw new InputError(
      `${file} has no column for ${missing.length === 1 ? 'the class' : 'the classes'} ${listed(missing)}: its columns are ${listed(header)}. Name each column as its class, such as ${JSON.stringify(missing[0])} or ${JSON.stringify(`prob_${missing[0]}`)}.`,
    );
  }
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`${file} has two columns for the class ${JSON.stringify(twice)}.`);
  return columns;
}

/** The header as it is, and without what stands before or after the names of classes. */
function readings(header: readonly string[]): (readonly (string | undefined)[])[] {
  const stripped = AFFIXES.map((affix) =>
    header.map((name) => (affix.test(name) ? name.replace(affix, '') : undefined)),
  );
  return [header, ...stripped];
}
