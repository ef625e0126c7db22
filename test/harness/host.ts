import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { repositoryRoot } from './install.mjs';
import { LIVE, RESULTS_FILE, TEST_FILTER, type SuiteResults, type TestResult } from './results.ts';
import { startServer, type ServerOptions } from './server.ts';
import { launchBrowser, openWorkbench, screenshot } from './workbench.ts';

export interface HostOptions extends ServerOptions {
  /** Absolute path of a CommonJS file that exports `run(): Promise<void>`. */
  readonly testsPath: string;
  /** Absolute path of the folder to open. */
  readonly workspace: string;
  /** Only tests whose full title matches this pattern. */
  readonly filter?: string;
  /** Milliseconds for the whole suite. Default: 15 minutes. */
  readonly timeout?: number;
  /** Called with one line for each test that ends. All else goes to `test-results/vscode.log`. */
  readonly onLog?: (line: string) => void;
}

export interface HostResults {
  readonly tests: readonly TestResult[];
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why the suite can't be trusted although its tests may have passed: a crash, a time-out, no test at all. */
  readonly problem?: string;
}

/** Gives the window what VS Code calls while it runs tests. */
async function exposeAutomation(page: Page, onLog: (line: string) => void, onExit: (code: number) => void) {
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
    onLog(args.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' '));
  });
  await page.exposeFunction('codeAutomationExit', onExit);
}

async function readResults(file: string): Promise<readonly TestResult[] | undefined> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as SuiteResults).tests;
  } catch {
    return undefined; // the caller reports a suite without results
  }
}

/** Runs a suite inside the extension host of a fresh VS Code and waits for its end. */
export async function runInHost(options: HostOptions): Promise<HostResults> {
  const file = join(repositoryRoot, 'test-results', 'vscode.json');
  await mkdir(dirname(file), { recursive: true });
  await rm(file, { force: true });
  const env = { ...options.env, [RESULTS_FILE]: file, [TEST_FILTER]: options.filter ?? '' };
  const server = await startServer({ ...options, env });
  let code: number | undefined;
  let output = '';
  const log = (line: string) => {
    output += `${line}\n`;
    if (line.startsWith(LIVE)) options.onLog?.(line.slice(LIVE.length));
  };
  try {
    const browser = await launchBrowser();
    try {
      let exit!: (code: number) => void;
      const ended = new Promise<number>((resolve) => (exit = resolve));
      const page = await openWorkbench(browser, {
        server,
        folder: options.workspace,
        payload: [['extensionTestsPath', `vscode-remote://${server.authority}${options.testsPath}`]],
        prepare: (p) => exposeAutomation(p, log, exit),
      });
      const late = sleep(options.timeout ?? 15 * 60_000, undefined, { ref: false });
      code = await Promise.race([ended, late]);
      if (code !== 0) await screenshot(page, 'vscode-failed').catch(() => undefined);
    } finally {
      await browser.close();
    }
  } finally {
    await writeFile(join(dirname(file), 'vscode.log'), `${output}\n--- server\n${server.log()}`);
    await server.stop();
  }
  return judge(await readResults(file), code);
}

/** Both signals must agree: the file of results, and the code with which the extension host ended. */
function judge(tests: readonly TestResult[] | undefined, code: number | undefined): HostResults {
  const count = (state: TestResult['state']) => (tests ?? []).filter((test) => test.state === state).length;
  const counts = { tests: tests ?? [], passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
  let problem: string | undefined;
  if (code === undefined) problem = 'the suite did not end in time';
  else if (!tests) problem = `the suite wrote no results (the extension host ended with code ${code})`;
  else if (counts.passed + counts.failed === 0) problem = 'no test ran';
  else if (code !== 0 && counts.failed === 0)
    problem = `all tests passed, yet the extension host ended with code ${code}`;
  else if (code === 0 && counts.failed > 0) problem = 'tests failed, yet the extension host ended with code 0';
  return { ...counts, problem };
}
