import { basename } from 'node:path';
import * as vscode from 'vscode';
import { startAudit, startCompare, startExport, startMap } from '../audit/light.ts';
import { createAuditRuns, type AuditRuns } from './runs/audit-runs.ts';
import { registerCommands } from './commands/commands.ts';
import { createDecisionMaker } from './decisions/decision-maker.ts';
import { createMovesNotice } from './decisions/moves-notice.ts';
import { shareNativeFolder } from './commands/install-native.ts';
import { registerLanguageFeatures } from './language/language-features.ts';
import { createFirstHint } from './commands/first-hint.ts';
import { createRemediationRuns } from './runs/remediation-runs.ts';
import { registerPictureMenu } from './commands/picture-menu.ts';
import { registerRemediationCommands } from './commands/remediation-commands.ts';
import { sayInformation } from './host/notify.ts';
import { createReviewerOf } from './host/git-user.ts';
import { createOutput, plainMessage } from './host/output.ts';
import { createRegisterCommand } from './host/register-command.ts';
import { createPictures } from './panel/panel-pictures.ts';
import { createCheckThresholds } from './panel/checks/check-thresholds.ts';
import { createClassKeyStore } from './panel/class-keys.ts';
import { createDatasetChoice } from './panel/dataset-updates.ts';
import { createPanel } from './panel/panel.ts';
import { summaryText } from './panel/summary-text.ts';
import { createUnsureMarks } from './panel/unsure-marks.ts';
import { createNotesStore } from './session/reviews/review-notes.ts';
import { createSessionStore } from './session/session-store.ts';
import { createStatusBar } from './commands/status-bar.ts';
import { onlyTrusted, whenTrusted } from './host/trust.ts';
import type { DecisionMaker, SessionStore } from './session/types.ts';
import { openWalkthrough } from './host/walkthrough.ts';

/** What `activate` hands to other extensions, and to tests. */
export interface LabelAuditApi {
  readonly store: SessionStore;
  readonly runs: AuditRuns;
  readonly decisions: DecisionMaker;
  /** Settles when the audits that earlier windows finished are there again; at once while the workspace is not trusted. */
  readonly restored: Promise<void>;
}

/** Says which of the audits that were read again are older than their labels. */
function sayStale(store: SessionStore): void {
  const again = vscode.l10n.t('Audit Again');
  for (const { root, target, stale } of store.sessions) {
    if (!stale) continue;
    const message = vscode.l10n.t('The labels of {0} have changed since they were audited.', basename(root.fsPath));
    void sayInformation(message, again).then((answer) => {
      if (answer === again) void vscode.commands.executeCommand('labelAudit.audit', target);
    });
  }
}

/**
 * Keeps `labelAudit.hasAudit` true while there is an audit, and `labelAudit.labelsFiles` the paths of the audited labels
 * files: menus and keys depend on them.
 */
function createContextKeys(store: SessionStore): vscode.Disposable {
  let known: boolean | undefined;
  const update = (): void => {
    const now = store.sessions.length > 0;
    if (now !== known) void vscode.commands.executeCommand('setContext', 'labelAudit.hasAudit', now);
    known = now;
    const uris = store.sessions.flatMap(({ labelsFiles }) => labelsFiles);
    const paths = [...new Set(uris.flatMap(({ path, fsPath }) => [path, fsPath]))];
    void vscode.commands.executeCommand('setContext', 'labelAudit.labelsFiles', paths);
  };
  update();
  return store.onDidChangeSessions(update);
}

/** Builds the objects of the VS Code face, and registers them. */
export function startEditor(context: vscode.ExtensionContext): LabelAuditApi {
  const { extensionUri, globalStorageUri } = context;
  const engineFile = vscode.Uri.joinPath(extensionUri, 'dist', 'engine.mjs').fsPath;
  const cacheFolder = globalStorageUri.fsPath;
  const thumbnailsFolder = vscode.Uri.joinPath(globalStorageUri, 'thumbnails');
  const output = createOutput();
  shareNativeFolder(context);
  const store = createSessionStore({
    warn: (message) => {
      output.warn(message);
    },
    reviewerOf: createReviewerOf(),
    notesOf: createNotesStore(context.workspaceState),
  });
  const runs = createAuditRuns(
    onlyTrusted((options, hooks) => startAudit(options, { engineFile, ...hooks })),
    output,
  );
  const decisions = createDecisionMaker(createMovesNotice(context.globalState));
  const register = createRegisterCommand(output, context.subscriptions);
  const pictures = createPictures(engineFile, thumbnailsFolder.fsPath);
  const restore = (): Promise<void> =>
    store.restore().then(
      () => {
        sayStale(store);
      },
      (error: unknown) => {
        output.warn(plainMessage(error));
      },
    );
  // Until the workspace is trusted there is nothing to wait for.
  let restored = Promise.resolve();
  const trust = whenTrusted(() => {
    restored = restore();
    context.subscriptions.push(createFirstHint({ context, store, runs, restored }));
  });
  const remediation = createRemediationRuns({
    ...{ decisions, output, cacheFolder },
    compare: onlyTrusted((task, hooks) => startCompare(task, { engineFile, ...hooks })),
    showTab: (tab) => {
      panel.showTab(tab);
    },
  });
  const unsure = createUnsureMarks(context.workspaceState);
  const panel = createPanel({
    ...{ extensionUri, store, runs, decisions, pictures, output, remediation },
    restored: () => restored,
    thumbnailsFolder,
    classKeys: createClassKeyStore(context.workspaceState),
    checkThresholds: createCheckThresholds(context.workspaceState),
    layOutMap: onlyTrusted((root, hooks) => startMap(root, { engineFile, ...hooks })),
    unsure,
    datasets: createDatasetChoice(store),
    openWalkthrough: () => {
      void openWalkthrough(context.extension.id);
    },
  });
  context.subscriptions.push(
    ...[output, store, runs, pictures, remediation, panel, trust],
    createContextKeys(store),
    createStatusBar(store, runs),
    registerRemediationCommands({
      store,
      register,
      remediation,
      summaryOf: (session) => summaryText(session, unsure),
      exporter: onlyTrusted((task) => startExport(task, { engineFile })),
    }),
    registerPictureMenu(register, panel.picture),
    registerCommands({ context, register, runs, store, output, cacheFolder, showPanel: panel.show }),
    registerLanguageFeatures(context, {
      register,
      store,
      decisions,
      showInPanel: panel.select,
      showLike: panel.showLike,
    }),
  );
  return {
    ...{ store, runs },
    // Other extensions hold a session by what it shows of itself; only those of the store can be decided on.
    decisions: {
      decide: async (session, ids, action) => decisions.decide(store.own(session), ids, action),
      undo: async (session) => decisions.undo(store.own(session)),
      redo: async (session) => decisions.redo(store.own(session)),
      goTo: async (session, number) => decisions.goTo(store.own(session), number),
      note: async (session, ids, note) => decisions.note(store.own(session), ids, note),
    },
    get restored() {
      return restored;
    },
  };
}
