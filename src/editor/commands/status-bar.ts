import { headlineHealth } from '../../audit/light.ts';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { AuditRuns } from '../runs/audit-runs.ts';
import { count, percent } from '../host/local-numbers.ts';
import { lineOf } from '../host/plain-text.ts';
import type { SessionStore } from '../session/types.ts';

/** The item that shows the health of the labels and how many issues are open, and opens the panel. */
export function createStatusBar(store: SessionStore, runs: AuditRuns): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('labelAudit.status', vscode.StatusBarAlignment.Left, 10);
  item.name = vscode.l10n.t('Label Audit');
  item.command = 'labelAudit.showPanel';
  let watched: vscode.Disposable | undefined;

  const show = (text: string, tooltip: string, label: string): void => {
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label };
    item.show();
  };

  const update = (): void => {
    const { current } = runs;
    const session = store.active;
    if (current?.phase === 'running') {
      const done = percent(current.progress.share);
      show(`$(sync~spin) ${done}`, lineOf(current.progress.stage), vscode.l10n.t('Auditing labels, {0} done', done));
    } else if (session) {
      const known = headlineHealth(session.report);
      const health = known === undefined ? vscode.l10n.t('not known') : percent(known);
      const open = count(session.openCount);
      const lines = [
        vscode.l10n.t(
          'Labels of {0}: health {1}, {2} issues open',
          lineOf(basename(session.root.fsPath)),
          health,
          open,
        ),
        ...(session.stale ? [vscode.l10n.t('The labels have changed since this audit.')] : []),
        vscode.l10n.t('Click to review them.'),
      ];
      const icon = session.stale ? '$(history)' : session.openCount > 0 ? '$(tag)' : '$(pass)';
      const text =
        known === undefined
          ? vscode.l10n.t('{0} Label health not known, {1} open', icon, open)
          : vscode.l10n.t('{0} Labels {1}, {2} open', icon, health, open);
      show(text, lines.join('\n'), lines[0]);
    } else item.hide();
  };

  const watchActive = (): void => {
    watched?.dispose();
    watched = store.active?.onDidChange(update);
    update();
  };
  watchActive();
  return vscode.Disposable.from(item, store.onDidChangeSessions(watchActive), runs.onDidChange(update), {
    dispose: () => {
      watched?.dispose();
    },
  });
}
