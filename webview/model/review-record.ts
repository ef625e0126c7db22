import type { HistoryEntry, ReviewView } from '../../src/protocol/index.ts';

/** What is noted on the decisions of one audit: notes, who decided, and when. */
export class ReviewRecord {
  /** The decisions made since the audit was opened, oldest first; after them those that were taken back. */
  history: readonly HistoryEntry[] = [];
  /** What was decided, in Markdown; null until the host has told it. */
  summary: string | null = null;
  /** By the check whose findings are decided on; null: the labels are. */
  readonly #views = new Map<string | null, Map<number, ReviewView>>();

  of(id: number, check: string | null = null): ReviewView {
    return this.#views.get(check)?.get(id) ?? { id, decided: false };
  }

  /** Takes over what the host says; it replaces what was known of these pictures. */
  take(reviews: readonly ReviewView[], check: string | null = null): void {
    const views = this.#views.get(check) ?? new Map<number, ReviewView>();
    this.#views.set(check, views);
    for (const review of reviews) views.set(review.id, review);
  }

  /** Shows a note at once, before the host has written it. */
  note(ids: readonly number[], note: string, check: string | null = null): void {
    this.take(
      ids.map((id) => ({ ...this.of(id, check), note: note === '' ? undefined : note })),
      check,
    );
  }
}
