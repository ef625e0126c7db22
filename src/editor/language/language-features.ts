import * as vscode from 'vscode';
import { createCodeActions } from './code-actions.ts';
import { createCodeLens } from './code-lens.ts';
import type { LiveDecisionMaker } from '../decisions/decision-maker.ts';
import { createDiagnostics } from './diagnostics.ts';
import { registerFixCommands } from './quick-fix-commands.ts';
import { createHover } from './hover.ts';
import type { RegisterCommand } from '../host/register-command.ts';
import { goToIssue } from './next-issue.ts';
import type { LiveSessionStore } from '../session/session-store.ts';
import type { AuditSession } from '../session/types.ts';

export interface LanguageFeaturesDeps {
  readonly register: RegisterCommand;
  readonly store: LiveSessionStore;
  readonly decisions: LiveDecisionMaker;
  /** Opens the panel with this issue selected. */
  readonly showInPanel: (session: AuditSession, id: number) => void;
  readonly showLike: (session: AuditSession, given: string, suggested: string) => void;
}

/** Any labels file may be one: which it is, the sessions know. */
const LABELS_FILES: vscode.DocumentSelector = {
  scheme: 'file',
  pattern: '**/*.{csv,tsv,txt,lst,jsonl,ndjson,json,xml,CSV,TSV,TXT,LST,JSONL,NDJSON,JSON,XML}',
};

/**
 * Labels as code: problems, quick fixes, hovers, the lens above the header, and the commands `labelAudit.nextIssue` and
 * `labelAudit.previousIssue`.
 */
export function registerLanguageFeatures(
  context: vscode.ExtensionContext,
  { register, store, decisions, showInPanel, showLike }: LanguageFeaturesDeps,
): vscode.Disposable {
  const lens = createCodeLens(store);
  const { extensionUri } = context;
  return vscode.Disposable.from(
    createDiagnostics(store),
    vscode.languages.registerCodeActionsProvider(LABELS_FILES, createCodeActions(store), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    vscode.languages.registerHoverProvider(LABELS_FILES, createHover(store)),
    lens,
    vscode.languages.registerCodeLensProvider(LABELS_FILES, lens),
    registerFixCommands({ register, store, decisions, showInPanel, showLike, extensionUri }),
    register('labelAudit.nextIssue', () => goToIssue(store, 1), { trustedOrNot: true }),
    register('labelAudit.previousIssue', () => goToIssue(store, -1), { trustedOrNot: true }),
  );
}
