import type { HistoryEntry, ReviewView } from '../../src/protocol/index.ts';

/** What is noted on the decisions of one audit: notes, who decided, and when. */
export class ReviewRecord {
  /** The decisions made since the audit was opened, oldest first; after them those that were taken back. */
  history: readonly HistoryEntry[] = [];
  /** What was decided, in Markdown; null until the host has told it. */
  summary: string | null = null;
  readonly #views = new Map<number, ReviewView>();

  of(id: number): ReviewView {
    return this.#views.get(id) ?? { id, decided: false };
  }

  /** Takes over what the host says; it replaces what was known of these pictures. */
  take(reviews: readonly ReviewView[]): void {
    for (const review of reviews) this.#views.set(review.id, review);
  }

  /** Shows a note at once, before the host has written it. */
  note(ids: readonly number[], note: string): void {
    for (const id of ids) {
      this.#views.set(id, { ...this.of(id), note: note === '' ? undefined : note });
    }
  }
}
