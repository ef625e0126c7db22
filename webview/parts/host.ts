import type { PanelMessage } from '../../src/protocol/index.ts';

/** What VS Code gives to the script of a webview, once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The way to the extension. */
export interface Host {
  post(message: PanelMessage): void;
  load(): unknown;
  save(state: unknown): void;
}

export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return {
    post: (message) => {
      api.postMessage(message);
    },
    load: () => api.getState(),
    save: (state) => {
      api.setState(state);
    },
  };
}
