import * as vscode from 'vscode';
import type { LiveSessionStore } from '../session/session-store.ts';

interface DiagnosticsWork {
  readonly createDiagnostics: (store: LiveSessionStore) => vscode.Disposable;
}

/**
 * Keeps the Problems view in step with the sessions, from the first one on.
 * @param load loads what shows them
 */
export function createDiagnosticsLater(
  store: LiveSessionStore,
  load: () => Promise<DiagnosticsWork>,
): vscode.Disposable {
  let shown: vscode.Disposable | undefined;
  let isDisposed = false;
  const start = async (): Promise<void> => {
    const { createDiagnostics } = await load();
    if (!isDisposed) shown = createDiagnostics(store);
  };
  const sessions = store.onDidChangeSessions(() => {
    if (store.sessions.length === 0) return;
    sessions.dispose();
    void start();
  });
  return new vscode.Disposable(() => {
    isDisposed = true;
    sessions.dispose();
    shown?.dispose();
  });
}
