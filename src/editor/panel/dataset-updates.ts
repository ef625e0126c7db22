import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { DatasetView, HostMessage } from '../../protocol/index.ts';
import type { LiveSessionStore } from '../session/session-store.ts';

type Audits = Pick<
  LiveSessionStore,
  'sessions' | 'active' | 'activate' | 'load' | 'findAudits' | 'onDidChangeSessions'
>;

/** The audited data sets of the workspace: those that are open, and those whose folder holds an audit. */
export interface DatasetChoice {
  list(): Promise<DatasetView[]>;
  /**
   * Shows the audit of one of them.
   * @throws Error where it is none of them, or its audit can't be read
   */
  show(key: string): Promise<void>;
}

export function createDatasetChoice(store: Audits): DatasetChoice {
  const roots = async (): Promise<vscode.Uri[]> => {
    const found = [...store.sessions.map(({ root }) => root), ...(await store.findAudits())];
    const byKey = new Map(found.map((root) => [root.toString(), root]));
    return [...byKey.values()].sort((a, b) => a.path.localeCompare(b.path));
  };
  return {
    list: async () => {
      const all = await roots();
      const names = all.map(({ fsPath }) => basename(fsPath));
      return all.map((root, i) => {
        const isAlone = names.filter((name) => name === names[i]).length === 1;
        return { key: root.toString(), name: isAlone ? names[i] : vscode.workspace.asRelativePath(root) };
      });
    },
    show: async (key) => {
      const open = store.sessions.find(({ root }) => root.toString() === key);
      const root = open?.root ?? (await roots()).find((one) => one.toString() === key);
      if (root === undefined) throw new Error(vscode.l10n.t('This audit is no longer open. Audit the labels again.'));
      store.activate(open ?? (await store.load(root)));
    },
  };
}

/** Tells a front end which data sets it can show. */
export interface DatasetUpdates {
  /** Tells them anew, as to a front end that has just started. */
  send(): void;
  dispose(): void;
}

export function createDatasetUpdates(
  store: Pick<Audits, 'active' | 'onDidChangeSessions'>,
  choice: Pick<DatasetChoice, 'list'>,
  post: (message: HostMessage) => void,
): DatasetUpdates {
  let asked = 0;
  const tell = async (): Promise<void> => {
    asked += 1;
    const mine = asked;
    const datasets = await choice.list();
    // What was asked for later knows better.
    if (mine === asked) post({ type: 'datasets', shown: store.active?.root.toString() ?? null, datasets });
  };
  const send = (): void => {
    tell().catch(() => {
      // A search that VS Code gave up: there is nothing to choose among then, and the next change asks again.
    });
  };
  const listener = store.onDidChangeSessions(send);
  return {
    send,
    dispose: () => {
      asked += 1;
      listener.dispose();
    },
  };
}
