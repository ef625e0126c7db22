import * as vscode from 'vscode';
import type { LiveSessionStore } from '../session/session-store.ts';

/** Milliseconds without a change after which the line above the header is brought up to date. */
const DELAY = 150;

/** Names that labels files usually have. */
const LABELS_NAMES =
  /\/(?:(?:labels?|metadata|annotations?|images?|train|val|valid|validation|test)\.(?:csv|tsv|jsonl|ndjson)|[^/]*[_-]labels?\.(?:csv|tsv)|labels?[_-][^/]*\.(?:csv|tsv))$/i;

/** Above the first line of a labels file: run an audit, or how far its review is. */
export function createCodeLens(store: LiveSessionStore): vscode.CodeLensProvider & Pick<vscode.Disposable, 'dispose'> {
  const changed = new vscode.EventEmitter<void>();
  let timer: NodeJS.Timeout | undefined;
  let watched: vscode.Disposable[] = [];
  const changeSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      changed.fire();
    }, DELAY);
  };
  const watch = (): void => {
    watched.forEach((one) => void one.dispose());
    watched = store.sessions.map((session) => session.onDidChange(changeSoon));
    changeSoon();
  };
  watch();
  const sessions = store.onDidChangeSessions(watch);

  return {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      const top = new vscode.Range(0, 0, 0, 0);
      const lens = (title: string, command: string, ...args: unknown[]): vscode.CodeLens =>
        new vscode.CodeLens(top, { title, command, arguments: args });
      const session = store.labelsFileSession(document.uri);
      if (!session) {
        const named = LABELS_NAMES.test(document.uri.path);
        return named ? [lens(vscode.l10n.t('$(search-fuzzy) Audit Labels'), 'labelAudit.audit', document.uri)] : [];
      }
      const { openCount, issues, stale } = session;
      const progress =
        openCount === 0
          ? vscode.l10n.t('All {0} label issues reviewed', issues.length)
          : vscode.l10n.t('{0} of {1} label issues open', openCount, issues.length);
      return [
        lens(progress, 'labelAudit.showPanel'),
        ...(openCount > 0 ? [lens(vscode.l10n.t('Next Issue'), 'labelAudit.nextIssue')] : []),
        lens(
          stale ? vscode.l10n.t('Labels changed: Audit Again') : vscode.l10n.t('Audit Again'),
          'labelAudit.audit',
          session.target,
        ),
      ];
    },
    dispose() {
      clearTimeout(timer);
      vscode.Disposable.from(changed, sessions, ...watched).dispose();
    },
  };
}
