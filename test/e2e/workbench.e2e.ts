import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import {
  launchBrowser,
  makeImageFolder,
  openFile,
  openWorkbench,
  runCommand,
  screenshot,
  setTheme,
  startServer,
  type CodeServer,
  type ImageFolder,
} from '../harness/index.ts';

describe('the workbench', () => {
  let images: ImageFolder;
  let server: CodeServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    images = await makeImageFolder();
    server = await startServer();
    browser = await launchBrowser();
    page = await openWorkbench(browser, { server, folder: images.folder });
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await images.remove();
  });

  it('lists the data set in the explorer', async () => {
    await page.getByRole('treeitem', { name: 'labels.csv' }).waitFor();
    await page.getByRole('treeitem', { name: 'images' }).waitFor();
  });

  it('opens labels.csv', async () => {
    await openFile(page, 'labels.csv');
    const [first] = images.examples;
    await page.getByText(`${first.path},${first.given}`).first().waitFor();
  });

  it('runs a command from the palette', async () => {
    await runCommand(page, 'Problems: Focus on Problems View');
    await page.locator('.markers-panel').waitFor();
  });

  for (const theme of ['light', 'dark', 'high-contrast'] as const) {
    it(`shows itself in ${theme}`, async () => {
      await setTheme(page, theme);
      const { size } = await stat(await screenshot(page, `workbench-${theme}`));
      assert.ok(size > 10_000, `the screenshot has only ${size} bytes`);
    });
  }
});
