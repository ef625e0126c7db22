import { basename } from 'node:path';
import * as vscode from 'vscode';
import { createExtensionApi } from './api/extension-api.ts';
import type { LabelAuditApi } from './api/types.ts';
import { registerMcpServer } from './agents/register-mcp.ts';
import { registerTools } from './agents/register-tools.ts';
import { createAuditRuns } from './runs/audit-runs.ts';
import { followClusterRuns, registerCommands } from './commands/commands.ts';
import { createDecisionMakerLater } from './decisions/decision-maker-later.ts';
import { createMovesNotice } from './decisions/moves-notice.ts';
import { shareTrainingFolders } from './commands/training-storage.ts';
import { registerLanguageFeatures } from './language/language-features.ts';
import { createFirstHint } from './commands/first-hint.ts';
import { createQueueRuns } from './runs/queue/queue-runs.ts';
import { createRemediationRuns } from './runs/remediation-runs.ts';
import { registerPictureMenu } from './commands/picture-menu.ts';
import { registerRemediationCommands } from './commands/remediation-commands.ts';
import { sayInformation } from './host/notify.ts';
import { once } from './host/once.ts';
import { createOutput, plainMessage } from './host/output.ts';
import { createRegisterCommand } from './host/register-command.ts';
import { createPanelLater, VIEW_TYPE } from './panel/panel-later.ts';
import { createUnsureMarks } from './panel/unsure-marks.ts';
import { createSessionStore } from './session/session-store.ts';
import { createStatusBar } from './commands/status-bar.ts';
import { onlyTrusted, whenTrusted } from './host/trust.ts';
import type { SessionStore } from './session/types.ts';
import { openWalkthrough } from './host/walkthrough.ts';

export type { LabelAuditApi } from './api/types.ts';

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

const loadEngine = () => import('./runs/engine-work.ts');
const loadPanel = () => import('./panel/panel-work.ts');

/** Builds the objects of the VS Code face, and registers them. */
export function startEditor(context: vscode.ExtensionContext): LabelAuditApi {
  const { extensionUri, globalStorageUri } = context;
  const engineFile = vscode.Uri.joinPath(extensionUri, 'dist', 'engine.mjs').fsPath;
  const cacheFolder = globalStorageUri.fsPath;
  const thumbnailsFolder = vscode.Uri.joinPath(globalStorageUri, 'thumbnails');
  const output = createOutput();
  shareTrainingFolders(context);
  const sessionOptions = {
    warn: (message: string) => {
      output.warn(message);
    },
    memento: context.workspaceState,
  };
  const store = createSessionStore(sessionOptions);
  const runs = createAuditRuns(
    onlyTrusted(async (options, hooks) => (await loadEngine()).startAudit(options, { engineFile, ...hooks })),
    output,
    async (root) => {
      const session = await store.load(vscode.Uri.file(root));
      store.activate(session);
      return session;
    },
  );
  const decisions = createDecisionMakerLater(createMovesNotice(context.globalState));
  const register = createRegisterCommand(output, context.subscriptions);
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
    compare: onlyTrusted(async (task, hooks) => (await loadEngine()).startCompare(task, { engineFile, ...hooks })),
    showTab: (tab) => {
      void panel.showTab(tab);
    },
  });
  const queueOpener = once(async () => (await import('./session/open-session.ts')).createQueueOpener(sessionOptions));
  const queues = createQueueRuns({
    ...{ output, cacheFolder },
    choose: onlyTrusted(async (options, count, hooks) =>
      (await loadEngine()).startNext(options, count, { engineFile, ...hooks }),
    ),
    openQueue: async (queue) => (await queueOpener())(queue),
  });
  const unsure = createUnsureMarks(context.workspaceState);
  const loadPictures = once(async () => {
    const pictures = (await loadPanel()).createPictures(engineFile, thumbnailsFolder.fsPath);
    context.subscriptions.push(pictures);
    return pictures;
  });
  const panel = createPanelLater(async () => {
    const { createCheckThresholds, createClassKeyStore, createDatasetChoice, ...work } = await loadPanel();
    const pictures = await loadPictures();
    return work.createPanel({
      ...{ extensionUri, store, runs, decisions, pictures, output, remediation, queues },
      restored: () => restored,
      ...{ thumbnailsFolder, viewType: VIEW_TYPE },
      classKeys: createClassKeyStore(context.workspaceState),
      checkThresholds: createCheckThresholds(context.workspaceState),
      layOutMap: onlyTrusted(async (root, hooks) => (await loadEngine()).startMap(root, { engineFile, ...hooks })),
      unsure,
      datasets: createDatasetChoice(store),
      openWalkthrough: () => {
        void openWalkthrough(context.extension.id);
      },
    });
  });
  const closing = new AbortController();
  const commandDeps = {
    ...{ context, register, runs, queues, store, output, cacheFolder },
    showPanel: panel.show,
    closing: closing.signal,
  };
  context.subscriptions.push(
    new vscode.Disposable(() => {
      closing.abort();
    }),
    ...[output, store, runs, remediation, queues, panel, trust],
    createContextKeys(store),
    createStatusBar(store, runs),
    registerMcpServer(context),
    registerTools({
      ...{ store, runs, decisions, output, cacheFolder },
      thumbnail: async (...args) => (await loadPictures()).sized(...args),
      restored: () => restored,
    }),
    registerRemediationCommands({
      store,
      register,
      remediation,
      summaryOf: async (session) => (await loadPanel()).summaryText(session, unsure),
      exporter: onlyTrusted(async (task) => (await loadEngine()).startExport(task, { engineFile })),
    }),
    registerPictureMenu(register, panel.picture),
    registerCommands(commandDeps),
    whenTrusted(() => {
      followClusterRuns(commandDeps);
    }),
    registerLanguageFeatures(context, {
      register,
      store,
      decisions,
      showInPanel: panel.select,
      showLike: panel.showLike,
    }),
  );
  return createExtensionApi({ store, runs, decisions, cacheFolder, restored: () => restored }, context.subscriptions);
}
