import type { Memento } from 'vscode';

/** Keys that the user gave to classes, as `[class, key]`, by data set. */
export interface ClassKeyStore {
  readonly of: (root: string) => readonly (readonly [string, string])[];
  readonly set: (root: string, keys: readonly (readonly [string, string])[]) => Promise<void>;
}

const PREFIX = 'classKeys:';

/** Keeps them with the workspace: they are a person's habit, not the data set's. */
export function createClassKeyStore(memento: Pick<Memento, 'get' | 'update'>): ClassKeyStore {
  return {
    of: (root) => {
      const kept: unknown = memento.get(PREFIX + root);
      if (!Array.isArray(kept)) return [];
      // Another version may have kept something else.
      return kept.filter(
        (pair): pair is [string, string] =>
          Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string'),
      );
    },
    set: async (root, keys) => {
      await memento.update(PREFIX + root, keys.length === 0 ? undefined : keys);
    },
  };
}
