import * as vscode from 'vscode';
import {
  changeReviews,
  hashFile,
  isKept,
  readReviews,
  REPORT_FOLDER,
  reviewContent,
  REVIEWS_FILE,
  type Review,
  type Reviews,
} from '../audit/index.ts';
import type { Note } from './review-notes.ts';

/** Milliseconds after which a change of the file on disk is read. */
const DELAY = 50;

/** Labels that reviewers have confirmed: `.label-audit/reviews.csv`, kept up with the file. */
export interface KeptLabels extends Pick<vscode.Disposable, 'dispose'> {
  has(path: string, label: string): boolean;
  readonly onDidChange: vscode.Event<void>;
  /** What has been decided on a picture. */
  reviewOf(path: string): Review | undefined;
  /** Writes decisions, puts earlier ones back, and takes out those on other pictures; warns where it can't. */
  write(set: readonly Note[], restore: readonly Review[], remove: readonly string[]): Promise<void>;
  /** Writes that these labels are right; returns what takes that back. */
  keep(pictures: readonly { readonly path: string; readonly label: string }[]): Promise<() => Promise<void>>;
}

/** A decision made now. A picture that can't be read is known by its path alone. */
async function reviewNow(root: vscode.Uri, note: Note, date: string): Promise<Review> {
  const hash = await hashFile(vscode.Uri.joinPath(root, note.path).fsPath).catch(() => undefined);
  return { ...note, date, ...(hash === undefined ? {} : { content: reviewContent(hash) }) };
}

/** @param warn told of what can't be understood in the file. */
export async function openKeptLabels(root: vscode.Uri, warn: (message: string) => void): Promise<KeptLabels> {
  const changed = new vscode.EventEmitter<void>();
  let reviews: Reviews = { byPath: new Map(), warnings: [] };
  let timer: NodeJS.Timeout | undefined;

  const read = async (): Promise<void> => {
    try {
      reviews = await readReviews(root.fsPath);
      reviews.warnings.forEach(warn);
    } catch (error) {
      warn((error as Error).message);
    }
  };
  const write = async (changes: { set?: readonly Review[]; remove?: readonly string[] }): Promise<void> => {
    await changeReviews(root.fsPath, changes);
    await read();
    changed.fire();
  };

  await read();
  const pattern = new vscode.RelativePattern(root, `${REPORT_FOLDER}/${REVIEWS_FILE}`);
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  const readSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      void read().then(() => {
        changed.fire();
      });
    }, DELAY);
  };
  const disposables = [
    changed,
    watcher,
    watcher.onDidChange(readSoon),
    watcher.onDidCreate(readSoon),
    watcher.onDidDelete(readSoon),
  ];

  return {
    has: (path, label) => isKept(reviews.byPath.get(path), path, label),
    reviewOf: (path) => reviews.byPath.get(path),
    onDidChange: changed.event,
    async write(notes, restore, remove) {
      const date = new Date().toISOString();
      try {
        const fresh = await Promise.all(notes.map((note) => reviewNow(root, note, date)));
        await write({ set: [...fresh, ...restore], remove });
      } catch (error) {
        // The labels themselves are changed and safe.
        warn((error as Error).message);
      }
    },
    async keep(pictures) {
      const date = new Date().toISOString();
      const set = await Promise.all(
        pictures.map(({ path, label }) => reviewNow(root, { path, label, decision: 'kept' }, date)),
      );
      const before = set.map(({ path }) => reviews.byPath.get(path));
      await write({ set });
      return async () => {
        // Somebody may have decided otherwise since: only what we wrote is taken back.
        const ours = set.map(({ path }) => reviews.byPath.get(path)?.date === date);
        const restored = before.filter((review, i) => review !== undefined && ours[i]) as Review[];
        await write({
          set: restored,
          remove: set.filter((_, i) => ours[i] && before[i] === undefined).map(({ path }) => path),
        });
      };
    },
    dispose() {
      clearTimeout(timer);
      vscode.Disposable.from(...disposables).dispose();
    },
  };
}
