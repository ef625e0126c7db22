import { basename } from 'node:path';
import * as vscode from 'vscode';
import { rowPathFinders, type AuditReport } from '../../../audit/light.ts';
import { columnNamesOf, DatasetError, isSeparator, readLabelsFile, readLabelsText } from '../../../dataset/index.ts';
import { Superseded } from '../../host/time-slices.ts';
import { readLiveRows, type LiveRows, type RowListener } from '../../labels/live-rows.ts';
import { fileSplitOf, readLabelsHeader, type LabelsHeader } from '../../labels/row-layout.ts';
import type { Lines } from '../../labels/scan-row.ts';
import { linesOfDocument, linesOfFile, openDocument } from '../../labels/text-lines.ts';
import { trackPictures, type TrackedPictures, type TrackedPicturesOptions } from '../../labels/tracked-pictures.ts';
import { readWholeRows, wholeText, type WholeText } from '../../labels/whole-rows.ts';

/** One labels file as its text is now: followed line by line below its header, or read as a whole. */
export type LiveFile = { readonly rows: LiveRows } & (
  | { readonly header: LabelsHeader; readonly whole?: undefined }
  | { readonly whole: WholeText; readonly header?: undefined }
);

/** Everything that is known of the labels' text as it is now. */
export interface LiveText {
  /** In the order of the session's labels files. */
  readonly files: readonly LiveFile[];
  readonly pictures: TrackedPictures;
  /** Files that say what the indices of labels are called. */
  readonly classNames: readonly vscode.Uri[];
}

/** Why there are no labels to be seen. */
export interface UnreadableText {
  /** Place of the labels file that is to blame. */
  readonly unreadable: number;
  /** What is wrong with it, in words that follow its name, where that can be told. */
  readonly reason?: string;
}

export interface LiveTextOptions {
  readonly report: AuditReport;
  readonly uris: readonly vscode.Uri[];
  /** Class indices as they were audited. */
  readonly labels?: ArrayLike<number>;
  readonly isDecided: TrackedPicturesOptions['isDecided'];
  readonly pause: () => Promise<void>;
  readonly isCurrent: () => boolean;
}

/** A labels file that was understood; its rows are read once all of them were. */
interface UnderstoodFile {
  readonly classNames?: vscode.Uri;
  read(listener: RowListener, pause: () => Promise<void>): Promise<LiveFile>;
}

/**
 * Reads all of the text. Where a header is being typed, or a file is being replaced, there are no labels to be seen.
 * Nothing is decided by that.
 * @throws Superseded where the text has changed meanwhile
 */
export async function readLiveText(options: LiveTextOptions): Promise<LiveText | UnreadableText> {
  const { report, uris, labels, isDecided, pause, isCurrent } = options;
  const understand = isFollowedByLines(report) ? understandLines : understandWhole;
  const understood: UnderstoodFile[] = [];
  for (const [file, uri] of uris.entries()) {
    const found = await understand(report, file, uri);
    if (!isCurrent()) throw new Superseded();
    if (!('read' in found)) return { unreadable: file, ...found };
    understood.push(found);
  }
  const pictures = await trackPictures({
    ...{ report, labels, splits: report.options.splits, ignoreLabels: report.options.ignoreLabels, isDecided, pause },
    pathsOf: (known) => {
      const finders = rowPathFinders(report, known);
      return ({ file, image, split }) => finders[file](image, split);
    },
  });
  const files: LiveFile[] = [];
  for (const one of understood) files.push(await one.read(pictures, pause));
  if (!isCurrent()) throw new Superseded();
  pictures.takeChanged();
  return { files, pictures, classNames: understood.flatMap(({ classNames }) => classNames ?? []) };
}

type Unread = Pick<UnreadableText, 'reason'>;

/** Whether a line tells its row: where a picture's labels stand in several rows or columns, they are read from the whole. */
function isFollowedByLines({ dataset: { layout, multiLabel } }: AuditReport): boolean {
  return layout === undefined && (multiLabel === undefined || isSeparator(multiLabel.way));
}

/** Tables and JSON lines. */
async function understandLines(report: AuditReport, file: number, uri: vscode.Uri): Promise<UnderstoodFile | Unread> {
  const source = await readLines(uri);
  const audited = { name: basename(uri.path), file, splits: Object.keys(report.dataset.splits) };
  const header = source && readLabelsHeader(source, report.options, audited);
  if (!source || !header) return {};
  const { layout, bodyLine } = header;
  return {
    read: async (listener, pause) => ({
      header,
      rows: await readLiveRows(source, layout, bodyLine, listener, pause),
    }),
  };
}

/** Whatever else the command line reads, read as it does. */
async function understandWhole(report: AuditReport, file: number, uri: vscode.Uri): Promise<UnderstoodFile | Unread> {
  const name = basename(uri.path);
  try {
    const document = openDocument(uri);
    // A document holds no byte order mark.
    const text = document?.getText() ?? (await readLabelsFile(uri.fsPath)).text.replace(/^\ufeff/, '');
    const columns = columnNamesOf(report.options);
    const { rows, layout, classNames } = await readLabelsText(uri.fsPath, text, columns);
    const { multiLabel } = report.dataset;
    // How sets of labels are written is no layout of its own.
    const audited = report.dataset.layout ?? (multiLabel === undefined ? undefined : layout);
    if (audited !== 'indices' && layout !== audited) {
      return { reason: vscode.l10n.t('it was audited as {0}, but reads as {1} now', audited ?? '', layout) };
    }
    const splits = Object.keys(report.dataset.splits);
    const fileSplit = fileSplitOf({ name, splits }, rows.columnNames.split !== undefined);
    const whole = wholeText(text, rows);
    const hasLabelPlaces = layout !== 'one-hot';
    return {
      ...(classNames === undefined ? {} : { classNames: vscode.Uri.joinPath(uri, '..', classNames) }),
      read: async (listener, pause) => ({
        whole,
        rows: await readWholeRows(whole, { file, fileSplit, hasLabelPlaces, listener, pause }),
      }),
    };
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    return { reason: error.message.replace(`${uri.fsPath}: `, '') };
  }
}

/** The text of a labels file; undefined where it is gone, or out of reach: the report is still there to be looked at. */
async function readLines(uri: vscode.Uri): Promise<Lines | undefined> {
  const document = openDocument(uri);
  if (document) return linesOfDocument(document);
  try {
    return await linesOfFile(uri);
  } catch {
    return undefined;
  }
}
