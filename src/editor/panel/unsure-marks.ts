import type { Memento } from 'vscode';
import type { LiveSession } from '../session/live-session.ts';
import type { AuditSession, IssueState } from '../session/types.ts';

/** Which pictures the user put off, by data set. They are open still: nothing is decided. */
export interface UnsureMarks {
  /** Ids of those that are open, among these pictures; default: among the flagged ones. */
  readonly of: (session: AuditSession, among?: readonly IssueState[]) => number[];
  readonly mark: (
    session: Pick<LiveSession, 'root' | 'stateOf'>,
    ids: readonly number[],
    isUnsure: boolean,
  ) => Promise<void>;
}

const PREFIX = 'unsure:';

/** Keeps them with the workspace, by path and split: an audit that is made again gives pictures other ids. */
export function createUnsureMarks(memento: Pick<Memento, 'get' | 'update'>): UnsureMarks {
  const keyOf = ({ issue }: IssueState): string => JSON.stringify([issue.path, issue.split ?? null]);
  const kept = ({ root }: Pick<AuditSession, 'root'>): Set<string> => {
    const found: unknown = memento.get(PREFIX + root.fsPath);
    // Another version may have kept something else.
    return new Set(Array.isArray(found) ? found.filter((key) => typeof key === 'string') : []);
  };
  return {
    of: (session, among = session.issues) => {
      const keys = kept(session);
      if (keys.size === 0) return [];
      return among.filter((state) => state.decision === 'open' && keys.has(keyOf(state))).map(({ id }) => id);
    },
    mark: async (session, ids, isUnsure) => {
      const keys = kept(session);
      for (const id of ids) {
        const state = session.stateOf(id);
        if (state === undefined) continue;
        if (isUnsure) keys.add(keyOf(state));
        else keys.delete(keyOf(state));
      }
      await memento.update(PREFIX + session.root.fsPath, keys.size === 0 ? undefined : [...keys]);
    },
  };
}
