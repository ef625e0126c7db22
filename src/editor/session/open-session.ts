import * as vscode from 'vscode';
import { openReportFolder, REPORT_FOLDER, type NextQueue, type OpenedReport } from '../../audit/light.ts';
import { createReviewerOf } from '../host/git-user.ts';
import { ClassFolderSession } from './class-folder-session.ts';
import { LabelsFileSession } from './labels-file-session.ts';
import type { LiveSession } from './live-session.ts';
import { openReviewsOnDisk, type ReviewMarks, type ReviewsOnDisk } from './reviews/reviews-on-disk.ts';
import { createNotesStore } from './reviews/review-notes.ts';
import { openedQueue } from './queue/queue-report.ts';

export interface SessionOptions {
  /** Called with each report or review file that can't be read. */
  readonly warn: (message: string) => void;
  /** Where notes wait for a decision. */
  readonly memento: Pick<vscode.Memento, 'get' | 'update'>;
}

/** Makes what reads the audit of a data set, and what was decided on it. Where an audit can't be opened, its Error says why. */
export function createSessionOpener({ warn, memento }: SessionOptions): (root: vscode.Uri) => Promise<LiveSession> {
  const reviewerOf = createReviewerOf();
  const notesOf = createNotesStore(memento);
  return (root) => openSession(root, warn, { reviewer: () => reviewerOf(root), notes: notesOf(root.fsPath) });
}

/** Makes what follows the labels of a queue's pictures as a session follows those of an audit, decisions and all. */
export function createQueueOpener({ warn, memento }: SessionOptions): (queue: NextQueue) => Promise<LiveSession> {
  const reviewerOf = createReviewerOf();
  const notesOf = createNotesStore(memento);
  return async (queue) => {
    const root = vscode.Uri.file(queue.root);
    const marks = { reviewer: () => reviewerOf(root), notes: notesOf(root.fsPath) };
    const opened = openedQueue(queue, vscode.Uri.joinPath(root, REPORT_FOLDER).fsPath);
    return sessionOf(root, opened, await openReviewsOnDisk(root, warn, marks));
  };
}

async function openSession(root: vscode.Uri, warn: SessionOptions['warn'], marks: ReviewMarks): Promise<LiveSession> {
  const folder = vscode.Uri.joinPath(root, REPORT_FOLDER).fsPath;
  // A damaged one is set aside, where files may be changed at all.
  const opened = await openReportFolder(folder, { root: root.fsPath, setAside: vscode.workspace.isTrusted });
  return sessionOf(root, opened, await openReviewsOnDisk(root, warn, marks));
}

async function sessionOf(root: vscode.Uri, opened: OpenedReport, reviews: ReviewsOnDisk): Promise<LiveSession> {
  const { labelsFile, layout, labelsFiles = [{ name: labelsFile ?? '' }] } = opened.report.dataset;
  if (layout === 'parquet') {
    throw new Error(
      vscode.l10n.t(
        '{0} is Parquet, whose labels can’t be edited in place. Run label-audit fix, which writes a labels.csv that is followed here.',
        labelsFile ?? '',
      ),
    );
  }
  if (labelsFile === undefined) return new ClassFolderSession({ root, opened, reviews });
  // A clone of a repository has no arrays: what was changed since the audit can't be told then, but all else can.
  const labels = await opened.labels().catch(() => undefined);
  const uris = labelsFiles.map(({ name }) => vscode.Uri.joinPath(root, name));
  return new LabelsFileSession({ root, labelsFiles: uris, opened, labels, reviews });
}
