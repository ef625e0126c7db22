import fc from 'fast-check';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeNpy } from '../../src/arrays/npy.ts';
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

/** A data set in which pictures stand in several rows and splits. */
export interface SplitData {
  readonly header: string;
  readonly end: string;
  readonly rows: readonly SplitRow[];
  /** The splits that are audited; undefined: all. */
  readonly audited: readonly string[] | undefined;
  /** What each picture shows, as the model sees it: a class by number of the picture. */
  readonly truth: readonly number[];
}

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
    delimiter: fc.constantFrom(',', ';', '\t'),
    end: fc.constantFrom('\n', '\r\n'),
    order: fc.shuffledSubarray(['image', 'label', 'split', 'id'], { minLength: 4 }),
    drawn: fc.array(drawnRow, { minLength: 4, maxLength: 16 }),
    audited: fc.option(fc.uniqueArray(fc.constantFrom('train', 'val', 'test'), { minLength: 1 }), { nil: undefined }),
    truth: fc.array(fc.nat(LABELS.length - 1), { minLength: PICTURES, maxLength: PICTURES }),
  })
  .map(({ delimiter, end, order, drawn, audited, truth }) => {
    const rows = [...ALWAYS, ...drawn].map(({ picture, label, split, quoted, dotted }, i): SplitRow => {
      const path = `${picture}.png`;
      const cells = { image: dotted ? `./${path}` : path, label, split, id: `row-${i}` } as Record<string, string>;
      const line = order.map((name) => (quoted ? `"${cells[name]}"` : cells[name])).join(delimiter);
      return { id: cells.id, path, label, split, line };
    });
    const present = new Set(rows.map(({ split }) => split));
    const wanted = audited?.filter((split) => present.has(split));
    return { header: order.join(delimiter), end, rows, audited: wanted?.length === 0 ? undefined : wanted, truth };
  });

export function textOf({ header, end, rows }: Pick<SplitData, 'header' | 'end' | 'rows'>): string {
  return [header, ...rows.map(({ line }) => line)].join(end) + end;
}

export async function writeData(root: string, data: SplitData): Promise<void> {
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  await writeFile(join(root, 'labels.csv'), textOf(data));
  for (let picture = 0; picture < PICTURES; picture += 1) await writeFile(join(root, `${picture}.png`), `${picture}`);
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
    const shown = classes.indexOf(LABELS[data.truth[Number.parseInt(path, 10)]]);
    probabilities[i * classes.length + Math.max(0, shown)] = 0.9;
  });
  const file = join(root, 'probabilities.npy');
  await writeFile(file, encodeNpy({ dtype: 'float64', shape, fortranOrder: false, data: probabilities }));
  const options = { ...defaultAuditOptions(root), predProbsFile: file, splits: data.audited };
  await runAudit({ ...options, filterBy: 'predicted_neq_given', minExamplesPerClass: 0 });
  return (await openStoredReport(root)).report;
}
