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
/** Packages by a lockfile; returns the folder that holds their node_modules. */
export function installLocked(
  name: string,
  title: string,
  what: { readonly manifest: object; readonly lock: object; readonly wanted: readonly string[] },
  log?: Log,
): Promise<string>;
/** A program of an npm package, such as `deno@2.9.6`; returns its path. */
export function installProgram(spec: string, program: string, log?: Log): Promise<string>;
/** A Python package; returns the folder for PYTHONPATH. */
export function installPython(spec: string, log?: Log): Promise<string>;
/** Everything that the tests in a real VS Code need. */
export function installHarness(log?: Log): Promise<{ serverFolder: string; browser: InstalledBrowser }>;
