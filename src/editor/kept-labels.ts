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

/** Milliseconds after which a change of the file on disk is read. */
const DELAY = 50;

/** Labels that reviewers have confirmed: `.label-audit/reviews.csv`, kept up with the file. */
export interface KeptLabels extends Pick<vscode.Disposable, 'dispose'> {
  has(path: string, label: string): boolean;
  readonly onDidChange: vscode.Event<void>;
  /** Writes that these labels are right; returns what takes that back. */
  keep(pictures: readonly { readonly path: string; readonly label: string }[]): Promise<() => Promise<void>>;
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
    onDidChange: changed.event,
    async keep(pictures) {
      const date = new Date().toISOString();
      const set = await Promise.all(
        pictures.map(async ({ path, label }): Promise<Review> => {
          // A picture that can't be read is kept by its label alone.
          const hash = await hashFile(vscode.Uri.joinPath(root, path).fsPath).catch(() => undefined);
          return {
            path,
            label,
            decision: 'kept',
            date,
            ...(hash === undefined ? {} : { content: reviewContent(hash) }),
          };
        }),
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
