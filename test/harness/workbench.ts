import { join } from 'node:path';
import { chromium, errors, type Browser, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { installBrowser, repositoryRoot } from './install.mjs';
import type { CodeServer } from './server.ts';

const THEMES = {
  light: { name: 'Default Light Modern', label: 'Light Modern', css: 'vs' },
  dark: { name: 'Default Dark Modern', label: 'Dark Modern', css: 'vs-dark' },
  'high-contrast': { name: 'Default High Contrast', label: 'Dark High Contrast', css: 'hc-black' },
  'high-contrast-light': { name: 'Default High Contrast Light', label: 'Light High Contrast', css: 'hc-light' },
} as const;

/** A colour theme of VS Code. */
export type Theme = keyof typeof THEMES;

const ARGUMENTS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

/** Starts the browser, fetching one first if the machine has none. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await installBrowser();
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return chromium.launch({ executablePath, env: { ...Object.fromEntries(own), ...env }, args: ARGUMENTS });
}

export interface WorkbenchOptions {
  readonly server: CodeServer;
  /** Absolute path of the folder to open. */
  readonly folder: string;
  /** Default: dark. */
  readonly theme?: Theme;
  /** More pairs of the workbench's payload; the extension under test is there already. */
  readonly payload?: readonly (readonly [string, string])[];
  /** Default: 1440 x 900. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Runs before the page loads: expose functions, listen to the console, emulate media. */
  readonly prepare?: (page: Page) => Promise<void> | void;
}

/** The address that opens `folder` with the extension under test. */
export function workbenchAddress(
  server: CodeServer,
  folder: string,
  payload: readonly (readonly [string, string])[] = [],
): string {
  const address = new URL(server.url);
  const source: [string, string][] = server.extensionPath
    ? [['extensionDevelopmentPath', `vscode-remote://${server.authority}${server.extensionPath}`]]
    : [];
  address.searchParams.set('folder', folder);
  address.searchParams.set('payload', JSON.stringify([...source, ...payload]));
  return address.href;
}

/** Opens a window of VS Code on `folder`, in a browser profile of its own, and waits until it is restored. */
export async function openWorkbench(browser: Browser, options: WorkbenchOptions): Promise<Page> {
  const { server, folder, theme = 'dark', viewport = { width: 1440, height: 900 } } = options;
  await server.updateSettings({ 'workbench.colorTheme': THEMES[theme].name });
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    await options.prepare?.(page);
    await page.goto(workbenchAddress(server, folder, options.payload));
    await waitUntilRestored(page);
    await waitForTheme(page, theme);
    return page;
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** Waits until a window that is loading shows its editors and views. */
export async function waitUntilRestored(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  await page.waitForFunction(() => 'driver' in window, undefined, { timeout: 60_000 });
  await page.evaluate(() =>
    (window as unknown as { driver: { whenWorkbenchRestored(): Promise<void> } }).driver.whenWorkbenchRestored(),
  );
}

/** Reloads the window by the command, which saves its state first as the browser's own reload does not. */
export async function reloadWorkbench(page: Page): Promise<void> {
  const loaded = page.waitForEvent('load');
  await runCommand(page, 'Developer: Reload Window');
  await loaded;
  await waitUntilRestored(page);
}

function waitForTheme(page: Page, theme: Theme): Promise<void> {
  return page.locator(`.monaco-workbench.${THEMES[theme].css}`).first().waitFor();
}

/** Changes the colour theme of an open window, from the palette: a window does not watch the server's settings file. */
export async function setTheme(page: Page, theme: Theme): Promise<void> {
  await runCommand(page, 'Preferences: Color Theme');
  const input = quickInput(page).locator('input').first();
  await input.fill(THEMES[theme].label);
  await pick(page, THEMES[theme].label);
  await waitForTheme(page, theme);
  await quickInput(page).waitFor({ state: 'hidden' });
}

const quickInput = (page: Page): Locator => page.locator('.quick-input-widget:visible');

/** The row of the open quick pick whose label is `label`, with or without a category before it. */
export function quickPickRow(page: Page, label: string): Locator {
  const exact = new RegExp(`^(?:[^:]+: )?${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
  const name = page.locator('.label-name').filter({ hasText: exact });
  return quickInput(page).locator('.monaco-list-row').filter({ has: name }).first();
}

/** Chooses the row `label` of the open quick pick. */
export async function pick(page: Page, label: string): Promise<void> {
  await quickPickRow(page, label).click();
}

/**
 * Runs a command from the command palette, as a user does. Waits for commands of extensions that are still loading.
 * @param title with or without its category, for example `Audit Labels` or `Label Audit: Audit Labels`
 */
export async function runCommand(page: Page, title: string, timeout = 60_000): Promise<void> {
  const deadline = Date.now() + timeout;
  for (;;) {
    await page.keyboard.press('F1');
    const row = quickPickRow(page, title);
    try {
      // A key that is pressed while the window is busy may be lost, and the list is not refreshed when an extension
      // arrives: look again from the start.
      await quickInput(page).locator('input').first().fill(`>${title}`, { timeout: 3000 });
      await row.click({ timeout: 3000 });
      return;
    } catch (error) {
      if (!(error instanceof errors.TimeoutError)) throw error;
    }
    await page.keyboard.press('Escape');
    if (Date.now() > deadline) throw new Error(`The command palette has no command "${title}".`);
  }
}

/**
 * Runs a command and chooses a row of the list that it shows. Again where the list is gone: what had the focus before the command
 * palette may take it back from a list that has just opened, which closes it.
 */
export async function runAndPick(page: Page, title: string, label: string, timeout = 60_000): Promise<void> {
  const deadline = Date.now() + timeout;
  for (;;) {
    await runCommand(page, title);
    try {
      await quickPickRow(page, label).click({ timeout: 10_000 });
      return;
    } catch (error) {
      if (!(error instanceof errors.TimeoutError) || Date.now() > deadline) throw error;
    }
    await page.keyboard.press('Escape');
  }
}

/** Opens a text of the workspace by its name, and returns its tab once keys reach it. */
export async function openFile(page: Page, name: string): Promise<Locator> {
  await page.keyboard.press('Control+p');
  await quickInput(page).locator('input').first().fill(name);
  await quickPickRow(page, name.split('/').at(-1)!).click();
  const tab = await waitForTab(page, name.split('/').at(-1)!);
  await untilEditorFocused(page);
  return tab;
}

/** Waits until a text editor has the focus: keys that are pressed before that are lost. */
export async function untilEditorFocused(page: Page): Promise<void> {
  await page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
}

/** The tab `name` of an editor or a panel, once it is there. */
export async function waitForTab(page: Page, name: string | RegExp): Promise<Locator> {
  const label = page.locator('.label-name').filter({ hasText: typeof name === 'string' ? name : new RegExp(name) });
  const tab = page.locator('.tabs-container .tab').filter({ has: label }).first();
  await tab.waitFor();
  return tab;
}

/** The document inside the webview that is shown. */
export function webview(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame');
}

/** The notification that contains `text`, once it is there. */
export async function notification(page: Page, text: string | RegExp): Promise<Locator> {
  const toast = page.locator('.notification-toast, .notification-list-item').filter({ hasText: text }).first();
  await toast.waitFor();
  return toast;
}

/** Opens the Problems view and returns its rows; those of files come before those of their problems. */
export async function problems(page: Page): Promise<Locator> {
  await runCommand(page, 'Problems: Focus on Problems View');
  return page.locator('.markers-panel .monaco-list-row');
}

/** Saves what the window shows as `test-results/NAME.png` and returns the path. */
export async function screenshot(page: Page, name: string): Promise<string> {
  const path = join(repositoryRoot, 'test-results', `${name}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  return path;
}
