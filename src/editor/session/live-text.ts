import { basename } from 'node:path';
import type * as vscode from 'vscode';
import { rowPathFinders, type AuditReport } from '../../audit/light.ts';
import { Superseded } from '../host/time-slices.ts';
import { readLiveRows, type LiveRows } from '../labels/live-rows.ts';
import { readLabelsHeader, type LabelsHeader } from '../labels/row-layout.ts';
import type { Lines } from '../labels/scan-row.ts';
import { linesOfDocument, linesOfFile, openDocument } from '../labels/text-lines.ts';
import { trackPictures, type TrackedPictures, type TrackedPicturesOptions } from '../labels/tracked-pictures.ts';

/** One labels file as its text is now. */
export interface LiveFile {
  readonly header: LabelsHeader;
  readonly rows: LiveRows;
}

/** Everything that is known of the labels' text as it is now. */
export interface LiveText {
  /** In the order of the session's labels files. */
  readonly files: readonly LiveFile[];
  readonly pictures: TrackedPictures;
}

/** Why there are no labels to be seen. */
export interface UnreadableText {
  /** Place of the labels file that is to blame. */
  readonly unreadable: number;
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

/**
 * Reads all of the text. Where a header is being typed, or a file is being replaced, there are no labels to be seen.
 * Nothing is decided by that.
 * @throws Superseded where the text has changed meanwhile
 */
export async function readLiveText(options: LiveTextOptions): Promise<LiveText | UnreadableText> {
  const { report, uris, labels, isDecided, pause, isCurrent } = options;
  const splits = Object.keys(report.dataset.splits);
  const texts: { readonly source: Lines; readonly header: LabelsHeader }[] = [];
  for (const [file, uri] of uris.entries()) {
    const source = await readLines(uri);
    if (!isCurrent()) throw new Superseded();
    const header = source && readLabelsHeader(source, report.options, { name: basename(uri.path), file, splits });
    if (!source || !header) return { unreadable: file };
    texts.push({ source, header });
  }
  const pictures = await trackPictures({
    ...{ report, labels, splits: report.options.splits, ignoreLabels: report.options.ignoreLabels, isDecided, pause },
    pathsOf: (known) => {
      const finders = rowPathFinders(report, known);
      return ({ file, image, split }) => finders[file](image, split);
    },
  });
  const files: LiveFile[] = [];
  for (const { source, header } of texts) {
    files.push({ header, rows: await readLiveRows(source, header.layout, header.bodyLine, pictures, pause) });
  }
  if (!isCurrent()) throw new Superseded();
  pictures.takeChanged();
  return { files, pictures };
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
