export { makeImageFolder, type ImageFolder, type ImageFolderOptions, type MadeExample } from './image-folder.ts';
export { runInHost, type HostOptions, type HostResults } from './host.ts';
export { repositoryRoot } from './install.mjs';
export type { SuiteResults, TestResult } from './results.ts';
export { startServer, ServerStartError, type CodeServer, type ServerOptions, type Settings } from './server.ts';
export {
  launchBrowser,
  notification,
  openFile,
  untilEditorFocused,
  openWorkbench,
  pick,
  problems,
  quickPickRow,
  reloadWorkbench,
  runAndPick,
  runCommand,
  screenshot,
  setTheme,
  waitForTab,
  waitUntilRestored,
  webview,
  workbenchAddress,
  type Theme,
  type WorkbenchOptions,
} from './workbench.ts';
export { RESULTS_FILE, TEST_FILTER } from './results.ts';
