import type { Memento } from 'vscode';

/** Thresholds that the user chose for checks of a data set, by the check's name. */
export interface CheckThresholds {
  readonly of: (root: string) => ReadonlyMap<string, number>;
  /** @param threshold null: the audit's again */
  readonly set: (root: string, name: string, threshold: number | null) => Promise<void>;
}

const PREFIX = 'checkThresholds:';

/** Keeps them with the workspace: what one person looks at is no part of the data set. */
export function createCheckThresholds(memento: Pick<Memento, 'get' | 'update'>): CheckThresholds {
  const of = (root: string): Map<string, number> => {
    const kept: unknown = memento.get(PREFIX + root);
    // Another version may have kept something else.
    return new Map(Array.isArray(kept) ? kept.filter(isPair) : []);
  };
  return {
    of,
    set: async (root, name, threshold) => {
      const chosen = of(root);
      if (threshold === null) chosen.delete(name);
      else chosen.set(name, threshold);
      await memento.update(PREFIX + root, chosen.size === 0 ? undefined : [...chosen]);
    },
  };
}

function isPair(value: unknown): value is [string, number] {
  return Array.isArray(value) && typeof value[0] === 'string' && Number.isFinite(value[1]);
}
