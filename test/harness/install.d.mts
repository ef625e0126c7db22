/** One line per step of an installation. */
export type Log = (line: string) => void;
/** What Playwright's `launch` needs to know of a browser. */
export interface InstalledBrowser {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}
/** An installation that can't go on; the message is one line that says what to do. */
export class HarnessInstallError extends Error {}
/** Absolute path of the repository. */
export const repositoryRoot: string;
/** Where downloads are kept between runs; `LABEL_AUDIT_VSCODE_CACHE` moves it. */
export function cacheFolder(): string;
/** Installs the VS Code server unless it is there; returns its folder. */
export function installVsCode(log?: Log): Promise<string>;
/** Finds or installs a browser. */
export function installBrowser(log?: Log): Promise<InstalledBrowser>;
/** Installs the packager of VSIX files unless it is there; returns the path of its program. */
export function installVsce(log?: Log): Promise<string>;
/** Everything that the tests in a real VS Code need. */
export function installHarness(log?: Log): Promise<{ serverFolder: string; browser: InstalledBrowser }>;
