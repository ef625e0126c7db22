import type { ReviewSession } from './review-session.ts';
import { auditKey } from './rows/first-rows.ts';
import { readSavedState, reviewView, type ReviewView, type SavedState } from './saved-state.ts';

const DELAY = 150;

/** What is saved of the panel as it is now; without a review, that of the last one stays. */
export function savedState(
  before: SavedState,
  review: ReviewSession | null,
  panel: Pick<SavedState, 'tab' | 'layout' | 'fix' | 'check'> & Pick<ReviewView, 'scrollTop'>,
): SavedState {
  const { tab, layout, fix, check, scrollTop } = panel;
  if (review === null) return { ...before, tab, layout, fix };
  return { tab, layout, fix, check, audit: auditKey(review.audit), view: reviewView(review, scrollTop) };
}

/** Writes down what the user sees, so that it outlives hiding, moving and reloading. */
export class StateSaver {
  saved: SavedState;
  readonly #save: (state: SavedState) => void;
  readonly #seen: () => SavedState;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param save keeps a state
   * @param seen what the user sees now
   * @param before what was kept last
   */
  constructor(save: (state: SavedState) => void, seen: () => SavedState, before: unknown) {
    this.#save = save;
    this.#seen = seen;
    this.saved = readSavedState(before);
  }

  /** Notes what is seen without keeping it yet. */
  note(): void {
    this.saved = this.#seen();
  }

  soon(): void {
    this.#timer ??= setTimeout(() => {
      this.now();
    }, DELAY);
  }

  /** At once: the page is about to go. */
  now(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.note();
    this.#save(this.saved);
  }
}
