/** Asks for things by number in batches, each only once, and remembers the answers. */
export class BatchLoader<T> {
  readonly #known = new Map<number, T>();
  readonly #asked = new Set<number>();
  #wanted: readonly number[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #ask: (ids: number[]) => void;
  readonly #options: { readonly delay: number; readonly keep: number };

  /**
   * @param ask sends a request
   * @param options `delay`: milliseconds to wait for a newer wish, so that nothing is asked for while things fly past;
   *   `keep`: how many answers to remember, the oldest are forgotten first
   */
  constructor(ask: (ids: number[]) => void, options: { readonly delay: number; readonly keep: number }) {
    this.#ask = ask;
    this.#options = options;
  }

  get(id: number): T | undefined {
    return this.#known.get(id);
  }

  /** These are needed now; earlier wishes that were not sent yet are dropped. */
  want(ids: readonly number[]): void {
    this.#wanted = ids.filter((id) => !this.#known.has(id) && !this.#asked.has(id));
    clearTimeout(this.#timer);
    if (this.#wanted.length === 0) return;
    this.#timer = setTimeout(() => {
      const ids = [...this.#wanted];
      for (const id of ids) this.#asked.add(id);
      this.#wanted = [];
      this.#ask(ids);
    }, this.#options.delay);
  }

  receive(id: number, answer: T): void {
    this.#asked.delete(id);
    this.#known.delete(id);
    this.#known.set(id, answer);
    if (this.#known.size > this.#options.keep) this.#known.delete(this.#known.keys().next().value!);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#known.clear();
    this.#asked.clear();
    this.#wanted = [];
  }
}
