import fc from 'fast-check';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { encodeNpy } from '../../src/arrays/write-npy.ts';
import { defaultAuditOptions } from '../../src/audit/options/audit-options.ts';
import { runAudit } from '../../src/audit/pipeline/run-audit.ts';
import { openStoredReport } from '../../src/audit/report/stored-report.ts';
import type { AuditReport } from '../../src/audit/report/types.ts';
import { DatasetError } from '../../src/dataset/dataset-error.ts';
import { readDataset } from '../../src/dataset/read-dataset.ts';
import { onlySplits } from '../../src/dataset/splits.ts';

export const LABELS = ['a', 'b', 'c'];
const SPLITS = ['train', 'train', 'val', 'test', 'Test', 'hold-out', ''];
/** Splits that no plan may touch. Written down here once more, so that a mistake in the product's list is seen. */
export const TEST_SPLITS: ReadonlySet<string> = new Set(['test', 'Test', 'hold-out']);

/** A row of a labels file. Its id is a cell of its own, so that every line can be told from every other. */
export interface SplitRow {
  readonly id: string;
  readonly path: string;
  readonly label: string;
  readonly split: string;
  /** As it is written, without the line end. */
  readonly line: string;
}

/** A labels file, as it is written. */
export interface SplitFile {
  readonly name: string;
  /** Absent for JSON lines. */
  readonly header?: string;
  readonly end: string;
  readonly rows: readonly SplitRow[];
}

/** A data set in which pictures stand in several rows and splits. */
export interface SplitData {
  /** In the order in which they are read. */
  readonly files: readonly SplitFile[];
  /** Of all files, in their order. */
  readonly rows: readonly SplitRow[];
  /** Every picture that is there. */
  readonly pictures: readonly string[];
  /** The splits that are audited; undefined: all. */
  readonly audited: readonly string[] | undefined;
  /** What each picture shows, as the model sees it: a class by number of the picture. */
  readonly truth: readonly number[];
}

/**
 * How a data set is written down: a table; one whose rows leave out folder and extension; JSON lines; one file for each
 * split, whose pictures all lie in one folder, or apart and are named without folder and extension.
 */
const WAYS = ['table', 'ids', 'json lines', 'files', 'files of ids'] as const;
type Way = (typeof WAYS)[number];

interface Drawn {
  readonly picture: number;
  readonly label: string;
  readonly split: string;
  readonly quoted: boolean;
  readonly dotted: boolean;
}

const PICTURES = 6;
const drawnRow: fc.Arbitrary<Drawn> = fc.record({
  picture: fc.nat(PICTURES - 1),
  label: fc.constantFrom(...LABELS),
  split: fc.constantFrom(...SPLITS),
  quoted: fc.boolean(),
  dotted: fc.boolean(),
});

/** Two classes in the training split, so that most data sets can be audited. */
const ALWAYS: readonly Drawn[] = [
  { picture: 5, label: 'a', split: 'train', quoted: false, dotted: false },
  { picture: 4, label: 'b', split: 'train', quoted: false, dotted: false },
];

export const splitData: fc.Arbitrary<SplitData> = fc
  .record({
    way: fc.constantFrom(...WAYS),
    delimiter: fc.constantFrom(',', ';', '\t'),
    end: fc.constantFrom('\n', '\r\n'),
    order: fc.shuffledSubarray(['image', 'label', 'split', 'remark'], { minLength: 4 }),
    drawn: fc.array(drawnRow, { minLength: 4, maxLength: 16 }),
    audited: fc.option(fc.uniqueArray(fc.constantFrom('train', 'val', 'test'), { minLength: 1 }), { nil: undefined }),
    truth: fc.array(fc.nat(LABELS.length - 1), { minLength: PICTURES, maxLength: PICTURES }),
  })
  .map(({ way, delimiter, end, order, drawn, audited, truth }) => {
    const inFiles = way === 'files' || way === 'files of ids';
    const columns = inFiles ? order.filter((name) => name !== 'split') : order;
    const all = [...ALWAYS, ...drawn].map(({ picture, split: given, label, quoted, dotted }, i): SplitRow => {
      const split = inFiles ? fileSplit(given) : given;
      const path = pathOf(way, picture, split);
      const written = way === 'ids' || way === 'files of ids' ? String(picture) : dotted ? `./${path}` : path;
      const id = `row-${i}`;
      const cells: Record<string, string> = { image: written, label, split, remark: id };
      const line =
        way === 'json lines' ? jsonLine(columns, cells, quoted) : tableLine(columns, cells, quoted, delimiter);
      return { id, path, label, split, line };
    });
    const header = columns.join(delimiter);
    const names = inFiles ? SPLITS_OF_FILES.map((split) => [`${split}.csv`, split]) : [['labels.csv', undefined]];
    const files: SplitFile[] =
      way === 'json lines'
        ? [{ name: 'metadata.jsonl', end, rows: all }]
        : names.flatMap(([name, split]) => {
            const rows = split === undefined ? all : all.filter((row) => row.split === split);
            return rows.length === 0 ? [] : [{ name: name!, header, end, rows }];
          });
    const rows = files.flatMap((file) => file.rows);
    const present = new Set(rows.map(({ split }) => split));
    const wanted = audited?.filter((split) => present.has(split));
    const splits = way === 'files of ids' ? SPLITS_OF_FILES : [''];
    const pictures = splits.flatMap((split) =>
      Array.from({ length: PICTURES }, (_, picture) => pathOf(way, picture, split)),
    );
    return { files, rows, pictures, audited: wanted?.length === 0 ? undefined : wanted, truth };
  });

const SPLITS_OF_FILES = ['train', 'val', 'test'];

/** The file that a row is put into. */
function fileSplit(split: string): string {
  return TEST_SPLITS.has(split) ? 'test' : split === '' ? 'train' : split;
}

function pathOf(way: Way, picture: number, split: string): string {
  const name = `${picture}.png`;
  return way === 'ids' ? `pics/${name}` : way === 'files of ids' ? `${split}/${name}` : name;
}

function tableLine(
  columns: readonly string[],
  cells: Readonly<Record<string, string>>,
  quoted: boolean,
  delimiter: string,
): string {
  return columns.map((name) => (quoted ? `"${cells[name]}"` : cells[name])).join(delimiter);
}

function jsonLine(keys: readonly string[], cells: Readonly<Record<string, string>>, spaced: boolean): string {
  const parts = keys.map((key) => `${JSON.stringify(key)}${spaced ? ' : ' : ':'}${JSON.stringify(cells[key])}`);
  return spaced ? ` { ${parts.join(' , ')} } ` : `{${parts.join(',')}}`;
}

export function textOf({ header, end, rows }: Pick<SplitFile, 'header' | 'end' | 'rows'>): string {
  return [...(header === undefined ? [] : [header]), ...rows.map(({ line }) => line)].join(end) + end;
}

export async function writeData(root: string, data: SplitData): Promise<void> {
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  for (const file of data.files) await writeFile(join(root, file.name), textOf(file));
  for (const path of data.pictures) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), path);
  }
}

/** The texts of the labels files as they are now, in the order of the files. */
export function textsOnDisk(root: string, { files }: SplitData): Promise<string[]> {
  return Promise.all(files.map(({ name }) => readFile(join(root, name), 'utf8')));
}

/** Writes a data set and audits it; undefined where it can't be audited, e.g. since it has one class. */
export async function auditData(root: string, data: SplitData): Promise<AuditReport | undefined> {
  await writeData(root, data);
  const dataset = await readDataset(root).catch((error: unknown) => {
    if (error instanceof DatasetError) return undefined;
    throw error;
  });
  if (dataset === undefined) return undefined;
  const { examples, classes } = onlySplits(dataset, data.audited);
  if (new Set(examples.map(({ label }) => label)).size < 2) return undefined;
  const shape = [examples.length, classes.length];
  const probabilities = new Float64Array(shape[0] * shape[1]).fill(0.1 / Math.max(1, classes.length - 1));
  examples.forEach(({ path }, i) => {
    const shown = classes.indexOf(LABELS[data.truth[Number.parseInt(basename(path), 10)]]);
    probabilities[i * classes.length + Math.max(0, shown)] = 0.9;
  });
  const file = join(root, 'probabilities.npy');
  await writeFile(file, encodeNpy({ dtype: 'float64', shape, fortranOrder: false, data: probabilities }));
  const options = { ...defaultAuditOptions(root), predProbsFile: file, splits: data.audited };
  await runAudit({ ...options, filterBy: 'predicted_neq_given', minExamplesPerClass: 0 });
  return (await openStoredReport(root)).report;
}
