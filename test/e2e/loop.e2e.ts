import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { planRemediation } from '../../src/audit/remediation/plan-remediation.ts';
import { type AuditReport } from '../../src/audit/report/types.ts';
import { type Comparison } from '../../src/audit/compare/comparison.ts';
import {
  launchBrowser,
  notification,
  openFile,
  openWorkbench,
  pick,
  reloadWorkbench,
  repositoryRoot,
  runAndPick,
  runCommand,
  screenshot,
  setTheme,
  startServer,
  webview,
  type CodeServer,
} from '../harness/index.ts';

/** A budget that says nothing of the labels, but goes the whole way. */
const SETTINGS = { 'labelAudit.folds': 2, 'labelAudit.epochs': 6, 'labelAudit.compareRepeats': 2 };

describe('closing the loop', () => {
  let parent: string;
  let folder: string;
  let labelsFile: string;
  let given: string;
  let cleaned: string;
  let report: AuditReport;
  let server: CodeServer;
  let browser: Browser;
  let page: Page;
  let panel: FrameLocator;

  const labels = (): Promise<string> => readFile(labelsFile, 'utf8');
  const json = async <T>(name: string): Promise<T> =>
    JSON.parse(await readFile(join(folder, '.label-audit', name), 'utf8')) as T;
  const untilLabels = async (wanted: string, what: string): Promise<void> => {
    for (let tries = 0; tries < 300 && (await labels()) !== wanted; tries += 1) await sleep(50);
    assert.equal(await labels(), wanted, what);
  };

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'label-audit-loop-'));
    folder = join(parent, 'digits');
    await cp(join(repositoryRoot, 'dist', 'sample'), folder, { recursive: true });
    labelsFile = join(folder, 'labels.csv');
    // Every fourth picture is there to test on.
    const [header, ...rows] = (await labels()).trimEnd().split('\n');
    const split = rows.map((row, i) => `${row},${i % 4 === 3 ? 'val' : 'train'}`);
    given = `${[`${header},split`, ...split].join('\n')}\n`;
    await writeFile(labelsFile, given);
    await mkdir(join(folder, '.vscode'));
    await writeFile(join(folder, '.vscode', 'settings.json'), JSON.stringify(SETTINGS));
    server = await startServer();
    browser = await launchBrowser();
    page = await openWorkbench(browser, { server, folder });
    panel = webview(page);
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(parent, { recursive: true, force: true });
  });

  it('fixes the worst share of the training labels after a preview', async () => {
    await runCommand(page, 'Label Audit: Audit Labels');
    // After so few epochs the model may be too weak to call anything wrong; it is fixed all the same.
    const finished = page
      .locator('.notification-toast')
      .filter({ hasText: /labels are flagged|It disagrees with \d+ of/ });
    await finished.first().waitFor({ timeout: 300_000 });
    report = await json<AuditReport>('report.json');
    await runCommand(page, 'Notifications: Clear All Notifications');
    await runCommand(page, 'Label Audit: Fix Labels…');
    await panel.getByRole('checkbox', { name: 'val' }).uncheck();

    const pictures = given
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .map(([path, label, split]) => ({ path, label, split }));
    const plan = planRemediation(report, pictures, { action: 'prune', by: 'worst', share: 0.1, splits: ['train'] });
    assert.ok(plan.changes.length > 0);
    const gone = new Set(plan.changes.map(({ path }) => path));
    cleaned = given
      .split('\n')
      .filter((line) => !gone.has(line.split(',')[0]))
      .join('\n');
    const words = plan.changes.length === 1 ? '1 picture would' : `${plan.changes.length} pictures would`;
    await panel.getByText(`${words} be removed`).waitFor();
    await setTheme(page, 'light');
    await sleep(300);
    await screenshot(page, 'loop-fix-light');
    await setTheme(page, 'dark');
    await panel.getByRole('button', { name: 'Preview…' }).click();
    const preview = page.locator('.bulk-edit-panel');
    const box = preview.locator('input.edit-checkbox').first();
    await box.waitFor();
    await screenshot(page, 'loop-preview');
    assert.equal(await labels(), given, 'nothing changes before it is confirmed');
    await box.check();
    await preview.getByRole('button', { name: 'Apply' }).click();
    await untilLabels(cleaned, 'labels.csv after the fix');
  });

  it('undo restores the labels, and redo fixes them again', async () => {
    await openFile(page, 'labels.csv');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+s');
    await untilLabels(given, 'labels.csv after undo');
    await page.keyboard.press('Control+y');
    await page.keyboard.press('Control+s');
    await untilLabels(cleaned, 'labels.csv after redo');
  });

  it('compares what was audited with what is there now, on pictures that nobody touched', async () => {
    await runAndPick(page, 'Label Audit: Compare Baseline and Cleaned', 'val');
    await pick(page, 'What was changed since the audit');
    // Two repeats of two sides.
    await notification(page, /Comparing labels of digits.*Training run 1 of 4, epoch [1-6] of 6/);
    await panel.getByText('Confusion matrices').waitFor({ timeout: 300_000 });
    const comparison = await json<Comparison>('compare.json');
    assert.equal(comparison.changes.removed, given.split('\n').length - cleaned.split('\n').length);
    assert.equal(comparison.repeats, 2);
    assert.equal(comparison.split.test, 'val');
    assert.equal(comparison.baseline.trainPictures - comparison.cleaned.trainPictures, comparison.changes.removed);
    const accuracy = `${(100 * comparison.cleaned.accuracy.mean).toFixed(1)}%`;
    await panel.getByText(accuracy).first().waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await setTheme(page, theme);
      await sleep(300);
      await screenshot(page, `loop-compare-${theme}`);
    }
    assert.equal(await labels(), cleaned, 'comparing changes nothing');
    await reloadWorkbench(page);
    await runCommand(page, 'Label Audit: Show Audit Panel');
    await panel.getByRole('tab', { name: 'Compare' }).click();
    await panel.getByText(accuracy).first().waitFor();
  });

  it('exports a page with the comparison in it', async () => {
    await runAndPick(page, 'Label Audit: Export Report…', 'HTML');
    await page.locator('.quick-input-widget:visible').getByText('Export Report').first().waitFor();
    await page.keyboard.press('Enter');
    await notification(page, /The report was written to/);
    const html = await readFile(join(folder, 'digits-label-audit.html'), 'utf8');
    assert.match(html, /^<!doctype html>/);
    assert.match(html, /id="compare"/);
    assert.match(html, /data:image\/webp;base64,/);
  });
});
