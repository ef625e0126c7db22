import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isInside } from '../files/index.ts';
import { DatasetError } from './dataset-error.ts';
import type { ColumnNames } from './labels/labels-columns.ts';
import { splitOfFile } from './labels/split-column.ts';
import { layoutOf } from './layouts/layouts.ts';
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
const ENDING = /\.(?:csv|tsv|jsonl|ndjson)$/i;
/** Tables that name pictures but say nothing of them. */
const NOT_MEANT = /submission|prediction|reviews\.csv$/i;
/** How much of a file is looked at, in bytes. */
const HEAD = 64 * 1024;
/** Most files of a folder that are looked into. */
const MOST = 200;

/** The labels files of a folder. */
export interface FoundLabels {
  /** Their names: one, or one for each split. Empty where there is none. */
  readonly names: readonly string[];
  /** Others that could be meant, too. */
  readonly others: readonly string[];
}

/**
 * Finds the labels files of a folder by their names and headers: `labels.csv`; else one for each split (`train.csv`,
 * `val.csv`, `test.csv`); else `metadata.csv`, `annotations.csv`, `images.csv`, `train_labels.csv`; else any table that names
 * pictures and labels.
 * @throws DatasetError where one is a link that leads out of the folder
 */
export async function findLabelsFiles(folder: string, columns: ColumnNames = {}): Promise<FoundLabels> {
  const entries: string[] = await readdir(folder).catch(() => []);
  const sure = SURE.find((name) => entries.includes(name));
  if (sure !== undefined && (await isFile(join(folder, sure)))) {
    await refuseLink(folder, sure);
    return { names: [sure], others: [] };
  }
  const fitting: string[] = [];
  const tables = entries.filter(mayBeLabels);
  for (const name of tables.sort(naturalCompare).slice(0, MOST)) {
    if (await saysLabels(join(folder, name), name, columns)) fitting.push(name);
  }
  const bySplit = splitFiles(fitting);
  const names = bySplit.length > 0 ? bySplit : fitting.sort((a, b) => rankOf(a) - rankOf(b)).slice(0, 1);
  for (const name of names) await refuseLink(folder, name);
  return { names, others: fitting.filter((name) => !names.includes(name)) };
}

/** Whether a file may be a labels file by its name. */
export function mayBeLabels(name: string): boolean {
  return ENDING.test(name) && !name.startsWith('.') && !NOT_MEANT.test(name);
}

/** The files that are named after splits, if each split has one. */
function splitFiles(names: readonly string[]): string[] {
  const ofSplits = names.filter((name) => splitOfFile(name) !== undefined);
  const splits = ofSplits.map((name) => splitOfFile(name));
  const order = ['train', 'validation', 'test'];
  const place = (name: string): number => order.indexOf(splitRole(splitOfFile(name) ?? '') ?? 'test');
  return new Set(splits).size === splits.length ? ofSplits.sort((a, b) => place(a) - place(b)) : [];
}

function rankOf(name: string): number {
  const place = USUAL.findIndex((usual) => usual.test(name));
  return place < 0 ? USUAL.length : place;
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

/** Whether the beginning of a file names pictures and labels. */
async function saysLabels(file: string, name: string, columns: ColumnNames): Promise<boolean> {
  if (!(await isFile(file))) return false;
  const head = await readHead(file).catch(() => '');
  // The last line may be cut in two.
  const text = head.length < HEAD ? head : head.slice(0, head.lastIndexOf('\n') + 1);
  const layout = layoutOf({ name, head: text });
  if (layout === undefined) return false;
  const rows = await layout.read({ file, bytes: Buffer.from(text), text }, columns);
  if (!rows.ok || rows.count === 0) return false;
  for (let row = 0; row < Math.min(rows.count, 50); row++) if (rows.state(row) === 'usable') return true;
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
