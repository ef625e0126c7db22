import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import type { AuditReport } from '../../src/audit/report/types.ts';
import {
  launchBrowser,
  openWorkbench,
  runCommand,
  screenshot,
  startServer,
  webview,
  type CodeServer,
} from '../harness/index.ts';
import { hasPhotos, linesOf, PHOTOS } from './shared-photos.ts';

const isThere = hasPhotos('the review of photographs needs');

/** Some 120 of them are labelled wrongly. */
const PICTURES = 1500;
const DECISIONS = 50;
/** Every so many pictures is put off. */
const UNSURE_EVERY = 10;

/** A whole review: each decision is what a person makes who knows what is on the picture. */
describe.runIf(isThere)('photographs, reviewed from the audit to the plan', () => {
  let parent: string;
  let folder: string;
  let labelsFile: string;
  let server: CodeServer;
  let browser: Browser;
  let page: Page;
  let panel: FrameLocator;
  let report: AuditReport;
  /** What is on each picture. */
  let truth: ReadonlyMap<string, string>;
  /** What labels.csv has to hold after what was decided so far. */
  let expected: string;
  let reviewed = 0;
  const putOff: string[] = [];
  const kept: string[] = [];
  let keys: ReadonlyMap<string, string>;

  const decide = (path: string, label: string): void => {
    const row = expected.split('\n').find((line) => line.startsWith(`${path},`))!;
    const [, given, split] = row.split(',');
    if (given === label) kept.push(path);
    else expected = expected.replace(`${row}\n`, `${path},${label},${split}\n`);
    reviewed += 1;
  };
  const untilLabels = async (): Promise<void> => {
    const deadline = Date.now() + 60_000;
    while ((await readFile(labelsFile, 'utf8')) !== expected && Date.now() < deadline) await sleep(50);
    assert.ok((await readFile(labelsFile)).equals(Buffer.from(expected)), 'labels.csv has exactly the decisions');
  };
  const untilReviewed = () => panel.getByText(`${reviewed} of ${report.issues.length} reviewed`).first().waitFor();
  const shown = (text: RegExp) => panel.locator('.shown', { hasText: text }).waitFor();
  const choose = async (list: string, option: string): Promise<void> => {
    const dropdown = panel.locator(`vscode-dropdown[aria-label="${list}"]`);
    await dropdown.click();
    await dropdown
      .locator('vscode-option')
      .filter({ hasText: new RegExp(`^\\s*${option}\\s*$`) })
      .click();
  };
  const grid = () => panel.getByRole('listbox', { name: 'Flagged pictures' });

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'label-audit-review-'));
    folder = join(parent, 'photos');
    await mkdir(join(folder, 'images'), { recursive: true });
    labelsFile = join(folder, 'labels.csv');
    const rows = (await linesOf(join(PHOTOS, 'labels.csv'))).slice(0, PICTURES);
    truth = new Map((await linesOf(`${PHOTOS}-truth.csv`)).map((line) => line.split(',')).map(([p, , t]) => [p, t]));
    for (const row of rows) {
      const [path] = row.split(',');
      await copyFile(join(PHOTOS, path), join(folder, path));
    }
    expected = `${['image,label,split', ...rows].join('\n')}\n`;
    await writeFile(labelsFile, expected);
    // A good model's probabilities: the true class gets 70% to 99%, and the others what is left.
    const classes = [...new Set(rows.map((row) => row.split(',')[1]))].sort();
    const probabilities = rows.map((row, i) => {
      const [path] = row.split(',');
      const sure = 0.7 + (0.29 * ((i * 37) % 100)) / 100;
      const rest = (1 - sure) / (classes.length - 1);
      return [path, ...classes.map((name) => (name === truth.get(path) ? sure : rest).toFixed(6))].join(',');
    });
    await writeFile(
      join(parent, 'probabilities.csv'),
      `${[`image,${classes.join(',')}`, ...probabilities].join('\n')}\n`,
    );
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
  let tests = 0;
  afterEach(() => screenshot(page, `photo-journey-${String((tests += 1)).padStart(2, '0')}`));

  it('is audited with the probabilities of a model', async () => {
    await runCommand(page, "Label Audit: Audit with My Model's Predictions…");
    const dialog = page.locator('.quick-input-widget').filter({ hasText: 'out-of-sample probabilities' });
    const file = join(parent, 'probabilities.csv');
    const found = dialog.locator('.monaco-list-row').filter({ hasText: 'probabilities.csv' });
    // The dialog writes the folder that it starts in once it has read it, over what was typed before: by then it lists another folder.
    const typed = dialog.locator('input[type="text"]');
    const isKept = async (): Promise<boolean> => (await typed.inputValue()) === file && (await found.isVisible());
    for (let tries = 0; tries < 10 && !(await isKept()); tries += 1) {
      await typed.fill(file);
      await found.waitFor({ timeout: 3000 }).catch(() => undefined);
      // What it does on its own it has done by then.
      await page.waitForTimeout(500);
    }
    assert.equal(await typed.inputValue(), file);
    await dialog.getByRole('button', { name: 'Audit with These' }).click();
    await panel.getByRole('option').first().waitFor({ timeout: 60_000 });
    report = JSON.parse(await readFile(join(folder, '.label-audit', 'report.json'), 'utf8')) as AuditReport;
    assert.ok(report.issues.length > DECISIONS + 30, `only ${report.issues.length} are flagged`);
    await untilReviewed();
    await untilLabels();
  });

  it('is decided in the loupe, by keys that are the same on every picture', async () => {
    await choose('Sort by', 'Given label');
    await grid().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('?');
    const named = await panel.getByRole('button', { name: /: choose another key$/ }).allInnerTexts();
    keys = new Map(named.map((text) => text.trim().split(/\s+/)).map(([key, name]) => [name, key]));
    assert.equal(keys.size, 10);
    await page.keyboard.press('Escape');
    await panel.getByRole('dialog').waitFor({ state: 'hidden' });
    await sleep(200);
    await page.keyboard.press(' ');
    const loupe = panel.locator('label-audit-loupe');
    await loupe.locator('img').first().waitFor();
    const name = loupe.locator('header .name');
    const seen = new Set<string>();
    while (reviewed < DECISIONS) {
      const path = (await name.getAttribute('title'))!;
      assert.ok(!seen.has(path), `${path} is shown again`);
      seen.add(path);
      if (seen.size % UNSURE_EVERY === 0) {
        putOff.push(path);
        await page.keyboard.press('s');
      } else {
        decide(path, truth.get(path)!);
        await page.keyboard.press(keys.get(truth.get(path)!)!);
      }
      await loupe.locator(`header .name:not([title="${path}"])`).waitFor();
    }
    await untilReviewed();
    await untilLabels();
    await screenshot(page, 'photo-journey-loupe');
    await page.keyboard.press('Escape');
    await loupe.waitFor({ state: 'detached' });
  });

  it('comes back to what was put off', async () => {
    assert.equal(putOff.length, 5);
    await choose('Decision', 'Unsure');
    await shown(/^5 of \d+ pictures$/);
    await screenshot(page, 'photo-journey-unsure');
    await grid().focus();
    await page.keyboard.press('Home');
    for (const left of [4, 3, 2, 1, 0]) {
      const path = (await panel.locator('.card.active').getAttribute('title'))!;
      assert.ok(putOff.includes(path), path);
      decide(path, truth.get(path)!);
      await page.keyboard.press(keys.get(truth.get(path)!)!);
      await shown(new RegExp(`^${left} of \\d+ pictures$`));
    }
    await untilReviewed();
    await untilLabels();
    await panel.getByRole('button', { name: 'Clear Filters' }).first().click();
    await shown(/^\d+ pictures$/);
  });

  it('accepts what is at least 95% probable, with the pictures in sight, and no test row', async () => {
    const rows = new Map(expected.split('\n').map((line) => [line.split(',')[0], line.split(',')]));
    const isOpen = ({ path, givenLabel }: AuditReport['issues'][number]) =>
      rows.get(path)![1] === givenLabel && !kept.includes(path);
    const sure = report.issues.filter(
      (issue) => isOpen(issue) && issue.suggestedProbability >= 0.95 && rows.get(issue.path)![2] !== 'test',
    );
    assert.ok(sure.length > 3, `${sure.length}`);
    await panel.getByRole('button', { name: 'Accept Many…' }).click();
    const strip = panel.getByRole('region', { name: 'Accept many suggestions' });
    await strip.getByText(`${sure.length} open pictures whose suggestion is at least 95% probable`).waitFor();
    await panel.locator('.card img').first().waitFor();
    const accept = strip.getByRole('button', { name: `Accept ${sure.length} Suggestions` });
    await screenshot(page, 'photo-journey-accept');
    await accept.click();
    for (const { path, suggestedLabel } of sure) decide(path, suggestedLabel);
    await strip.waitFor({ state: 'detached' });
    await untilReviewed();
    await untilLabels();
  });

  it('says how the review went', async () => {
    await panel.getByRole('button', { name: 'How the Review Goes' }).click();
    const dialog = panel.getByRole('dialog').filter({ has: panel.getByRole('table') });
    await dialog.getByText(/Of the last 20 looked at, \d+ were changed/).waitFor();
    const [, looked] = /\s(\d+)\s/.exec(await dialog.getByRole('row').nth(1).innerText())!;
    assert.ok(Number(looked) > 0);
    await screenshot(page, 'photo-journey-summary');
    await page.keyboard.press('Escape');
  });

  it('previews what a plan would change further, which changes nothing by itself', async () => {
    await panel.getByRole('tab', { name: 'Fix' }).click();
    await panel.getByText('Change the labels', { exact: false }).first().click();
    await panel.getByText('All flagged').click();
    await panel.getByText(/\b[1-9]\d* pictures? would get another label/).waitFor();
    await panel.locator('label-audit-fix img').first().waitFor();
    await panel.getByRole('button', { name: 'Preview…' }).click();
    await page
      .locator('.pane-header, .tab, .part.panel')
      .filter({ hasText: /Refactor Preview/i })
      .first()
      .waitFor();
    await screenshot(page, 'photo-journey-plan');
    await page.getByRole('button', { name: 'Discard' }).first().click();
    await sleep(500);
    await untilLabels();
    // Row by row: each flagged picture that was looked at bears what is on it, and nothing else has changed.
    const now = (await readFile(labelsFile, 'utf8')).trimEnd().split('\n').slice(1);
    const before = (await linesOf(join(PHOTOS, 'labels.csv'))).slice(0, PICTURES);
    const changed = now.filter((row, i) => row !== before[i]);
    assert.equal(changed.length + kept.length, reviewed);
    for (const row of changed) assert.equal(row.split(',')[1], truth.get(row.split(',')[0]), row);
    const reviews = await readFile(join(folder, '.label-audit', 'reviews.csv'), 'utf8');
    for (const path of kept) assert.ok(reviews.includes(path), path);
  });
});
