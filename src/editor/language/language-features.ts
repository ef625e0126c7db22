import * as vscode from 'vscode';
import { createCodeLens } from './code-lens.ts';
import type { LiveDecisionMaker } from '../decisions/decision-maker.ts';
import { createDiagnosticsLater } from './diagnostics-later.ts';
import { EXPLAIN, FIX_COMMANDS, type FixName } from './fix-command-names.ts';
import { once } from '../host/once.ts';
import type { RegisterCommand } from '../host/register-command.ts';
import type { LiveSessionStore } from '../session/session-store.ts';
import type { AuditSession } from '../session/types.ts';

export interface LanguageFeaturesDeps {
  readonly register: RegisterCommand;
  readonly store: LiveSessionStore;
  readonly decisions: LiveDecisionMaker;
  /** Opens the panel with this issue selected. */
  readonly showInPanel: (session: AuditSession, id: number) => Promise<void>;
  readonly showLike: (session: AuditSession, given: string, suggested: string) => Promise<void>;
}

/** Any labels file may be one: which it is, the sessions know. */
const LABELS_FILES: vscode.DocumentSelector = {
  scheme: 'file',
  pattern: '**/*.{csv,tsv,txt,lst,jsonl,ndjson,json,xml,CSV,TSV,TXT,LST,JSONL,NDJSON,JSON,XML}',
};

/** What needs an audit is loaded with the first one. */
const loadWork = () => import('./language-work.ts');

/**
 * Labels as code: problems, quick fixes, hovers, the lens above the header, and the commands `labelAudit.nextIssue` and
 * `labelAudit.previousIssue`.
 */
export function registerLanguageFeatures(
  context: vscode.ExtensionContext,
  { register, store, decisions, showInPanel, showLike }: LanguageFeaturesDeps,
): vscode.Disposable {
  const lens = createCodeLens(store);
  const codeActions = once(async () => (await loadWork()).createCodeActions(store));
  const hover = once(async () => (await loadWork()).createHover(store));
  const isOfAudit = ({ uri }: vscode.TextDocument): boolean => store.labelsFileSession(uri) !== undefined;
  const fixes = once(async () => (await loadWork()).createFixes({ store, decisions, showInPanel, showLike }));
  return vscode.Disposable.from(
    createDiagnosticsLater(store, loadWork),
    vscode.languages.registerCodeActionsProvider(
      LABELS_FILES,
      {
        provideCodeActions: async (document, ...rest) =>
          isOfAudit(document) ? (await codeActions()).provideCodeActions(document, ...rest) : [],
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    vscode.languages.registerHoverProvider(LABELS_FILES, {
      provideHover: async (document, ...rest) =>
        isOfAudit(document) ? (await hover()).provideHover(document, ...rest) : undefined,
    }),
    lens,
    vscode.languages.registerCodeLensProvider(LABELS_FILES, lens),
    ...(Object.keys(FIX_COMMANDS) as FixName[]).map((name) =>
      register(FIX_COMMANDS[name], async (...args) => (await fixes())[name](...(args as never[]))),
    ),
    register(
      EXPLAIN,
      () =>
        vscode.commands.executeCommand(
          'markdown.showPreview',
          vscode.Uri.joinPath(context.extensionUri, 'media', 'problems.md'),
        ),
      { trustedOrNot: true },
    ),
    register('labelAudit.nextIssue', async () => (await loadWork()).goToIssue(store, 1), { trustedOrNot: true }),
    register('labelAudit.previousIssue', async () => (await loadWork()).goToIssue(store, -1), { trustedOrNot: true }),
  );
}
