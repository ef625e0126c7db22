import type { BrowsedRows } from '../../src/protocol/index.ts';

/** The first page is small, so that it is there at once. */
const FIRST = 500;
const COUNT = 2000;

/** How much of the pictures that are not flagged is here, and what to ask for next. */
export class BrowseProgress {
  /** Why there are none, in the host's words. */
  problem: string | null = null;
  /** Place in the data set; null: all are here. */
  #next: number | null = 0;
  #isAsked = false;

  get isComplete(): boolean {
    return this.#next === null;
  }

  /** The next page to ask for; null while one is on its way, and when all are here. */
  ask(): { readonly from: number; readonly count: number } | null {
    if (this.#next === null || this.#isAsked) return null;
    this.#isAsked = true;
    return { from: this.#next, count: this.#next === 0 ? FIRST : COUNT };
  }

  /** Whether a page is the one that was asked for; then the next may be asked for. */
  take({ from, next, problem }: BrowsedRows): boolean {
    if (!this.#isAsked || from !== this.#next) return false;
    this.#isAsked = false;
    this.problem = problem ?? null;
    this.#next = next ?? null;
    return true;
  }

  /** An answer that did not come is waited for no longer. */
  askAgain(): void {
    this.#isAsked = false;
  }
}
