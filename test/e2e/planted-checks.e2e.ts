import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import type { CheckType } from '../../src/audit/report/schema/checks-schema.ts';
import type { AuditReport } from '../../src/audit/report/types.ts';
import { plantPhotos, type PlantedPhotos } from '../bench/checks/planted-photos.ts';
import {
  launchBrowser,
  openWorkbench,
  runCommand,
  screenshot,
  startServer,
  webview,
  type CodeServer,
} from '../harness/index.ts';
import { hasPhotos, PHOTOS } from './shared-photos.ts';

const isThere = hasPhotos('planted photographs need');

const SEED = 16;
/** Labels that the model contradicts. */
const DOUBTED = 5;

/** 500 photographs among which near duplicates, blurred and dark ones and leaks are planted, reviewed in a real VS Code. */
describe.runIf(isThere)('planted photographs, found and taken out', () => {
  let parent: string;
  let folder: string;
  let planted: PlantedPhotos;
  let was: string;
  let report: AuditReport;
  let server: CodeServer;
  let browser: Browser;
  let page: Page;
  let panel: FrameLocator;

  const labels = () => readFile(join(folder, 'labels.csv'), 'utf8');
  const setsOf = (name: string): NonNullable<CheckType['sets']> =>
    report.checks?.types.find((type) => type.name === name)?.sets ?? [];
  const untilLabels = async (isSo: (rows: readonly string[]) => boolean, what: string): Promise<string[]> => {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const text = await labels();
      const rows = text.trimEnd().split('\n');
      await sleep(50);
      // VS Code writes in place: what is read meanwhile is a part, in which rows seem to be gone.
      if (isSo(rows) && (await labels()) === text) return rows;
      assert.ok(Date.now() < deadline, `waited in vain for ${what}`);
    }
  };
  const rows = (text: string): string[] => text.trimEnd().split('\n');
  const openCheck = async (name: RegExp): Promise<void> => {
    await panel.getByRole('tab', { name }).click();
    await panel.getByRole('option').first().waitFor();
    await panel.getByRole('listbox').focus();
    await page.keyboard.press('Home');
  };

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'label-audit-planted-'));
    folder = join(parent, 'planted');
    planted = await plantPhotos(PHOTOS, folder, SEED);
    was = await labels();
    const given = rows(was)
      .slice(1)
      .map((row) => row.split(','));
    const classes = [...new Set(given.map(([, label]) => label))].sort();
    const probabilities = given.map(([path, label], i) => {
      const seen = i < DOUBTED ? classes[(classes.indexOf(label) + 1) % classes.length] : label;
      return [path, ...classes.map((name) => (name === seen ? 0.9 : 0.1 / (classes.length - 1)))].join(',');
    });
    const file = join(parent, 'probabilities.csv');
    await writeFile(file, `${[`image,${classes.join(',')}`, ...probabilities].join('\n')}\n`);
    await promisify(execFile)(process.execPath, [
      ...['dist/cli.mjs', 'audit', folder, '--pred-probs', file, '--quiet', '--no-cache'],
      ...['--checks', 'leaks,exact_duplicates,near_duplicates,blurry,dark'],
    ]);
    report = JSON.parse(await readFile(join(folder, '.label-audit', 'report.json'), 'utf8')) as AuditReport;
    server = await startServer();
    browser = await launchBrowser();
    page = await openWorkbench(browser, { server, folder });
    panel = webview(page);
    await runCommand(page, 'Label Audit: Show Audit Panel');
    await panel.getByRole('option').first().waitFor({ timeout: 60_000 });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(parent, { recursive: true, force: true });
  });
  let tests = 0;
  afterEach(() => screenshot(page, `planted-checks-${(tests += 1)}`));

  it('has all leaks among what is found, and all that is selected goes out of train by Enter, and comes back', async () => {
    for (const [copy, original] of planted.leaks)
      assert.ok(
        setsOf('leaks').some(({ members }) =>
          [copy, original].every((name) => members.some(({ path }) => path === `images/${name}`)),
        ),
        `${copy} is no leak of ${original}`,
      );
    await openCheck(/^Leaks/);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Enter');
    const gone = [...planted.leaks.keys()];
    const left = await untilLabels(
      (now) => gone.every((name) => !now.some((row) => row.startsWith(`images/${name},`))),
      'the leaks to go',
    );
    const tested = (all: readonly string[]) => all.filter((row) => row.endsWith(',test'));
    assert.deepEqual(tested(left), tested(rows(was)));
    assert.deepEqual(
      left.filter((row) => !rows(was).includes(row)),
      [],
    );
    await page.keyboard.press('u');
    await untilLabels((now) => now.join('\n') === was.trimEnd(), 'undo');
    assert.equal(await labels(), was);
  });

  it('keeps the best of three sets of near duplicates, each a step, and all three come back', async () => {
    await openCheck(/^Near duplicates/);
    let before = rows(was);
    const removed: string[][] = [];
    for (let set = 0; set < 3; set += 1) {
      const standing = before.length;
      await page.keyboard.press('Enter');
      const now = await untilLabels(({ length }) => length < standing, `set ${set + 1}`);
      removed.push(before.filter((row) => !now.includes(row)).map((row) => row.split(',')[0]));
      before = now;
      await sleep(300);
    }
    for (const paths of removed) {
      const [set] = setsOf('near_duplicates').filter(({ members }) => members.some(({ path }) => path === paths[0]));
      assert.deepEqual(new Set(paths), new Set(set.members.slice(1).map(({ path }) => path)));
    }
    for (let set = 0; set < 3; set += 1) {
      const standing = rows(await labels()).length;
      await page.keyboard.press('u');
      await untilLabels(({ length }) => length > standing, `undo ${set + 1}`);
      await sleep(300);
    }
    assert.equal(await labels(), was);
  });

  it('is a map that keys and the mouse move, coloured by the leaks', async () => {
    await panel.getByRole('tab', { name: 'Map' }).click();
    const canvas = panel.locator('label-audit-map-canvas canvas');
    const seen = panel.locator('label-audit-map .seen');
    const shown = async (): Promise<number> => Number(/[\d,]+/.exec(await seen.innerText())?.[0].replaceAll(',', ''));
    await seen.filter({ hasText: String(report.dataset.audited) }).waitFor();
    const colours = panel.locator('vscode-dropdown[aria-label="Colour"]');
    await colours.click();
    await colours
      .locator('vscode-option')
      .filter({ hasText: /^\s*Leaks\s*$/ })
      .click();
    await panel.getByText(/^\s*Leaks: \d+ pictures stand out; all others are faint\.\s*$/).waitFor();
    await screenshot(page, 'planted-checks-map');
    await canvas.focus();
    for (let i = 0; i < 6; i += 1) await page.keyboard.press('+');
    await sleep(300);
    assert.ok((await shown()) < report.dataset.audited, 'the keys come closer');
    await page.keyboard.press('0');
    await seen.filter({ hasText: String(report.dataset.audited) }).waitFor();
    const box = (await canvas.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    for (let i = 0; i < 12; i += 1) await page.mouse.wheel(0, -120);
    await sleep(300);
    assert.ok((await shown()) < report.dataset.audited, 'the wheel comes closer');
    const few = await shown();
    await canvas.focus();
    await page.keyboard.press('Enter');
    if (few > 0) await panel.locator('.area', { hasText: /From the map/ }).waitFor();
  });
});
