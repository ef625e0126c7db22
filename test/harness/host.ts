import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { repositoryRoot } from './install.mjs';
import { LIVE, PRESS, RESULTS_FILE, TEST_FILTER, type SuiteResults, type TestResult } from './results.ts';
import { startServer, type ServerOptions } from './server.ts';
import { launchBrowser, openWorkbench, screenshot } from './workbench.ts';

/** An extension of somebody else, which uses ours. VS Code in a browser develops only one extension at a time. */
const SECOND = join(repositoryRoot, 'test/fixtures/second-extension');
/** How long a suite may stay silent at first. */
const START_TIMEOUT = 120_000;

export interface HostOptions extends ServerOptions {
  /** Absolute path of a CommonJS file that exports `run(): Promise<void>`. */
  readonly testsPath: string;
  /** Absolute path of the folder to open. */
  readonly workspace: string;
  /** Only tests whose full title matches this pattern. */
  readonly filter?: string;
  /** Milliseconds for the whole suite, two minutes of them for its start. Default: 15 minutes. */
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

/** VS Code runs tests only in a window that develops an extension: an empty one, where ours is installed. */
async function makeCarrier(): Promise<string> {
  const folder = join(repositoryRoot, 'dist-test', 'carrier');
  await mkdir(folder, { recursive: true });
  const manifest = { name: 'carrier', publisher: 'label-audit-tests', version: '0.0.0', engines: { vscode: '*' } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
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
  const { timeout = 15 * 60_000 } = options;
  const file = join(repositoryRoot, 'test-results', 'vscode.json');
  await mkdir(dirname(file), { recursive: true });
  await rm(file, { force: true });
  const env = { ...options.env, [RESULTS_FILE]: file, [TEST_FILTER]: options.filter ?? '' };
  const server = await startServer({ ...options, others: [SECOND], env });
  let code: number | undefined;
  let output = '';
  let started = false;
  let press: ((key: string) => Promise<void>) | undefined;
  const log = (line: string) => {
    output += `${line}\n`;
    if (line.startsWith(PRESS)) void press?.(line.slice(PRESS.length));
    if (!line.startsWith(LIVE)) return;
    started = true;
    options.onLog?.(line.slice(LIVE.length));
  };
  try {
    const browser = await launchBrowser();
    try {
      let exit!: (code: number) => void;
      const ended = new Promise<number>((resolve) => (exit = resolve));
      const carrier: [string, string][] = server.extensionPath
        ? []
        : [['extensionDevelopmentPath', `vscode-remote://${server.authority}${await makeCarrier()}`]];
      const page = await openWorkbench(browser, {
        server,
        folder: options.workspace,
        payload: [...carrier, ['extensionTestsPath', `vscode-remote://${server.authority}${options.testsPath}`]],
        prepare: (p) => exposeAutomation(p, log, exit),
      });
      press = (key) => page.keyboard.press(key);
      const idle = (milliseconds: number) => sleep(milliseconds, undefined, { ref: false });
      const never = idle(START_TIMEOUT).then(() => (started ? idle(timeout - START_TIMEOUT) : undefined));
      code = await Promise.race([ended, never]);
      if (code !== 0) await screenshot(page, 'vscode-failed').catch(() => undefined);
    } finally {
      await browser.close();
    }
  } finally {
    await writeFile(join(dirname(file), 'vscode.log'), `${output}\n--- server\n${server.log()}`);
    await server.stop();
  }
  return judge(await readResults(file), code, started);
}

/** Both signals must agree: the file of results, and the code with which the extension host ended. */
function judge(tests: readonly TestResult[] | undefined, code: number | undefined, started: boolean): HostResults {
  const count = (state: TestResult['state']) => (tests ?? []).filter((test) => test.state === state).length;
  const counts = { tests: tests ?? [], passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
  let problem: string | undefined;
  if (code === undefined)
    problem = started ? 'the suite did not end in time' : 'the suite did not start (see vscode.log)';
  else if (!tests) problem = `the suite wrote no results (the extension host ended with code ${code})`;
  else if (counts.passed + counts.failed === 0) problem = 'no test ran';
  else if (code !== 0 && counts.failed === 0)
    problem = `all tests passed, yet the extension host ended with code ${code}`;
  else if (code === 0 && counts.failed > 0) problem = 'tests failed, yet the extension host ended with code 0';
  return { ...counts, problem };
}
