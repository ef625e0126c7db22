import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import type { AuditReport } from '../../src/audit/report/types.ts';
import {
  launchBrowser,
  openWorkbench,
  runCommand,
  screenshot,
  setTheme,
  startServer,
  webview,
  type CodeServer,
} from '../harness/index.ts';
import { hasPhotos, PHOTOS } from './shared-photos.ts';

const isThere = hasPhotos('the journey on photographs needs');

/** Enough to judge, and too few. */
const [MANY, FEW] = [180, 60];
/** The quickest that knows what is on a photograph. */
const SETTINGS = { 'labelAudit.model': 'features', 'labelAudit.preset': 'fast' };

describe.runIf(isThere)('photographs, judged by features', () => {
  let parent: string;
  let server: CodeServer;
  let browser: Browser;
  let page: Page;
  let opened: BrowserContext | undefined;
  let panel: FrameLocator;

  /** The first photographs of the train split, in a folder of their own. */
  const photographs = async (name: string, count: number): Promise<string> => {
    const [, ...rows] = (await readFile(join(PHOTOS, 'labels.csv'), 'utf8')).trimEnd().split('\n');
    const some = rows.filter((row) => row.endsWith(',train')).slice(0, count);
    const folder = join(parent, name);
    for (const row of some) {
      const file = join(folder, row.slice(0, row.indexOf(',')));
      await mkdir(dirname(file), { recursive: true });
      await copyFile(join(PHOTOS, row.slice(0, row.indexOf(','))), file);
    }
    const lines = some.map((row) => row.slice(0, row.lastIndexOf(',')));
    await writeFile(join(folder, 'labels.csv'), `${['image,label', ...lines].join('\n')}\n`);
    return folder;
  };
  const reportOf = async (folder: string): Promise<AuditReport> =>
    JSON.parse(await readFile(join(folder, '.label-audit', 'report.json'), 'utf8')) as AuditReport;
  const open = async (folder: string): Promise<void> => {
    await opened?.close();
    page = await openWorkbench(browser, { server, folder });
    opened = page.context();
    panel = webview(page);
  };
  const audit = async (said: RegExp): Promise<void> => {
    await runCommand(page, 'Label Audit: Audit Labels');
    await page.locator('.notification-toast').filter({ hasText: said }).first().waitFor({ timeout: 180_000 });
    await panel.getByRole('option').first().click();
    await panel.locator('label-audit-detail img').first().waitFor();
  };

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'label-audit-photos-'));
    server = await startServer({ settings: SETTINGS });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(parent, { recursive: true, force: true });
  });
  let tests = 0;
  afterEach(() => screenshot(page, `photos-${String((tests += 1)).padStart(2, '0')}`));

  it('the list says how far it is to be trusted, and each picture why it is there', async () => {
    const folder = await photographs('many', MANY);
    await open(folder);
    await audit(/labels are flagged; about \d+ of them are wrong/);
    const { trust, issues, crossValidation } = await reportOf(folder);
    assert.equal(crossValidation?.settings.model, 'features');
    assert.ok(trust && trust.weak === undefined, `the model is weak: ${trust?.weak}`);
    await panel
      .getByRole('note')
      .filter({ hasText: /Of the first \d+ of the list about \d+ are wrong/ })
      .waitFor();
    const why = await panel.locator('label-audit-detail .why').innerText();
    assert.match(why, /^Why: .*nearest pictures (is|are) labelled ".+"; the model (gives|never predicts) "/);
    assert.ok(issues.slice(0, 5).every(({ nearest = [] }) => nearest.reduce((sum, [, n]) => sum + n, 0) === 5));
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await setTheme(page, theme);
      await panel.getByRole('option').first().click();
      await panel.locator('label-audit-detail img').first().waitFor();
      await screenshot(page, `photos-trust-${theme}`);
    }
    await panel.getByRole('tab', { name: 'Health' }).click();
    await panel.getByText('How far to trust the list').waitFor();
    await panel.getByText(/estimated from \d+ errors that the audit planted itself/).waitFor();
    await screenshot(page, 'photos-health');
  });

  it('the map shows all pictures, by neighbours too, and a part of it in the review', async () => {
    const folder = await photographs('mapped', MANY);
    await open(folder);
    await audit(/labels are flagged/);
    await panel.getByRole('tab', { name: 'Map' }).click();
    await panel.getByRole('button', { name: `Show ${MANY} pictures in sight` }).waitFor();
    await panel.locator('vscode-dropdown[aria-label="Layout"]').click();
    await panel.getByRole('option', { name: 'By neighbours (UMAP)' }).click();
    const files = (): Promise<string[]> => readdir(join(folder, '.label-audit'));
    for (let tries = 0; tries < 600 && !(await files()).some((name) => name.startsWith('map_layout')); tries += 1) {
      await sleep(50);
    }
    await panel.getByText('Laying out').waitFor({ state: 'detached' });
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await setTheme(page, theme);
      await screenshot(page, `photos-map-${theme}`);
    }
    await panel.locator('label-audit-map-canvas canvas').focus();
    for (let i = 0; i < 5; i += 1) await page.keyboard.press('+');
    const button = panel.locator('label-audit-map .seen');
    await button.filter({ hasNotText: String(MANY) }).waitFor();
    const [, some] = /Show (\d+) picture/.exec(await button.innerText())!;
    await page.keyboard.press('Enter');
    await panel.getByText(new RegExp(`From the map: ${some} picture`)).waitFor();
    await panel.getByRole('option').first().waitFor();
  });

  it('a model that is too weak gives no health, and calls nothing wrong', async () => {
    const folder = await photographs('few', FEW);
    await open(folder);
    await audit(/It disagrees with \d+ of 60/);
    const { trust, issues } = await reportOf(folder);
    assert.ok(trust?.weak !== undefined, '60 photographs were thought enough');
    await page
      .locator('.statusbar-item')
      .filter({ hasText: /not known, \d+ open/ })
      .waitFor();
    assert.equal(await page.getByText('probably wrong').count(), 0);
    assert.equal(await panel.getByText('probably wrong').count(), 0);
    await panel
      .getByRole('note')
      .filter({ hasText: /too weak|too few pictures/ })
      .waitFor();
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await setTheme(page, theme);
      await screenshot(page, `photos-weak-${theme}`);
    }
    await panel.getByRole('tab', { name: 'Health' }).click();
    await panel.getByText('Not known').waitFor();
    await panel.getByRole('region', { name: 'What the model reaches of each class' }).waitFor();
    await panel.getByText(/The model reaches .* of the given labels on pictures that it has not seen/).waitFor();
    await screenshot(page, 'photos-weak-health');
    await panel.getByRole('tab', { name: 'Review' }).click();

    // A person judges all the same: one picture, and back again.
    const file = join(folder, 'labels.csv');
    const before = await readFile(file, 'utf8');
    const at = issues.findIndex((issue) => issue.suggestedLabel !== issue.givenLabel);
    const { path, givenLabel, suggestedLabel } = issues[at];
    const after = before.replace(`${path},${givenLabel}\n`, `${path},${suggestedLabel}\n`);
    assert.notEqual(after, before);
    await panel.getByRole('option').nth(at).click();
    await page.keyboard.press('Enter');
    await untilFile(file, after);
    await page.keyboard.press('u');
    await untilFile(file, before);
  });
});

async function untilFile(file: string, wanted: string): Promise<void> {
  for (let tries = 0; tries < 300 && (await readFile(file, 'utf8')) !== wanted; tries += 1) await sleep(50);
  assert.equal(await readFile(file, 'utf8'), wanted);
}
