import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import {
  launchBrowser,
  openFile,
  openWorkbench,
  runCommand,
  screenshot,
  startServer,
  webview,
  type CodeServer,
} from '../harness/index.ts';
import { hasPhotos, linesOf, PHOTOS } from './shared-photos.ts';

const isThere = hasPhotos('pictures to label next need');

const PICTURES = 200;
const LABELLED_HERE = 10;

/** A person who knows what is on each picture labels those that are offered. */
describe.runIf(isThere)('photographs without a label, labelled by keys', () => {
  let parent: string;
  let folder: string;
  let labelsFile: string;
  let server: CodeServer;
  let browser: Browser;
  let page: Page;
  let panel: FrameLocator;
  let truth: ReadonlyMap<string, string>;
  let hidden: ReadonlySet<string>;
  let before: string;
  /** What labels.csv has to hold after what was labelled so far. */
  let expected: string;
  const offered: string[] = [];

  const untilLabels = async (wanted: string): Promise<void> => {
    const deadline = Date.now() + 60_000;
    while ((await readFile(labelsFile, 'utf8')) !== wanted && Date.now() < deadline) await sleep(50);
    assert.equal(await readFile(labelsFile, 'utf8'), wanted);
  };
  const untilReviews = async (count: number): Promise<void> => {
    const file = join(folder, '.label-audit', 'reviews.csv');
    const noted = async (): Promise<number> => (existsSync(file) ? (await linesOf(file)).filter(Boolean).length : 0);
    const deadline = Date.now() + 60_000;
    while ((await noted()) !== count && Date.now() < deadline) await sleep(50);
    assert.equal(await noted(), count);
  };
  const shownPath = async (): Promise<string> =>
    (await panel.locator('label-audit-queue .where strong').getAttribute('title')) ?? '';
  const labelled = (count: number, total = 50) =>
    panel.getByText(`${count} of ${total} labelled`, { exact: true }).first().waitFor();
  /** The key of a class, by the list beside the picture. */
  const keyOf = async (name: string): Promise<string> => {
    const row = panel.locator('label-audit-probabilities li', { has: panel.locator(`.class[title="${name}"]`) });
    return (await row.locator('kbd').innerText()).trim();
  };
  const labelShown = async (): Promise<void> => {
    const path = await shownPath();
    const label = truth.get(path)!;
    offered.push(path);
    await page.keyboard.press(await keyOf(label));
    expected = expected.replace(`${path},,`, `${path},${label},`);
    await panel.locator(`label-audit-queue .where strong:not([title="${path}"])`).waitFor();
  };

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'label-audit-next-'));
    folder = join(parent, 'photos');
    await mkdir(join(folder, 'images'), { recursive: true });
    labelsFile = join(folder, 'labels.csv');
    const rows = (await linesOf(`${PHOTOS}-truth.csv`)).slice(0, PICTURES).map((row) => row.split(','));
    truth = new Map(rows.map(([path, , label]) => [path, label]));
    for (const [path] of rows) await copyFile(join(PHOTOS, path), join(folder, path));
    hidden = new Set(rows.filter((_, i) => i % 10 >= 3).map(([path]) => path));
    const lines = rows.map(
      ([path, , label], i) => `${path},${hidden.has(path) ? '' : label},${i < 180 ? 'train' : 'test'}`,
    );
    before = `${['image,label,split', ...lines].join('\n')}\n`;
    expected = before;
    await writeFile(labelsFile, before);
    // In a browser VS Code saves by itself what was typed.
    server = await startServer({ settings: { 'files.autoSave': 'off' } });
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
  afterEach(() => screenshot(page, `label-next-${String((tests += 1)).padStart(2, '0')}`));

  it('are chosen, and shown with suggestions', async () => {
    await runCommand(page, 'Label Audit: Label Next Pictures…');
    await panel.locator('label-audit-queue .stage img').waitFor({ timeout: 120_000 });
    await labelled(0);
    const about = (await panel.locator('label-audit-queue header p').innerText()).trim();
    assert.match(about, /^50 of 126 pictures without a label, .* models that learnt from 54 labelled pictures/);
    assert.equal(await panel.locator('label-audit-probabilities li').count(), 9);
    await untilLabels(before);
  });

  it('get their labels by one key each, in their cells', async () => {
    await panel.locator('label-audit-queue .stage').click();
    for (let i = 0; i < LABELLED_HERE; i += 1) await labelShown();
    await labelled(LABELLED_HERE);
    assert.equal(new Set(offered).size, LABELLED_HERE);
    for (const path of offered) assert.ok(hidden.has(path), path);
    await untilLabels(expected);
    await untilReviews(LABELLED_HERE);
  });

  it('lose them again by undo, to the byte, and get them by redo', async () => {
    for (let i = LABELLED_HERE - 1; i >= 0; i -= 1) {
      await page.keyboard.press('u');
      await labelled(i);
      assert.equal(await shownPath(), offered[i]);
    }
    await untilLabels(before);
    await untilReviews(0);
    for (let i = 1; i <= LABELLED_HERE; i += 1) {
      await page.keyboard.press('Shift+U');
      await labelled(i);
    }
    await untilLabels(expected);
    await untilReviews(LABELLED_HERE);
  });

  it('are labelled by name, skipped, and labelled while the file has unsaved changes', async () => {
    const first = await shownPath();
    await page.keyboard.press('s');
    await panel.locator(`label-audit-queue .where strong:not([title="${first}"])`).waitFor();
    const path = await shownPath();
    await page.keyboard.press('c');
    await panel.getByRole('combobox').fill(truth.get(path)!);
    await page.keyboard.press('Enter');
    await labelled(LABELLED_HERE + 1);
    expected = expected.replace(`${path},,`, `${path},${truth.get(path)},`);
    await untilLabels(expected);
    await openFile(page, 'labels.csv');
    await page.keyboard.press('Control+End');
    await page.getByText(`Ln ${expected.split('\n').length}, Col 1`).waitFor();
    // Not key by key: words that are typed are completed.
    await page.keyboard.insertText('images/more.jpg,,train\n');
    await page.getByText(`Ln ${expected.split('\n').length + 1}, Col 1`).waitFor();
    const queue = page.locator('.tabs-container .tab').filter({ hasText: 'Label Audit: photos' }).first();
    await queue.click();
    await panel.locator('label-audit-queue .stage img').waitFor();
    await labelled(LABELLED_HERE + 1);
    await panel.locator('label-audit-queue .stage').click();
    const dirty = await shownPath();
    await page.keyboard.press(await keyOf(truth.get(dirty)!));
    await labelled(LABELLED_HERE + 2);
    // What is not saved is the user's to save.
    await sleep(500);
    await untilLabels(expected);
    expected = `${expected.replace(`${dirty},,`, `${dirty},${truth.get(dirty)},`)}images/more.jpg,,train\n`;
    await runCommand(page, 'File: Save All Files');
    await untilLabels(expected);
  });

  it('are ranked again in seconds: those that have a label now are not offered', async () => {
    const begun = Date.now();
    await panel.getByRole('button', { name: 'Rank Again' }).click();
    await panel.locator('label-audit-queue header p', { hasText: '66 labelled pictures' }).waitFor({ timeout: 60_000 });
    console.log(`ranked again after ${((Date.now() - begun) / 1000).toFixed(1)} s`);
    await labelled(0);
    const names = await panel
      .locator('label-audit-queue .strip button')
      .evaluateAll((all) => all.map((one) => one.getAttribute('title') ?? ''));
    assert.equal(names.length, 50);
    for (const path of offered) assert.ok(!names.some((name) => path.endsWith(`/${name.split(':')[0]}`)), path);
    const test = new Set(
      (await linesOf(labelsFile)).filter((line) => line.endsWith(',test')).map((line) => line.split(',')[0]),
    );
    for (const name of names) assert.ok(!test.has(`images/${name.split(':')[0]}`), name);
    await untilLabels(expected);
  });
});
