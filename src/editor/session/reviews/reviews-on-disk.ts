import pMap from 'p-map';
import * as vscode from 'vscode';
import {
  changeReviews,
  hashFile,
  isKept,
  NO_REVIEWS,
  readReviews,
  REPORT_FOLDER,
  reviewAt,
  reviewContent,
  reviewKey,
  reviewOf,
  REVIEWS_FILE,
  type CheckName,
  type Review,
} from '../../../audit/light.ts';
import { watchFile } from '../../host/watch-file.ts';
import type { LoggedDecision } from './decision-log.ts';
import type { ReviewNotes } from './review-notes.ts';

/** A row, and what of it was decided on: its label, or what a check found. */
type Place = Pick<Review, 'path' | 'split' | 'type'>;

/** Milliseconds after which a change of the file on disk is read. */
const DELAY = 50;

/** Labels that reviewers have confirmed: `.label-audit/reviews.csv`, kept up with the file. */
export interface ReviewsOnDisk extends Pick<vscode.Disposable, 'dispose'> {
  /** @param place '' is no split */
  has(place: Pick<Review, 'path' | 'split'>, label: string): boolean;
  /** Whether what a check found in a picture was said to be fine. */
  hasFine(place: Place, type: CheckName): boolean;
  /** Whether a review has taken the row out, for whatever reason. */
  hasRemoved(place: Pick<Review, 'path' | 'split'>): boolean;
  readonly onDidChange: vscode.Event<void>;
  /** What has been decided on a row, as it is noted: with a split, or without one. */
  reviewOf(place: Place): Review | undefined;
  /** The last decision on a row, noted with a split or without. */
  lastOf(place: Place): Review | undefined;
  /** All decisions on labels, of all people. */
  all(): Iterable<Review>;
  /** The note on a row: that of its decision, else the one that waits for a decision. */
  noteOf(place: Place): string | undefined;
  /** Notes something of rows: on their decisions, where there are any, else for the next ones. '' takes a note back. */
  note(places: readonly Place[], note: string): Promise<void>;
  /**
   * Writes decisions, puts earlier ones back, and takes out those on other pictures; warns where it can't, and is false.
   * @param placeOf where a picture is found now, if not by the path that it was audited under
   */
  write(
    set: readonly LoggedDecision[],
    restore: readonly Review[],
    remove: readonly string[],
    placeOf?: (path: string) => string | undefined,
  ): Promise<boolean>;
  /** Writes that these labels are right; returns what takes that back. */
  keep(pictures: readonly Pick<Review, 'path' | 'split' | 'label' | 'type'>[]): Promise<() => Promise<void>>;
}

/** So many pictures are read at once: there may be thousands, and a process may open some hundreds of files. */
const AT_ONCE = 16;

/** What is written beside a decision. */
export interface ReviewMarks {
  /** Who reviews; undefined where that is not to be noted. Default: no name is noted. */
  readonly reviewer?: () => Promise<string | undefined>;
  /** What was typed on pictures. Default: nothing is. */
  readonly notes?: ReviewNotes;
}

/** Decisions made now. A picture that can't be read is known by its path alone. */
async function reviewsNow(
  root: vscode.Uri,
  decisions: readonly LoggedDecision[],
  date: string,
  { reviewer, notes }: ReviewMarks,
  placeOf: (path: string) => string | undefined = (path) => path,
): Promise<Review[]> {
  const name = decisions.length === 0 ? undefined : await reviewer?.();
  const review = async (decision: LoggedDecision): Promise<Review> => {
    const place = placeOf(decision.path);
    const file = place === undefined ? undefined : vscode.Uri.joinPath(root, place).fsPath;
    const hash = file === undefined ? undefined : await hashFile(file).catch(() => undefined);
    const note = notes?.of(decision);
    return {
      ...decision,
      date,
      ...(note === undefined || note === '' ? {} : { note }),
      ...(name === undefined ? {} : { reviewer: name }),
      ...(hash === undefined ? {} : { content: reviewContent(hash) }),
    };
  };
  return pMap(decisions, review, { concurrency: AT_ONCE });
}

/** @param warn told of what can't be understood in the file. */
export async function openReviewsOnDisk(
  root: vscode.Uri,
  warn: (message: string) => void,
  marks: ReviewMarks = {},
): Promise<ReviewsOnDisk> {
  const changed = new vscode.EventEmitter<void>();
  let reviews = NO_REVIEWS;
  /** By `reviewKey` without the check: rows that were taken out for what one found. */
  let takenOut = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const read = async (): Promise<void> => {
    try {
      reviews = await readReviews(root.fsPath);
      takenOut = new Set();
      for (const { path, split, decision } of reviews.byFinding.values())
        if (decision === 'removed') takenOut.add(reviewKey({ path, split }));
      reviews.warnings.forEach(warn);
    } catch (error) {
      warn((error as Error).message);
    }
  };
  const write = async (changes: { set?: readonly Review[]; remove?: readonly string[] }): Promise<void> => {
    await changeReviews(root.fsPath, changes);
    await marks.notes?.written(changes.set ?? []);
    await read();
    changed.fire();
  };

  const readSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      void read().then(() => {
        changed.fire();
      });
    }, DELAY);
  };
  const disposables = [changed, watchFile(root, `${REPORT_FOLDER}/${REVIEWS_FILE}`, readSoon)];
  await read();

  return {
    has: ({ path, split = '' }, label) =>
      isKept(reviewOf(reviews, path, split === '' ? undefined : split), path, label),
    hasFine: ({ path, split }, type) => reviewOf(reviews, path, split, type)?.decision === 'kept',
    hasRemoved: (place) => reviewAt(reviews, place)?.decision === 'removed' || takenOut.has(reviewKey(place)),
    reviewOf: (place) => reviewAt(reviews, place),
    lastOf: ({ path, split, type }) => reviewOf(reviews, path, split, type),
    all: () => reviews.byRow.values(),
    noteOf: ({ path, split, type }) => {
      const review = reviewOf(reviews, path, split, type);
      const note = review === undefined ? marks.notes?.of({ path, split, type }) : review.note;
      return note === '' ? undefined : note;
    },
    async note(places, note) {
      await marks.notes?.set(places, note);
      const decided = places.flatMap(({ path, split, type }) => reviewOf(reviews, path, split, type) ?? []);
      const set = decided.map((review): Review => ({ ...review, note: note === '' ? undefined : note }));
      if (set.length > 0) await write({ set });
      else changed.fire();
    },
    onDidChange: changed.event,
    async write(decisions, restore, remove, placeOf) {
      const date = new Date().toISOString();
      try {
        await write({ set: [...(await reviewsNow(root, decisions, date, marks, placeOf)), ...restore], remove });
        return true;
      } catch (error) {
        // The labels themselves are changed and safe.
        warn((error as Error).message);
        return false;
      }
    },
    async keep(pictures) {
      const date = new Date().toISOString();
      const decisions = pictures.map((picture): LoggedDecision => ({ ...picture, decision: 'kept' }));
      const set = await reviewsNow(root, decisions, date, marks);
      const before = set.map((review) => reviewAt(reviews, review));
      await write({ set });
      return async () => {
        // Somebody may have decided otherwise since: only what we wrote is taken back.
        const ours = set.map((review) => reviewAt(reviews, review)?.date === date);
        const restored = before.filter((review, i) => review !== undefined && ours[i]) as Review[];
        await write({
          set: restored,
          remove: set.filter((_, i) => ours[i] && before[i] === undefined).map(reviewKey),
        });
      };
    },
    dispose() {
      clearTimeout(timer);
      vscode.Disposable.from(...disposables).dispose();
    },
  };
}
