import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Browser } from 'playwright-core';
import {
  launchBrowser,
  makeImageFolder,
  notification,
  openWorkbench,
  reloadWorkbench,
  screenshot,
  startServer,
  type CodeServer,
  type ImageFolder,
} from '../harness/index.ts';

/** Longer than a window waits before it offers an audit. */
const LONGER = 14_000;

describe('a workspace with a data set and no audit', () => {
  let images: readonly ImageFolder[];
  let server: CodeServer;
  let browser: Browser;

  beforeAll(async () => {
    images = [await makeImageFolder(), await makeImageFolder()];
    server = await startServer({ settings: { 'labelAudit.offerAudit': true } });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    for (const one of images) await one.remove();
  });

  const text = /labels\.csv labels pictures\. Label Audit finds the labels that are probably wrong\./;

  it('is offered one, once', async () => {
    const page = await openWorkbench(browser, { server, folder: images[0].folder });
    await notification(page, text);
    await screenshot(page, 'first-hint-dark');
    await reloadWorkbench(page);
    await sleep(LONGER);
    assert.equal(await page.locator('.notification-toast').filter({ hasText: text }).count(), 0);
    await page.close();
  });

  it('begins it from the offer', async () => {
    const page = await openWorkbench(browser, { server, folder: images[1].folder });
    const offer = await notification(page, text);
    await offer.getByText('Audit Labels').click();
    await notification(page, /Auditing/);
  });
});
