import type { Memento } from 'vscode';
import type { IssueRow } from '../../protocol/index.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { AuditSession, IssueState } from '../session/types.ts';

/** Which pictures the user put off, by data set: their labels, or what a check found. They are open still: nothing is decided. */
export interface UnsureMarks {
  /** Ids of those that are open, among these pictures; default: among the flagged ones. */
  readonly of: (session: AuditSession, among?: readonly IssueState[]) => number[];
  /** Ids of those that are open among rows of a check. */
  readonly ofCheck: (
    session: Pick<LiveSession, 'root' | 'stateOf'>,
    check: string,
    rows: readonly IssueRow[],
  ) => number[];
  /** @param check what it found is put off; default: the labels are */
  readonly mark: (
    session: Pick<LiveSession, 'root' | 'stateOf'>,
    ids: readonly number[],
    isUnsure: boolean,
    check?: string,
  ) => Promise<void>;
}

const PREFIX = 'unsure:';

/** Keeps them with the workspace, by path and split: an audit that is made again gives pictures other ids. */
export function createUnsureMarks(memento: Pick<Memento, 'get' | 'update'>): UnsureMarks {
  const keyOf = ({ issue }: IssueState, check?: string): string =>
    JSON.stringify([issue.path, issue.split ?? null, ...(check === undefined ? [] : [check])]);
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
    ofCheck: (session, check, rows) => {
      const keys = kept(session);
      if (keys.size === 0) return [];
      return rows.flatMap(({ id, decision }) => {
        const state = session.stateOf(id);
        return state !== undefined && decision === 'open' && keys.has(keyOf(state, check)) ? [id] : [];
      });
    },
    mark: async (session, ids, isUnsure, check) => {
      const keys = kept(session);
      for (const id of ids) {
        const state = session.stateOf(id);
        if (state === undefined) continue;
        if (isUnsure) keys.add(keyOf(state, check));
        else keys.delete(keyOf(state, check));
      }
      await memento.update(PREFIX + session.root.fsPath, keys.size === 0 ? undefined : [...keys]);
    },
  };
}
