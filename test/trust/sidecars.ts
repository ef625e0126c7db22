import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { isInputError } from '../../src/audit/input-errors.ts';
import { readProbabilityTable } from '../../src/audit/order/probability-table.ts';
import { settleOrder, type UnorderedProbabilities } from '../../src/audit/order/settle-order.ts';
import { findSidecar } from '../../src/audit/order/sidecar.ts';
import type { PredProbs } from '../../src/core/types.ts';
import type { Dataset, Example } from '../../src/dataset/types.ts';
import { warningSentence } from '../../src/audit/wording/warnings.ts';
import { mutated } from './hostile/hostile-npy.ts';
import { tryCases } from './tries.ts';
import type { TrustContext, TrustRow } from './types.ts';

/** Twelve pictures of three classes in folders; each row of the probabilities is sure of its picture. */
const CLASSES = ['cat', 'dog', 'emu'];
const examples: Example[] = Array.from({ length: 12 }, (_, i) => ({
  path: `${CLASSES[i % 3]}/${i}.png`,
  label: i % 3,
  place: { kind: 'csv', row: i + 1, line: i + 2 },
}));
const ROWS = examples.length;

const PIECES = [
  ...[
    'path',
    'path,cat,dog,emu',
    'cat/0.png',
    'dog/1.png',
    '0.png',
    '1',
    '/data/cat/3.png',
    '../cat/3.png',
    'a\\b.png',
  ],
  ...[
    '\n',
    '\r\n',
    ',',
    ';',
    '\t',
    '"',
    '""',
    '#',
    '\ufeff',
    '\0',
    '\ud800',
    '%',
    '%2e%2e',
    '0.5',
    '1e309',
    'NaN',
    '-0',
    '',
  ],
  ...['{', '}', '[', ']', ':', '"paths":', '"classes":', '"samples":', '{"__proto__":{"polluted":1}}', 'null', '1'],
  ...['__proto__', 'constructor', 'toString', '\u202e', 'cafe\u0301.png', 'caf\u00e9.png'],
];

const texts = {
  'p.paths.txt': examples.map(({ path }) => path).join('\n'),
  'p.paths.csv': `path,split\n${examples.map(({ path }) => `${path},train`).join('\n')}\n`,
  'p.paths.json': JSON.stringify({ paths: examples.map(({ path }) => path), classes: CLASSES }),
  'paths.txt': examples.map(({ path }) => `/data/${path}`).join('\r\n'),
  'p.csv': `path,prob_cat,prob_dog,prob_emu\n${examples.map(({ path, label }) => [path, ...CLASSES.map((_, j) => (j === label ? 0.8 : 0.1))].join(',')).join('\n')}\n`,
} as const;
type Name = keyof typeof texts;

interface SidecarCase {
  readonly name: Name;
  readonly bytes: Uint8Array;
}

const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 80 }).map((some) => Buffer.from(some.join('')));
const cases: fc.Arbitrary<SidecarCase> = fc.constantFrom(...(Object.keys(texts) as Name[])).chain((name) =>
  fc
    .oneof(
      pieces,
      mutated(Buffer.from(texts[name])),
      fc.tuple(pieces, pieces).map(([before, after]) => Buffer.concat([before, Buffer.from(texts[name]), after])),
      fc.shuffledSubarray(examples.map(({ path }) => path)).map((some) => Buffer.from(some.join('\n'))),
    )
    .map((bytes) => ({ name, bytes })),
);

const predProbs: PredProbs = {
  ...{ n: ROWS, k: CLASSES.length },
  data: Float64Array.from(examples.flatMap(({ label }) => CLASSES.map((_, j) => (j === label ? 0.8 : 0.1)))),
};

/**
 * A file that names rows and columns is refused by name, or each audited picture has exactly the row that bears its name.
 *
 * @throws Error where it is neither
 */
export async function checkSidecar(folder: string, { name, bytes }: SidecarCase): Promise<void> {
  const dataset: Dataset = { root: '/data', classes: CLASSES, examples, problems: [] };
  const file = join(folder, name);
  await writeFile(file, bytes);
  try {
    const {
      predProbs: found,
      exampleIndices,
      ...rest
    } = settleOrder(dataset, await read(folder, file, name), {
      ...{ classesGiven: false, force: false },
    });
    if (found.n !== exampleIndices.length) throw new Error(`${found.n} rows of ${exampleIndices.length} pictures`);
    const missing = rest.problems.filter(({ kind }) => kind === 'no-row').length;
    if (missing + exampleIndices.length !== ROWS) throw new Error(`${missing} missing, ${exampleIndices.length} found`);
    if (found.k !== rest.dataset.classes.length) throw new Error(`${found.k} columns`);
    const long = rest.warnings.find((warning) => warningSentence(warning).length > 2000);
    if (long !== undefined) throw new Error(`too long: ${warningSentence(long).length}`);
  } catch (error) {
    if (!(error instanceof Error) || !isInputError(error)) throw error;
    if (!error.message.includes(name) && !error.message.includes('p.npy')) {
      throw new Error(`names no file: ${error.message}`, { cause: error });
    }
    if (error.message.length > 2000) throw new Error(`too long: ${error.message.length}`, { cause: error });
  }
  if ('polluted' in {}) throw new Error('a prototype was changed');
}

async function read(folder: string, file: string, name: Name): Promise<UnorderedProbabilities> {
  if (name === 'p.csv') {
    const { predProbs: own, classes, ...named } = await readProbabilityTable(file, CLASSES);
    return { file, predProbs: own, classes, named };
  }
  const array = join(folder, 'p.npy');
  const { sidecar } = await findSidecar(array, ROWS, file);
  if (sidecar === undefined) throw new Error('no sidecar');
  const { classes, ...named } = sidecar;
  return { file: array, predProbs, named, ...(classes === undefined ? {} : { classes }) };
}

/** Sidecars and tables of probabilities, mutated, or made of pieces. */
export function fuzzSidecars(context: TrustContext): Promise<TrustRow> {
  const count = context.long ? 30_000 : 2000;
  return tryCases(context, { fault: 'sidecars and tables of probabilities, fuzzed', count }, cases, (one) =>
    checkSidecar(context.folder, one),
  );
}

interface Shuffled {
  readonly order: readonly number[];
  readonly columns: readonly number[];
  readonly written: number;
}

const shuffled: fc.Arbitrary<Shuffled> = fc.record({
  order: fc.shuffledSubarray(
    examples.map((_, i) => i),
    { minLength: 1 },
  ),
  columns: fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
  written: fc.nat(4),
});

/** The same path in other words. */
const WAYS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => `/data/${path}`,
  (path) => `./${path}`,
  (path) => path.split('/')[1],
  (path) => path.replaceAll('/', '\\'),
];

/** Rows and columns in any order, with any of the pictures missing, come back to their own. */
export function shuffleSidecars(context: TrustContext): Promise<TrustRow> {
  const count = context.long ? 20_000 : 1000;
  const fault = 'probabilities with paths: rows and columns in any order';
  return tryCases(context, { fault, count }, shuffled, ({ order, columns, written }) => {
    const k = CLASSES.length;
    const data = Float64Array.from(order.flatMap((i) => columns.map((label) => (i + 1) / 100 + label / 1000)));
    const dataset: Dataset = { root: '/data', classes: CLASSES, examples, problems: [] };
    const named = { file: 'p.csv', names: order.map((i) => WAYS[written](examples[i].path)) };
    const classes = columns.map((label) => CLASSES[label]);
    const given = { file: 'p.csv', predProbs: { data, n: order.length, k }, named, classes };
    const { predProbs: found, exampleIndices } = settleOrder(dataset, given, { classesGiven: false, force: true });
    const inOrder = [...order].sort((a, b) => a - b);
    if (exampleIndices.join() !== inOrder.join()) throw new Error(`pictures ${exampleIndices.join()}`);
    inOrder.forEach((i, row) => {
      for (let label = 0; label < k; label++) {
        const value = found.data[row * k + label];
        if (value !== (i + 1) / 100 + label / 1000) throw new Error(`row ${row}, column ${label}: ${value}`);
      }
    });
  });
}
