/** Takes a decision back; false where nothing of it is left to take back. */
export type UndoStep = () => Promise<boolean>;

/** The decisions made in a session, in order. */
export interface DecisionHistory {
  /** Runs one decision after the other, so that each sees what the one before did, saved. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Keeps what takes a decision back; undefined where nothing was changed. */
  remember(step: UndoStep | undefined): void;
  /** Takes the last decision back of which something is left; false where there is none. */
  undo(): Promise<boolean>;
}

export function createDecisionHistory(): DecisionHistory {
  const steps: UndoStep[] = [];
  let last: Promise<unknown> = Promise.resolve();
  return {
    inTurn: (work) => {
      const result = last.then(work, work);
      last = result.catch(() => undefined);
      return result;
    },
    remember: (step) => {
      if (step) steps.push(step);
    },
    undo: async () => {
      // Taken off first: a step that can't be taken back is reported once, and does not bar those before it.
      for (let step = steps.pop(); step; step = steps.pop()) if (await step()) return true;
      return false;
    },
  };
}
