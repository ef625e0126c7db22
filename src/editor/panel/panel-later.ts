import * as vscode from 'vscode';
import type { AuditPanel } from './panel.ts';

/** Also in the manifest's activation events: a panel that was open is there again after a reload. */
export const VIEW_TYPE = 'labelAudit.panel';

/** What opens the panel: each settles when the panel has been told. */
export type AuditPanelLater = {
  readonly [Name in Exclude<keyof AuditPanel, 'adopt' | 'dispose'>]: (
    ...args: Parameters<AuditPanel[Name]>
  ) => Promise<void>;
} & Pick<vscode.Disposable, 'dispose'>;

/**
 * The panel, whose code is loaded when it is opened first.
 * @param load loads it
 */
export function createPanelLater(load: () => Promise<AuditPanel>): AuditPanelLater {
  let loading: Promise<AuditPanel> | undefined;
  const loaded = (): Promise<AuditPanel> => (loading ??= load());
  const serializer = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
    deserializeWebviewPanel: async (view) => {
      (await loaded()).adopt(view);
    },
  });
  return {
    show: async () => {
      (await loaded()).show();
    },
    select: async (session, id) => {
      (await loaded()).select(session, id);
    },
    showLike: async (session, given, suggested) => {
      (await loaded()).showLike(session, given, suggested);
    },
    picture: async (item, id) => {
      (await loaded()).picture(item, id);
    },
    showTab: async (tab) => {
      (await loaded()).showTab(tab);
    },
    dispose: () => {
      serializer.dispose();
      void loading?.then((panel) => {
        panel.dispose();
      });
    },
  };
}
