import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { encodeNpy } from '../../src/arrays/write-npy.ts';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import type { AuditSession } from '../../src/editor/session/types.ts';
import { makeImageFolder } from '../harness/image-folder.ts';

/** Class names: one of them needs quotes in a file with semicolons. */
export const NAMES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven; vii', 'eight', 'nine'];
export const SEVEN = NAMES[7];

/** The extension's interface, once it runs and has read the audits of earlier windows again. */
export async function activated(): Promise<LabelAuditApi> {
  const api = await vscode.extensions.getExtension<LabelAuditApi>('label-audit.label-audit')!.activate();
  await api.restored;
  return api;
}

/** A row of a labels file. */
export interface Row {
  readonly path: string;
  readonly label: string;
}

/** A picture that is given a wrong label, and what the model thinks of it. */
interface Wrong {
  readonly path: string;
  readonly given: string;
  readonly truth: string;
  /** Of the truth; the given label gets 0.02 or, for a doubtful one, 0.3. */
  readonly probability: number;
}

export interface AuditedDigits {
  readonly root: vscode.Uri;
  /** The first where there are several. */
  readonly labelsFile: vscode.Uri;
  /** As written to labels.csv, in its order. */
  readonly rows: readonly Row[];
  /** Worst first: `eight` given as `three` three times (95%, 93%, 85%), a `seven; vii` given as `one` (60%). */
  readonly wrong: readonly Wrong[];
  readonly session: AuditSession;
  readonly remove: () => Promise<void>;
}

export interface AuditedDigitsOptions {
  readonly layout?: 'csv' | 'folders';
  /** How the labels file is written. Default: `image,label`, no quotes. */
  readonly write?: (rows: readonly Row[]) => string;
  /**
   * The labels files by name, in the order in which they are read; default: `labels.csv` as `write` has it.
   * @param wrong pictures that bear a wrong label
   */
  readonly files?: (rows: readonly Row[], wrong: ReadonlySet<string>) => Readonly<Record<string, string>>;
  /** Where a picture is put, of class folders below that of its class; default: where it was, in `images`. The last part of its path stays. */
  readonly pictureAt?: (path: string, wrong: readonly string[]) => string;
  /** Rows to add at the end: pictures that are there or not. */
  readonly extra?: readonly Row[];
  /** Classes that the labels file has beside the ten. The model believes in none of them: their rows are flagged, too. */
  readonly classes?: readonly string[];
  /** More arguments of the audit. */
  readonly args?: readonly string[];
}

export const plainCsv = (rows: readonly Row[]): string =>
  `image,label\n${rows.map(({ path, label }) => `${path},${label}\n`).join('')}`;

/** Real digits, some with a wrong label, audited by the command line with the probabilities of a model that knows. */
export async function makeAuditedDigits(
  api: LabelAuditApi,
  {
    layout = 'csv',
    write = plainCsv,
    files,
    pictureAt,
    extra = [],
    classes: more = [],
    args = [],
  }: AuditedDigitsOptions = {},
): Promise<AuditedDigits> {
  const images = await makeImageFolder({ perClass: 4, wrong: 0 });
  const folder = await mkdtemp(join(tmpdir(), 'label-audit-digits-'));
  const remove = async (): Promise<void> => {
    // Notes of the last decisions may still be on their way into it.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    await images.remove();
  };
  const pictures = images.examples.map(({ path, truth }) => ({ path, truth: NAMES[Number(truth)] }));
  const eights = pictures.filter(({ truth }) => truth === 'eight');
  const sevens = pictures.filter(({ truth }) => truth === SEVEN);
  const probabilities = [0.95, 0.93, 0.85];
  const found: Wrong[] = [
    ...probabilities.map((probability, i) => ({ ...eights[i], given: 'three', probability })),
    { ...sevens[0], given: 'one', probability: 0.6 },
  ];
  const labelled = pictures.map(({ path, truth }) => {
    const wrong = found.find((one) => one.path === path);
    const label = wrong?.given ?? truth;
    const inOrder = pictures.map((one) => one.path).filter((one) => found.some((other) => other.path === one));
    const place = pictureAt?.(path, inOrder) ?? path;
    return {
      from: path,
      path: layout === 'csv' ? place : `${label}/${pictureAt === undefined ? basename(path) : place}`,
      label,
      truth,
      wrong,
    };
  });
  // Class folders are audited in the order of their names.
  if (layout === 'folders') labelled.sort((a, b) => (a.path < b.path ? -1 : 1));
  const classes = layout === 'csv' ? [...NAMES, ...more] : [...new Set(labelled.map(({ label }) => label))].sort();
  for (const { from, path } of labelled) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(images.folder, from), join(folder, path));
  }
  const rows = [...labelled.map(({ path, label }) => ({ path, label })), ...extra];
  // One row of probabilities for each picture, the first time that it is named.
  const count = new Set(rows.map(({ path }) => path)).size;
  const wrongPaths = new Set(labelled.flatMap((one) => (one.wrong ? [one.path] : [])));
  const texts = files?.(rows, wrongPaths) ?? { 'labels.csv': write(rows) };
  const labelsFile = join(folder, Object.keys(texts)[0]);
  if (layout === 'csv') {
    for (const [name, text] of Object.entries(texts)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  }

  const data = new Float64Array(count * classes.length).fill(1 / classes.length);
  labelled.forEach(({ truth, wrong }, i) => {
    const top = wrong?.probability ?? 0.91;
    const second = wrong ? (top < 0.8 ? 0.3 : 0.02) : 0;
    const rest = (1 - top - second) / (wrong ? 8 : 9);
    classes.forEach((name, j) => {
      const value = name === truth ? top : name === wrong?.given ? second : rest;
      data[i * classes.length + j] = more.includes(name) ? 0 : value;
    });
  });
  const predictions = join(folder, 'mine.npy');
  await writeFile(
    predictions,
    encodeNpy({ dtype: 'float64', shape: [count, classes.length], fortranOrder: false, data }, predictions),
  );
  const { extensionPath } = vscode.extensions.getExtension('label-audit.label-audit')!;
  const options = ['--pred-probs', predictions, '--classes', classes.join(','), '--filter-by', 'predicted_neq_given'];
  const cli = join(extensionPath, 'dist', 'cli.mjs');
  await promisify(execFile)(process.execPath, [cli, 'audit', folder, ...options, ...args, '--quiet']);
  const root = vscode.Uri.file(folder);
  const session = await api.store.load(root);
  const wrong = session.report.issues.map(({ path }) => {
    const one = found.find((other) => basename(other.path) === basename(path))!;
    return { ...one, path };
  });
  if (more.length === 0) assert.equal(wrong.length, found.length);
  return { root, labelsFile: vscode.Uri.file(labelsFile), rows, wrong, session, remove };
}

export async function until<T>(
  what: string,
  look: () => T | undefined | false | null | Promise<T | undefined | false | null>,
  timeout = 30_000,
): Promise<T> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false && found !== null) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${timeout} ms in vain for ${what}.`);
    await sleep(20);
  }
}

/** Our problems of a file. */
export function problemsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Label Audit');
}

/** Waits until a file has so many of our problems. */
export function untilProblems(uri: vscode.Uri, count: number): Promise<vscode.Diagnostic[]> {
  return until(`${count} problems`, () => {
    const found = problemsOf(uri);
    return found.length === count && found;
  });
}

/** The quick fixes at a place, as the light bulb asks for them. */
export function fixesAt(uri: vscode.Uri, range: vscode.Range): Thenable<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range);
}

/** Applies a quick fix, as a click on it does. */
export async function applyFix(uri: vscode.Uri, range: vscode.Range, title: string | RegExp): Promise<void> {
  const fixes = await fixesAt(uri, range);
  const fix = fixes.find((one) => (typeof title === 'string' ? one.title === title : title.test(one.title)));
  assert.ok(fix, `No fix ${String(title)} among: ${fixes.map((one) => one.title).join(' | ')}`);
  assert.ok(fix.command, 'A fix runs a command.');
  await vscode.commands.executeCommand(fix.command.command, ...(fix.command.arguments as unknown[]));
}
