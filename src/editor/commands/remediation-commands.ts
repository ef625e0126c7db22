import { basename } from 'node:path';
import * as vscode from 'vscode';
import { EXPORT_ENDINGS, EXPORT_FORMATS, type ExportFormat, type ExportTask } from '../../audit/light.ts';
import type { FixChoice } from '../../protocol/index.ts';
import type { RemediationRuns } from '../runs/remediation-runs.ts';
import { sayInformation } from '../host/notify.ts';
import type { RegisterCommand } from '../host/register-command.ts';
import { activeSessionOrSays } from '../session/active-session.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';
import type { AuditSession } from '../session/types.ts';

export interface RemediationCommandDeps {
  readonly store: LiveSessionStore;
  readonly register: RegisterCommand;
  readonly remediation: RemediationRuns;
  /** Writes a report in a process of its own. */
  /** What was decided, in Markdown. */
  readonly summaryOf: (session: LiveSession) => Promise<string>;
  readonly exporter: (task: ExportTask) => Promise<unknown>;
}

/** What another command chose; the schemas of what the panel says are loaded with the first choice. */
async function readChoice(choice: unknown): Promise<FixChoice | undefined> {
  return choice === undefined ? undefined : (await import('../runs/remediation-work.ts')).readFixChoice(choice);
}

function formatName(format: ExportFormat): { readonly label: string; readonly detail: string } {
  switch (format) {
    case 'html':
      return { label: 'HTML', detail: vscode.l10n.t('One page with the pictures, for people without VS Code') };
    case 'markdown':
      return { label: 'Markdown', detail: vscode.l10n.t('A summary for a pull request comment') };
    case 'sarif':
      return { label: 'SARIF', detail: vscode.l10n.t('For GitHub code scanning and SARIF viewers') };
    case 'csv':
      return { label: 'CSV', detail: vscode.l10n.t('Every picture with its label quality, in cleanlab’s columns') };
  }
}

async function askForFormat(): Promise<ExportFormat | undefined> {
  const items = EXPORT_FORMATS.map((format) => ({ format, ...formatName(format) }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Export Report as') });
  return picked?.format;
}

async function exportReport(
  session: AuditSession,
  deps: RemediationCommandDeps,
  format?: ExportFormat,
  to?: vscode.Uri,
) {
  const chosen = format ?? (await askForFormat());
  if (!chosen) return;
  const extension = EXPORT_ENDINGS[chosen];
  const name = `${basename(session.root.fsPath)}-label-audit.${extension}`;
  const file =
    to ??
    (await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Export Report'),
      defaultUri: vscode.Uri.joinPath(vscode.workspace.getWorkspaceFolder(session.root)?.uri ?? session.root, name),
      filters: { [formatName(chosen).label]: [extension] },
    }));
  if (!file) return;
  const base = vscode.workspace.getWorkspaceFolder(session.root)?.uri.fsPath;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Exporting the report') },
    () => deps.exporter({ root: session.root.fsPath, format: chosen, file: file.fsPath, base }),
  );
  const open = vscode.l10n.t('Open');
  void sayInformation(vscode.l10n.t('The report was written to {0}.', file.fsPath), open).then((answer) => {
    if (answer !== open) return;
    // A page is for a browser; the others are text.
    if (chosen === 'html') void vscode.env.openExternal(file);
    else void vscode.commands.executeCommand('vscode.open', file);
  });
}

/** Registers the commands that act on a finished audit as a whole. */
export function registerRemediationCommands(deps: RemediationCommandDeps): vscode.Disposable {
  const { store, register, remediation } = deps;
  /** These commands are about the audit that was shown last. */
  const onActive =
    (run: (session: LiveSession, ...args: unknown[]) => Promise<unknown>) =>
    async (...args: unknown[]): Promise<unknown> => {
      const session = activeSessionOrSays(store);
      return session && run(session, ...args);
    };
  return vscode.Disposable.from(
    register(
      'labelAudit.fixLabels',
      onActive(async (session, choice) => {
        const fixed = await readChoice(choice);
        if (fixed) return remediation.fix(session, fixed);
        remediation.showTab('fix');
        return undefined;
      }),
    ),
    register(
      'labelAudit.compare',
      onActive(async (session, choice) => remediation.compare(session, (await readChoice(choice)) ?? null)),
    ),
    register(
      'labelAudit.copySummary',
      onActive(async (session) => {
        const text = await deps.summaryOf(session);
        await vscode.env.clipboard.writeText(text);
        void sayInformation(vscode.l10n.t('The summary of the review is in the clipboard, as Markdown.'));
        return text;
      }),
    ),
    register(
      'labelAudit.exportReport',
      onActive((session, format, file) =>
        exportReport(
          session,
          deps,
          EXPORT_FORMATS.find((one) => one === format),
          file instanceof vscode.Uri ? file : undefined,
        ),
      ),
    ),
  );
}
