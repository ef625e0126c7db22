/** Takes a decision back; false where nothing of it is left to take back. */
export type UndoStep = () => Promise<boolean>;

/** What was decided, for a list of decisions. */
export interface DecisionName {
  readonly kind: 'accept' | 'relabel' | 'keep' | 'remove' | 'respell' | 'plan';
  /** The new label, where it is one for all. */
  readonly to?: string;
  /** Number of pictures; absent where a user confirmed only some of those planned. */
  readonly pictures?: number;
  /** Id of the first picture. */
  readonly first?: number;
}

/** A decision that was carried out. */
export interface MadeDecision extends DecisionName {
  /**
   * Makes the decision again, after it was taken back.
   * @returns takes it back; undefined where the user declined
   * @throws FixError where the labels are not as taking it back left them; then nothing was changed
   */
  readonly again: () => Promise<UndoStep | undefined>;
}

/** One decision of the list. */
export interface HistoryEntry extends DecisionName {
  /** From 1, in the order in which they were made. */
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  readonly undone: boolean;
}

/** What has become of one decision. */
export interface HistoryChange {
  readonly what: 'made' | 'undone' | 'redone';
  readonly entry: HistoryEntry;
}

/** The decisions made in a session, in order. */
export interface DecisionHistory {
  /** Those made and, after them, those that were taken back and can be made again. */
  readonly entries: readonly HistoryEntry[];
  /** Hears of every change of the list, and of the decision that was carried out, if one was; returns what ends that. */
  onDidChange(listener: (change?: HistoryChange) => void): () => void;
  /** Runs one decision after the other, so that each sees what the one before did, saved. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Keeps what takes a decision back; undefined where nothing was changed. What was taken back before can't be made again then. */
  remember(step: UndoStep | undefined, made: MadeDecision): void;
  /** Takes the last decision back of which something is left; false where there is none. */
  undo(): Promise<boolean>;
  /** Makes the decision again that was taken back last; false where there is none. */
  redo(): Promise<boolean>;
  /** Takes decisions back, or makes them again, until this one is the last made; 0: none is. */
  goTo(number: number): Promise<void>;
}

interface Kept {
  readonly number: number;
  readonly at: string;
  readonly made: MadeDecision;
  readonly step: UndoStep;
}

export function createDecisionHistory(): DecisionHistory {
  let done: readonly Kept[] = [];
  /** The last that was taken back comes last. */
  let undone: readonly Kept[] = [];
  let number = 0;
  let last: Promise<unknown> = Promise.resolve();
  const listeners = new Set<(change?: HistoryChange) => void>();
  const change = (next: { done?: readonly Kept[]; undone?: readonly Kept[] }, carriedOut?: HistoryChange): void => {
    ({ done = done, undone = undone } = next);
    for (const listener of listeners) listener(carriedOut);
  };

  /** Undefined where there is none. */
  const undoOne = async (): Promise<boolean | undefined> => {
    const entry = done.at(-1);
    if (entry === undefined) return undefined;
    // Taken off first: a step that can't be taken back is reported once, and does not bar those before it.
    change({ done: done.slice(0, -1) });
    const isBack = await entry.step();
    change({ undone: [...undone, entry] }, isBack ? { what: 'undone', entry: view(true)(entry) } : undefined);
    return isBack;
  };
  const redoOne = async (): Promise<boolean | undefined> => {
    const entry = undone.at(-1);
    if (entry === undefined) return undefined;
    change({ undone: undone.slice(0, -1) });
    const step = await entry.made.again();
    // Declined: it can be made again still.
    if (step === undefined) change({ undone: [...undone, entry] });
    else change({ done: [...done, { ...entry, step }] }, { what: 'redone', entry: view(false)(entry) });
    return step !== undefined;
  };
  const view =
    (isUndone: boolean) =>
    (entry: Kept): HistoryEntry => {
      const { kind, to, pictures, first } = entry.made;
      return { ...{ kind, to, pictures, first }, number: entry.number, at: entry.at, undone: isUndone };
    };

  return {
    get entries() {
      return [...done.map(view(false)), ...undone.toReversed().map(view(true))];
    },
    onDidChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    inTurn: (work) => {
      const result = last.then(work, work);
      last = result.catch(() => undefined);
      return result;
    },
    remember: (step, made) => {
      if (step === undefined) return;
      number += 1;
      const entry = { number, at: new Date().toISOString(), made, step };
      change({ done: [...done, entry], undone: [] }, { what: 'made', entry: view(false)(entry) });
    },
    undo: async () => {
      for (let isBack = await undoOne(); isBack !== undefined; isBack = await undoOne()) if (isBack) return true;
      return false;
    },
    redo: async () => (await redoOne()) !== undefined,
    goTo: async (wanted) => {
      while ((done.at(-1)?.number ?? 0) > wanted) await undoOne();
      while ((undone.at(-1)?.number ?? Infinity) <= wanted) if ((await redoOne()) !== true) return;
    },
  };
}
