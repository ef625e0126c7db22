import * as vscode from 'vscode';
import type { AgentDeps } from './editor-tool-host.ts';
import { once } from '../host/once.ts';

/** The tools by their names, as package.json contributes them. The table of the tools themselves is loaded with the first call. */
const TOOL_NAMES = [
  'run_label_audit',
  'list_label_issues',
  'show_label_issue',
  'preview_label_fix',
  'label_health',
] as const;
type ToolName = (typeof TOOL_NAMES)[number];

/** What VS Code shows while a tool works. */
function workingOn(name: ToolName): string {
  switch (name) {
    case 'run_label_audit':
      return vscode.l10n.t('Auditing labels');
    case 'list_label_issues':
      return vscode.l10n.t('Listing flagged labels');
    case 'show_label_issue':
      return vscode.l10n.t('Looking at a flagged label');
    case 'preview_label_fix':
      return vscode.l10n.t('Preparing a preview of label changes');
    case 'label_health':
      return vscode.l10n.t('Reading the health of the labels');
  }
}

/** An audit takes the machine for a while: the user is asked first. */
function confirmationOf(name: ToolName): vscode.LanguageModelToolConfirmationMessages | undefined {
  if (name !== 'run_label_audit') return undefined;
  return {
    title: vscode.l10n.t('Audit the labels of a data set?'),
    message: vscode.l10n.t(
      'Models are trained on this machine, which takes from seconds to many minutes. The report is written into .label-audit beside the labels; the labels stay as they are.',
    ),
  };
}

/**
 * Registers the tools that language models may call. What they do, and all that they need, is loaded with the first call: the
 * start of the editor does not wait for it.
 */
export function registerTools(deps: AgentDeps): vscode.Disposable {
  const work = once(async () => (await import('./agent-tools.ts')).createToolWork(deps));
  return vscode.Disposable.from(
    ...TOOL_NAMES.map((name) =>
      vscode.lm.registerTool<object>(name, {
        // VS Code asks before the user has agreed to anything: nothing is read here.
        prepareInvocation: () => ({ invocationMessage: workingOn(name), confirmationMessages: confirmationOf(name) }),
        invoke: async ({ input }, token) => (await work())(name, input, token),
      }),
    ),
  );
}
