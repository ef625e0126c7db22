import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isInside } from '../files/index.ts';
import { DatasetError } from './dataset-error.ts';
import type { LabelRows } from './labels/label-rows.ts';
import type { ColumnNames } from './labels/labels-columns.ts';
import { splitOfFile } from './labels/split-column.ts';
import { HEAD_LENGTH, type LayoutName } from './layouts/layout.ts';
import { isOfLines, LAYOUTS, layoutOf, mayHoldLabels } from './layouts/layouts.ts';
import { readLabels } from './layouts/read-labels.ts';
import { isParquetName, NoPicturesError } from './parquet/read-parquet.ts';
import { naturalCompare } from './natural-sort.ts';
import { splitRole } from './splits.ts';

/** Names that are a labels file's whatever they hold, best first: what is wrong with them is said. */
const SURE = ['labels.csv', 'labels.tsv', 'labels.jsonl'];
/** Other usual names, best first. */
const USUAL = [
  /^metadata\./i,
  /^annotations?\./i,
  /^images?\./i,
  /^labels?[_-]|[_-]labels?\./i,
  /^(?:dataset|data|index|list)\./i,
];
/** Tables that name pictures but say nothing of them. */
const NOT_MEANT = /submission|prediction|reviews\.csv$/i;
/** How much of a file is looked at, in bytes. */
const HEAD = HEAD_LENGTH;
/** Most files of a folder that are looked into. */
const MOST = 200;
/** Largest file, in bytes, that is read as a whole to see whether it labels pictures; a larger one is told by its beginning. */
const MOST_READ = 64 * 1024 * 1024;

/** The labels files of a folder. */
export interface FoundLabels {
  /** Their POSIX paths below the folder: one, or one for each split. Empty where there is none. */
  readonly names: readonly string[];
  /** Others that could be meant, too. */
  readonly others: readonly string[];
  /** Where there is none: why a Parquet file can't be one. */
  readonly refused?: DatasetError;
}

/**
 * Finds the labels files of a folder by their names and headers: `labels.csv`; else one for each split (`train.csv`,
 * `val.csv`, `test.csv`); else `metadata.csv`, `annotations.csv`, `images.csv`, `train_labels.csv`; else any table that names
 * pictures and labels; else a list or a tool's export, in `annotations/` too.
 * @throws DatasetError where one is a link that leads out of the folder, or where a part of a data set of Parquet files can't be read
 */
export async function findLabelsFiles(folder: string, columns: ColumnNames = {}): Promise<FoundLabels> {
  const entries: string[] = await readdir(folder).catch(() => []);
  const sure = SURE.find((name) => entries.includes(name));
  if (sure !== undefined && (await isFile(join(folder, sure)))) {
    await refuseLink(folder, sure);
    return { names: [sure], others: [] };
  }
  const looked = entries.filter(mayBeLabels);
  const found = await fittingIn(folder, looked, columns);
  if (found.length === 0) {
    for (const inner of entries.filter((name) => FOLDERS.some((form) => form.test(name)))) {
      const files = (await readdir(join(folder, inner)).catch(() => [])).filter(
        (name) => datasetFolder(join(folder, inner, name)) === folder,
      );
      const paths = files.filter(mayBeLabels).map((name) => `${inner}/${name}`);
      looked.push(...paths);
      found.push(...(await fittingIn(folder, paths, columns)));
    }
  }
  // Files of several layouts say the same twice; those of one may be parts of a whole.
  const best = LAYOUT_ORDER.find((layout) => found.some((one) => one.layout === layout));
  const fitting = found.filter(({ layout }) => layout === best).map(({ name }) => name);
  if (best === 'parquet') await requireSound(folder, looked, fitting, columns);
  // Each holds other rows, mostly a part of a split: no file says the same as another.
  const bySplit = best === 'parquet' ? inOrder(fitting) : splitFiles(fitting);
  const names = bySplit.length > 0 ? bySplit : fitting.sort((a, b) => rankOf(a) - rankOf(b)).slice(0, 1);
  for (const name of names) await refuseLink(folder, name);
  const parquet = names.length > 0 ? undefined : entries.find(isParquetName);
  const refused = parquet === undefined ? undefined : await refusalOf(join(folder, parquet), columns);
  return {
    ...(refused === undefined ? {} : { refused }),
    names,
    others: found.map(({ name }) => name).filter((name) => !names.includes(name)),
  };
}

/** Endings of labels files, the likeliest first. */
const LIKELY = [/\.(?:csv|tsv|jsonl|ndjson)$/i, /\.(?:json|xml|parquet)$/i, /$/];
/** Layouts, that which is taken first where files of several lie in a folder. */
const LAYOUT_ORDER: readonly LayoutName[] = [
  ...(['csv', 'annotators', 'one-hot', 'jsonl', 'list', 'coco', 'datumaro', 'label-studio', 'cvat', 'json'] as const),
  'parquet',
];
/** Hugging Face's repositories have their Parquet files in there. */
const DATA = /^data$/i;
const FOLDERS = [...LAYOUTS.flatMap(({ folders }) => folders ?? []), DATA];

/** The folder below which the pictures of a labels file lie: its own, or where tools have a folder for labels, that above. */
export function datasetFolder(file: string): string {
  const folder = dirname(file);
  if (isParquetName(file)) return DATA.test(basename(folder)) ? dirname(folder) : folder;
  const isApart = LAYOUTS.some(({ endings, folders }) => endings.test(file) && folders?.test(basename(folder)));
  return isApart ? dirname(folder) : folder;
}

/** The files that name pictures and labels, each with its layout. */
async function fittingIn(
  folder: string,
  paths: readonly string[],
  columns: ColumnNames,
): Promise<{ readonly name: string; readonly layout: LayoutName }[]> {
  const found: { name: string; layout: LayoutName }[] = [];
  // A text of its own for each picture must not hide the one table.
  const rank = (path: string): number => LIKELY.findIndex((ending) => ending.test(path));
  const sorted = paths.toSorted((a, b) => rank(a) - rank(b) || naturalCompare(a, b));
  // Parts of one data set: of a text for each picture the first will do, but a part less would be rows less.
  const shards = sorted.filter(isParquetName);
  for (const name of [...sorted.filter((path) => !isParquetName(path)).slice(0, MOST), ...shards]) {
    const layout = await labelsLayout(join(folder, name), columns);
    if (layout !== undefined) found.push({ name, layout });
  }
  return found;
}

/** Whether a file may be a labels file by its name. */
export function mayBeLabels(name: string): boolean {
  return mayHoldLabels(name) && !name.startsWith('.') && !NOT_MEANT.test(name);
}

/** The files that are named after splits, if each split has one. */
function splitFiles(names: readonly string[]): string[] {
  const all = names.filter((name) => splitOfFile(basename(name)) !== undefined);
  // COCO has captions and key points of the same pictures beside them.
  const instances = all.filter((name) => /^instances/i.test(basename(name)));
  const ofSplits = instances.length > 0 ? instances : all;
  const splits = ofSplits.map((name) => splitOfFile(basename(name)));
  return new Set(splits).size === splits.length ? inOrder(ofSplits) : [];
}

/** Training files first, test files last. */
function inOrder(names: readonly string[]): string[] {
  const order = ['train', 'validation', 'test'];
  const place = (name: string): number => order.indexOf(splitRole(splitOfFile(basename(name)) ?? '') ?? 'test');
  return names.toSorted((a, b) => place(a) - place(b));
}

function rankOf(path: string): number {
  const place = USUAL.findIndex((usual) => usual.test(basename(path)));
  return place < 0 ? USUAL.length : place;
}

/** Refuses a data set of which a part can't be read: its rows, a test split perhaps, would be missing without a word. */
async function requireSound(
  folder: string,
  looked: readonly string[],
  fitting: readonly string[],
  columns: ColumnNames,
): Promise<void> {
  for (const name of looked.filter((path) => isParquetName(path) && !fitting.includes(path))) {
    const refused = await refusalOf(join(folder, name), columns);
    if (refused === undefined || refused instanceof NoPicturesError) continue;
    throw new DatasetError(
      folder,
      `${name} seems to be a part of this data set, but can't be read: ${refused.message.slice(refused.file.length + 2)}. To audit the others without it, move it out of the folder`,
      { cause: refused },
    );
  }
}

/** Why a Parquet file can't be read; undefined where it can be. */
async function refusalOf(file: string, columns: ColumnNames): Promise<DatasetError | undefined> {
  try {
    await readLabels(file, columns);
  } catch (error) {
    if (error instanceof DatasetError) return error;
    throw error;
  }
  return undefined;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

/** A user who means a file elsewhere names it; a data set alone must not make us read it. */
async function refuseLink(folder: string, name: string): Promise<void> {
  const [real, root] = await Promise.all([realpath(join(folder, name)), realpath(folder)]);
  if (isInside(real, root)) return;
  throw new DatasetError(join(folder, name), `it is a link to ${real}; name that file, or copy it here`);
}

/** The layout of a file that names pictures and labels, as far as its beginning tells; undefined for another. */
async function labelsLayout(file: string, columns: ColumnNames): Promise<LayoutName | undefined> {
  const info = await stat(file).catch(() => undefined);
  if (info?.isFile() !== true) return undefined;
  if (isParquetName(file)) {
    const rows = (await readLabels(file, columns).catch(() => undefined))?.rows;
    return rows !== undefined && hasUsable(rows, rows.count) ? 'parquet' : undefined;
  }
  const head = await readHead(file).catch(() => '');
  // The last line may be cut in two.
  const text = head.length < HEAD ? head : head.slice(0, head.lastIndexOf('\n') + 1);
  const layout = layoutOf({ name: basename(file), head: isOfLines(file) ? text : head, columns });
  if (layout === undefined) return undefined;
  if (!layout.byLines) {
    if (info.size > MOST_READ) return layout.name;
    const whole = await readLabels(file, columns).catch(() => undefined);
    return whole !== undefined && hasUsable(whole.rows, whole.rows.count) ? layout.name : undefined;
  }
  const rows = await layout.read({ file, bytes: Buffer.from(text), text }, columns);
  return rows.ok && hasUsable(rows, 50) ? layout.name : undefined;
}

/** Whether one of the first rows names a picture and a label. */
function hasUsable(rows: LabelRows, most: number): boolean {
  if ((rows.several ?? 0) > 0) return true;
  for (let row = 0; row < Math.min(rows.count, most); row++) {
    const state = rows.state(row);
    // A picture of another machine's is looked for by the end of its path.
    if (state === 'usable' || (state === 'outside-root' && rows.label(row) !== '')) return true;
  }
  return false;
}

async function readHead(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
