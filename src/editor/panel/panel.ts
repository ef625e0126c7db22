import { basename } from 'node:path';
import * as vscode from 'vscode';
import { panelMessageReader, type HostMessage, type PictureItem } from '../../protocol/index.ts';
import { answerPanel, type PanelAnswerDeps } from './panel-answers.ts';
import { createBlockedUpdates } from './blocked-updates.ts';
import { createBrowseUpdates, type BrowseUpdates } from './browse-updates.ts';
import { createCheckUpdates, type CheckUpdates } from './checks/check-updates.ts';
import type { CheckThresholds } from './checks/check-thresholds.ts';
import { createMapUpdates, type LayOutMap, type MapUpdates } from './map/map-updates.ts';
import { createReviewUpdates, type ReviewUpdates } from './review-updates.ts';
import { createDatasetUpdates } from './dataset-updates.ts';
import { createHistoryUpdates } from './history-updates.ts';
import { createPanelUpdates, type PanelUpdates } from './panel-updates.ts';
import { createQueueUpdates, type QueueUpdates } from './queue/queue-updates.ts';
import { panelHtml } from './panel-html.ts';
import { plainMessage } from '../host/output.ts';
import { currentPath } from './panel-pictures.ts';
import type { QueueRuns } from '../runs/queue/queue-runs.ts';
import type { AuditSession } from '../session/types.ts';

/** About so many pictures are in sight when the panel opens. */
const FIRST = 30;

export interface PanelDeps extends PanelAnswerDeps {
  readonly extensionUri: vscode.Uri;
  /** VS Code knows the panel by it. */
  readonly viewType: string;
  /** Folder of the thumbnails. */
  readonly thumbnailsFolder: vscode.Uri;
  readonly checkThresholds: CheckThresholds;
  readonly layOutMap: LayOutMap;
  readonly queues: QueueRuns;
  /** Settles when the audits of earlier windows are there. */
  readonly restored: () => Promise<void>;
}

export interface AuditPanel {
  /** Fills a panel that VS Code has opened again. */
  readonly adopt: (view: vscode.WebviewPanel) => void;
  /** Opens the panel beside the code, or brings it to the front. */
  readonly show: () => void;
  /** Shows one flagged picture. */
  readonly select: (session: AuditSession, id: number) => void;
  /** Shows all open pictures of a pair of classes, to be accepted together. */
  readonly showLike: (session: AuditSession, given: string, suggested: string) => void;
  /** Does what was chosen in the menu of a picture that it shows. */
  readonly picture: (item: PictureItem, id: number) => void;
  /** Shows one of its tabs. */
  readonly showTab: (tab: 'fix' | 'compare') => void;
  readonly dispose: () => void;
}

/** An open panel. */
interface OpenPanel {
  readonly view: vscode.WebviewPanel;
  readonly updates: PanelUpdates;
  readonly browse: BrowseUpdates;
  readonly checks: CheckUpdates;
  readonly map: MapUpdates;
  readonly reviews: ReviewUpdates;
  readonly queue: QueueUpdates;
  readonly post: (message: HostMessage) => void;
  /** Whether a front end is up and listens. */
  live: boolean;
}

/** The panel in which flagged pictures are reviewed: one for each window. */
export function createPanel(deps: PanelDeps): AuditPanel {
  const { store, runs, output } = deps;
  const dist = vscode.Uri.joinPath(deps.extensionUri, 'dist');
  let open: OpenPanel | undefined;
  let selectWhenLive: number | undefined;
  let tabWhenLive: 'fix' | 'compare' | undefined;
  let likeWhenLive: Extract<HostMessage, { type: 'like' }> | undefined;

  /** While the page loads, the thumbnails that it will ask for first are made. */
  const makeFirstPictures = (): void => {
    const session = store.active;
    if (!session) return;
    const first = session.issues.slice(0, FIRST).map((state) => currentPath(session, state));
    deps.pictures.small(session.root.fsPath, first).catch((error: unknown) => {
      output.warn(plainMessage(error));
    });
  };

  /** The data sets whose pictures the page shows. */
  const shownRoots = (): vscode.Uri[] => {
    const queue = deps.queues.current;
    return [...(store.active ? [store.active.root] : []), ...(queue ? [queue.session.root] : [])];
  };
  /** What the page may read: its own code, the thumbnails, and the data sets that it shows. */
  const optionsFor = (roots: readonly vscode.Uri[]): vscode.WebviewOptions => ({
    enableScripts: true,
    enableForms: false,
    localResourceRoots: [dist, deps.thumbnailsFolder, ...roots],
  });

  const readMessage = panelMessageReader((problem) => {
    output.warn(`The panel sent what is no message of ours, which is ignored: ${problem}`);
  });
  const receive = async (panel: OpenPanel, raw: unknown): Promise<void> => {
    const message = readMessage(raw);
    if (!message) return;
    if (message.type !== 'ready') return answerPanel(message, panel, deps);
    await deps.restored();
    panel.live = true;
    panel.updates.sendState();
    if (selectWhenLive !== undefined) panel.post({ type: 'select', id: selectWhenLive });
    selectWhenLive = undefined;
    if (tabWhenLive !== undefined) panel.post({ type: 'show', tab: tabWhenLive });
    tabWhenLive = undefined;
    if (likeWhenLive !== undefined) panel.post(likeWhenLive);
    likeWhenLive = undefined;
  };

  /** The Compare tab is told of the last comparison when it starts, when another audit is shown, and when one ends. */
  const sendComparison = ({ updates, post }: OpenPanel): void => {
    const session = updates.shown;
    if (!session) return;
    void deps.remediation.comparison(session).then(({ comparison, running }) => {
      if (updates.shown === session) post({ type: 'comparison', comparison, running });
    });
  };

  const adopt = (view: vscode.WebviewPanel): void => {
    open?.view.dispose();
    let roots: ReadonlySet<string> = new Set();
    const post = (message: HostMessage): void => {
      if (message.type === 'state' || message.type === 'queue') retarget();
      if (panel.live) void view.webview.postMessage(message);
      if (message.type !== 'state' || !panel.live) return;
      sendComparison(panel);
      blocked.send();
      checks.send();
      reviews.send();
      history.send();
      datasets.send();
      queue.send();
    };
    /** Another data set has pictures elsewhere. New options reload the page, so they are set only then. */
    const retarget = (): void => {
      const session = deps.queues.current?.session ?? store.active;
      view.title = session
        ? vscode.l10n.t('Label Audit: {0}', basename(session.root.fsPath))
        : vscode.l10n.t('Label Audit');
      const wanted = shownRoots();
      if (wanted.every(({ fsPath }) => roots.has(fsPath))) return;
      roots = new Set(wanted.map(({ fsPath }) => fsPath));
      view.webview.options = optionsFor(wanted);
    };
    const panel: OpenPanel = {
      view,
      post,
      live: false,
      browse: createBrowseUpdates(post, deps.unsure),
      map: createMapUpdates(deps.layOutMap, post),
      get checks() {
        return checks;
      },
      get reviews() {
        return reviews;
      },
      get updates() {
        return updates;
      },
      get queue() {
        return queue;
      },
    };
    const updates = createPanelUpdates(
      store,
      runs,
      (message) => {
        post(message);
      },
      (session) => {
        const [classKeys, unsure] = [deps.classKeys.of(session.root.fsPath), deps.unsure.of(session)];
        return { ...(classKeys.length > 0 ? { classKeys } : {}), ...(unsure.length > 0 ? { unsure } : {}) };
      },
    );
    const checks = createCheckUpdates(
      store,
      deps.checkThresholds,
      deps.unsure,
      (message) => {
        post(message);
      },
      (type, ids) => {
        reviews.includeFindings(type, ids);
      },
    );
    const blocked = createBlockedUpdates(store, post);
    const history = createHistoryUpdates(store, (message) => {
      post(message);
    });
    const reviews = createReviewUpdates(store, (message) => {
      post(message);
    });
    const queue = createQueueUpdates({
      ...deps,
      post: (message) => {
        post(message);
      },
      toUri: (file) => view.webview.asWebviewUri(vscode.Uri.file(file)).toString(),
    });
    const datasets = createDatasetUpdates(store, deps.datasets, (message) => {
      post(message);
    });
    open = panel;
    view.iconPath = vscode.Uri.joinPath(deps.extensionUri, 'media', 'icon.svg');
    const first = shownRoots();
    view.webview.options = optionsFor(first);
    roots = new Set(first.map(({ fsPath }) => fsPath));
    const listeners = [
      view.webview.onDidReceiveMessage((raw: unknown) => {
        receive(panel, raw).catch((error: unknown) => {
          output.error(error);
        });
      }),
      view.onDidChangeViewState(() => {
        // A hidden page is thrown away; it starts anew, and asks for the state, when it is shown again.
        if (!view.visible) panel.live = false;
      }),
    ];
    view.onDidDispose(() => {
      for (const listener of listeners) listener.dispose();
      updates.dispose();
      panel.browse.dispose();
      panel.map.dispose();
      blocked.dispose();
      checks.dispose();
      reviews.dispose();
      history.dispose();
      datasets.dispose();
      queue.dispose();
      if (open === panel) open = undefined;
    });
    view.webview.html = panelHtml(view.webview, dist);
    makeFirstPictures();
  };

  const show = (preserveFocus = false): void => {
    if (open) {
      open.view.reveal(undefined, preserveFocus);
      return;
    }
    const viewColumn = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const options = { ...optionsFor(shownRoots()), retainContextWhenHidden: false };
    adopt(
      vscode.window.createWebviewPanel(
        deps.viewType,
        vscode.l10n.t('Label Audit'),
        { viewColumn, preserveFocus },
        options,
      ),
    );
  };

  const comparisons = deps.remediation.onDidChangeComparison(() => {
    if (open?.live) sendComparison(open);
  });
  return {
    adopt,
    show: () => {
      show();
    },
    select: (session, id) => {
      store.activate(session);
      show();
      if (open?.live) open.post({ type: 'select', id });
      else selectWhenLive = id;
    },
    showLike: (session, given, suggested) => {
      store.activate(session);
      show();
      const message = { type: 'like', given, suggested } as const;
      if (open?.live) open.post(message);
      else likeWhenLive = message;
    },
    picture: (item, id) => {
      if (open?.live) open.post({ type: 'picture', item, id });
    },
    showTab: (tab) => {
      show();
      if (open?.live) open.post({ type: 'show', tab });
      else tabWhenLive = tab;
    },
    dispose: () => {
      comparisons.dispose();
      open?.view.dispose();
    },
  };
}
