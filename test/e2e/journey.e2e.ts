import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import type { AuditReport, LabelIssue } from '../../src/audit/report/types.ts';
import {
  launchBrowser,
  notification,
  openFile,
  untilEditorFocused,
  openWorkbench,
  problems,
  reloadWorkbench,
  repositoryRoot,
  runCommand,
  screenshot,
  setTheme,
  startServer,
  waitForTab,
  webview,
  type CodeServer,
} from '../harness/index.ts';

/** Keys that a reviewer presses, one for each of the ten worst pictures. */
const KEYS = ['Enter', 'Enter', 'k', 'Enter', 'Delete', 'Enter', 'a class', 'Enter', 'k', 'Enter'] as const;

/** Looks until `look` finds what `wanted` says, for things that happen outside the page. */
async function eventually<T>(look: () => Promise<T>, wanted: T, what: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  let found = await look();
  while (JSON.stringify(found) !== JSON.stringify(wanted) && Date.now() < deadline) {
    await sleep(50);
    found = await look();
  }
  assert.deepEqual(found, wanted, what);
}

describe('from the palette to better labels', () => {
  let parent: string;
  let folder: string;
  let labelsFile: string;
  let before10: string;
  let after10: string;
  let report: AuditReport;
  let server: CodeServer;
  let browser: Browser;
  let page: Page;
  let panel: FrameLocator;

  const labels = (): Promise<string> => readFile(labelsFile, 'utf8');
  const line = ({ path, givenLabel }: LabelIssue): string => `${path},${givenLabel}\n`;

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'label-audit-journey-'));
    folder = join(parent, 'digits');
    await cp(join(repositoryRoot, 'dist', 'sample'), folder, { recursive: true });
    labelsFile = join(folder, 'labels.csv');
    before10 = await labels();
    // Digits: by default both models would be tried first, and no fold be told of until then.
    server = await startServer({ settings: { 'labelAudit.model': 'small-cnn' } });
    browser = await launchBrowser();
    page = await openWorkbench(browser, { server, folder });
    panel = webview(page);
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(parent, { recursive: true, force: true });
  });

  let tests = 0;
  // For whoever wants to know how a test failed.
  afterEach(() => screenshot(page, `journey-${String((tests += 1)).padStart(2, '0')}`));

  const openStatus = (open: number) =>
    page.locator('.statusbar-item').filter({ hasText: new RegExp(`, ${open} open$`) });

  it('an empty panel says how to begin', async () => {
    await runCommand(page, 'Label Audit: Show Audit Panel');
    await panel.getByRole('button', { name: 'Audit Labels' }).waitFor();
    await screenshot(page, 'panel-empty');
  });

  it('Audit Labels shows its progress and can be cancelled', async () => {
    await runCommand(page, 'Label Audit: Audit Labels');
    const toast = await notification(page, /Auditing digits.*Training fold 1 of 5, epoch \d+ of \d+/);
    await panel
      .getByText(/Training fold [1-5] of 5, epoch \d+ of \d+/)
      .first()
      .waitFor();
    await screenshot(page, 'panel-running');
    await toast.getByRole('button', { name: 'Cancel' }).click();
    await panel.getByText(/was cancelled/).waitFor();
    await screenshot(page, 'panel-cancelled');
    assert.equal(await labels(), before10);
  });

  it('Audit Labels, to the end, shows the worst pictures first', async () => {
    await panel.getByRole('button', { name: 'Audit Again' }).click();
    const finished = page
      .locator('.notification-toast')
      .filter({ hasText: /labels are flagged/ })
      .first();
    await finished.waitFor({ timeout: 300_000 });
    report = JSON.parse(await readFile(join(folder, '.label-audit', 'report.json'), 'utf8')) as AuditReport;
    assert.ok(report.issues.length > KEYS.length, `only ${report.issues.length} were flagged`);
    await openStatus(report.issues.length).waitFor();
    await panel.getByText(`0 of ${report.issues.length} reviewed`).first().waitFor();
    const first = panel.getByRole('option').first();
    assert.equal(await first.getAttribute('title'), report.issues[0].path);
    await panel.locator('.card img').first().waitFor();
  });

  it('the panel is the same in every theme, and accessible', async () => {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await runCommand(page, 'Notifications: Clear All Notifications');
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await setTheme(page, theme);
      await panel.getByRole('option').first().click();
      await panel.locator('label-audit-detail img').first().waitFor();
      await sleep(300);
      await screenshot(page, `panel-${theme}`);
      const frame = page.frames().find((one) => one.name() === 'active-frame' || one.url().includes('fake.html'))!;
      await frame.evaluate(axe);
      const violations = await frame.evaluate(async () => {
        const { axe: checker } = window as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        return (await checker.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
      });
      assert.deepEqual(violations, [], theme);
    }
  });

  it('ten pictures are reviewed by keyboard, and labels.csv has exactly these decisions', async () => {
    await panel.getByRole('option').first().click();
    let expected = before10;
    for (const [at, key] of KEYS.entries()) {
      const issue = report.issues[at];
      let label: string | undefined;
      let pressed: string = key;
      if (key === 'Enter') label = issue.suggestedLabel;
      if (key === 'a class') {
        const second = panel.locator('label-audit-probabilities li').nth(1);
        label = await second.locator('.class').innerText();
        pressed = await second.locator('kbd').innerText();
        assert.ok(label);
      }
      if (key === 'Delete') expected = expected.replace(line(issue), '');
      else if (label !== undefined) expected = expected.replace(line(issue), `${issue.path},${label}\n`);
      await page.keyboard.press(pressed);
      await panel
        .getByText(`${at + 1} of ${report.issues.length} reviewed`)
        .first()
        .waitFor();
    }
    await eventually(labels, expected, 'labels.csv');
    after10 = expected;
    await openStatus(report.issues.length - KEYS.length).waitFor();
    await screenshot(page, 'panel-reviewed');
  });

  it('what was kept is remembered in reviews.csv', async () => {
    const reviews = await readFile(join(folder, '.label-audit', 'reviews.csv'), 'utf8');
    for (const [at, key] of KEYS.entries()) {
      if (key === 'k') assert.ok(reviews.includes(report.issues[at].path), reviews);
    }
  });

  it('U takes the last label change back', async () => {
    await page.keyboard.press('u');
    const last = report.issues[KEYS.length - 1];
    const undone = after10.replace(`${last.path},${last.suggestedLabel}\n`, line(last));
    assert.notEqual(undone, after10);
    await eventually(labels, undone, 'labels.csv after undo');
    await openStatus(report.issues.length - KEYS.length + 1).waitFor();
    await page.keyboard.press('Enter');
    await eventually(labels, after10, 'labels.csv after the decision was made again');
  });

  it('the health tab shows classes, joint and learning curves in every theme', async () => {
    await panel.getByRole('tab', { name: 'Health' }).click();
    await panel.getByText('Learning curves').waitFor();
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await setTheme(page, theme);
      await sleep(500);
      await screenshot(page, `health-${theme}`);
    }
    await panel.getByRole('tab', { name: 'Review' }).click();
  });

  it('a problem has a quick fix, and undo brings it back', async () => {
    const open = report.issues.length - KEYS.length;
    await openFile(page, 'labels.csv');
    const rows = await problems(page);
    const issues = rows.filter({ hasText: 'looks like' });
    // The list holds only the rows in sight; the number beside the file's name counts all.
    const count = () => rows.filter({ hasText: 'labels.csv' }).locator('.monaco-count-badge').first().innerText();
    await eventually(count, String(open), 'problems');
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await setTheme(page, theme);
      await sleep(300);
      await screenshot(page, `problems-${theme}`);
    }
    const text = await issues.first().innerText();
    const [, given, suggested] = /"(\d)" looks like "(\d)"/.exec(text)!;
    await issues.first().click();
    await page.keyboard.press('Control+.');
    const fix = page.getByRole('menuitem', { name: new RegExp(`^Change to "${suggested}"`) }).first();
    await fix.hover();
    // A menu takes a click that comes at once for the end of the one that opened it.
    await sleep(500);
    await fix.click();
    await eventually(count, String(open - 1), 'problems after the fix');
    const changed = report.issues.filter((issue) => issue.givenLabel === given && issue.suggestedLabel === suggested);
    const possible = changed.map((issue) => after10.replace(line(issue), `${issue.path},${suggested}\n`));
    await eventually(async () => possible.includes(await labels()), true, 'labels.csv after the quick fix');
    await page.locator('.tab').filter({ hasText: 'labels.csv' }).first().click();
    await untilEditorFocused(page);
    await page.keyboard.press('Control+z');
    await eventually(count, String(open), 'problems after undo');
  });

  it('a hover shows the picture and what the model thinks', async () => {
    await runCommand(page, 'View: Hide Panel');
    await page.locator('.tab').filter({ hasText: 'labels.csv' }).first().click();
    await untilEditorFocused(page);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Control+F8');
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await setTheme(page, theme);
      // By keyboard: a hover vanishes when the pointer moves.
      await page.mouse.move(700, 880);
      await page.keyboard.press('Control+k');
      await page.keyboard.press('Control+i');
      const hover = page.locator('.monaco-hover:visible').filter({ hasText: '%' }).first();
      await hover.locator('img').first().waitFor();
      await sleep(500);
      await screenshot(page, `hover-${theme}`);
      await page.keyboard.press('Escape');
    }
  });

  it('all of it is there again after a reload, and says when the labels have changed meanwhile', async () => {
    await page.keyboard.press('Control+s');
    await sleep(500);
    await reloadWorkbench(page);
    await openStatus(report.issues.length - KEYS.length).waitFor();
    await waitForTab(page, /Label Audit/);
    await runCommand(page, 'Label Audit: Show Audit Panel');
    await panel.getByText(`${KEYS.length} of ${report.issues.length} reviewed`).first().waitFor();

    await runCommand(page, 'View: Close All Editors');
    const now = await labels();
    await writeFile(labelsFile, now.replace(/\n(images\/[^,]*),\d\n/, '\n$1,unknown\n'));
    await reloadWorkbench(page);
    await notification(page, /have changed since/);
    await runCommand(page, 'Label Audit: Show Audit Panel');
    await panel.getByText(/have changed since this audit/).waitFor();
    await screenshot(page, 'panel-stale');
  });
});
