import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import {
  launchBrowser,
  notification,
  openFile,
  openWorkbench,
  runCommand,
  screenshot,
  setTheme,
  startServer,
  type CodeServer,
} from '../harness/index.ts';

const COMMAND = 'Label Audit: Locate the Pictures of a Labels File…';
const COUNT = 12;

describe('the dialog that locates the pictures of a labels file', () => {
  let folder: string;
  let server: CodeServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'label-audit-locate-'));
    for (const name of ['pics', 'thumbs']) {
      await mkdir(join(folder, name));
      for (let i = 0; i < COUNT - (name === 'pics' ? 0 : 2); i += 1)
        await writeFile(join(folder, name, `${i}.png`), '');
    }
    const rows = Array.from({ length: COUNT }, (_, i) => `${i};${100 + i};${i % 2 === 0 ? 'cat' : 'dog'}\n`);
    await writeFile(join(folder, 'images.csv'), `image;sender_id;kids\n${rows.join('')}`);
    server = await startServer({});
    browser = await launchBrowser();
    page = await openWorkbench(browser, { server, folder });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const widget = (): Locator => page.locator('.quick-input-widget:visible');
  const row = (text: string | RegExp): Locator => widget().locator('.monaco-list-row').filter({ hasText: text });
  const message = (text: string): Promise<void> =>
    widget().locator('.quick-input-message').filter({ hasText: text }).waitFor();

  it('counts what each answer finds, as it is typed, and keeps the answer in the settings', async () => {
    await openFile(page, 'images.csv');
    await runCommand(page, COMMAND);
    await row(/image.*12 of 12 found; "0" is pics\/0\.png/).waitFor();
    await row(/sender_id.*0 of 12 found; "100" is not there/).waitFor();
    await screenshot(page, 'locate-pictures-column-dark');
    await row(/^image/).click();
    await row(/kids.*2 labels: cat \(6\), dog \(6\)/).click();
    await row(/As found: pics\/\{id\}\.png.*12 of 12 found/).waitFor();
    await row(/pics\s*12 of 12 found/).waitFor();
    await row(/thumbs\s*10 of 12 found; "10" is not there/).waitFor();
    await screenshot(page, 'locate-pictures-place-dark');
    await row('Type a pattern…').click();
    await message('12 of 12 found');
    const input = widget().locator('input').last();
    await input.fill('thumbs/{id}.png');
    await message('10 of 12 found; "10" is not there');
    await input.fill('pics/{id}.jpg');
    await message('0 of 12 found; "0" is not there');
    await input.fill('pics/{id}.png');
    await message('12 of 12 found; "0" is pics/0.png');
    await screenshot(page, 'locate-pictures-pattern-dark');
    await input.press('Enter');
    await notification(page, 'images.csv: 12 of 12 found. This is kept in the settings of the workspace.');
    const settings: unknown = JSON.parse(await readFile(join(folder, '.vscode', 'settings.json'), 'utf8'));
    assert.deepEqual(settings, {
      'labelAudit.imageColumn': 'image',
      'labelAudit.labelColumn': 'kids',
      'labelAudit.imagePattern': 'pics/{id}.png',
    });
  });

  it('can be given up, and is as clear on a light ground', async () => {
    await setTheme(page, 'light');
    await runCommand(page, COMMAND);
    await row(/image.*12 of 12 found/).waitFor();
    await screenshot(page, 'locate-pictures-column-light');
    await page.keyboard.press('Escape');
    await widget().waitFor({ state: 'hidden' });
  });
});
