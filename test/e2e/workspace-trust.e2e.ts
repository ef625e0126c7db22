import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import type { AuditReport } from '../../src/audit/report/types.ts';
import {
  launchBrowser,
  notification,
  openWorkbench,
  repositoryRoot,
  runCommand,
  screenshot,
  startServer,
  webview,
  type CodeServer,
} from '../harness/index.ts';

const run = promisify(execFile);
/** Long ago: a file that is read gets a new time of access, even where that is noted but once a day. */
const LONG_AGO = new Date('2001-01-01');

describe('in a workspace that is not trusted', () => {
  let parent: string;
  let folder: string;
  let report: AuditReport;
  let server: CodeServer;
  let browser: Browser;
  let page: Page;
  let panel: FrameLocator;

  /** What only Label Audit would read. */
  const ours = (): string[] => [
    join(folder, '.label-audit', 'report.json'),
    join(folder, '.label-audit', 'pred_probs.npy'),
    ...report.issues.slice(0, 20).map(({ path }) => join(folder, path)),
  ];
  const readFiles = async (): Promise<string[]> => {
    const times = await Promise.all(ours().map(async (file) => ({ file, atime: (await stat(file)).atime })));
    return times.filter(({ atime }) => atime.getTime() !== LONG_AGO.getTime()).map(({ file }) => file);
  };
  /** Processes of ours below the server: engines, and what they start. */
  const processes = async (): Promise<string[]> => {
    const { stdout } = await run('ps', ['-eo', 'pgid=,args=']);
    const group = stdout.split('\n').filter((line) => Number(line.trim().split(' ')[0]) === server.pid);
    assert.ok(
      group.some((line) => line.includes('extensionHost')),
      'the extension host is one of the group',
    );
    return group.filter((line) => /engine\.mjs|training-worker\.mjs|cli\.mjs/.test(line));
  };
  const openCount = () =>
    page.locator('.statusbar-item').filter({ hasText: /(Labels \d+%|Label health not known), [\d,]+ open$/ });

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'label-audit-trust-'));
    folder = join(parent, 'digits');
    await cp(join(repositoryRoot, 'dist', 'sample'), folder, { recursive: true });
    const quick = ['--epochs', '1', '--folds', '2', '--image-size', '8', '--quiet'];
    await run(process.execPath, [join(repositoryRoot, 'dist', 'cli.mjs'), 'audit', folder, ...quick]);
    report = JSON.parse(await readFile(join(folder, '.label-audit', 'report.json'), 'utf8')) as AuditReport;
    assert.ok(report.issues.length > 20);
    for (const file of ours()) await utimes(file, LONG_AGO, (await stat(file)).mtime);
    server = await startServer({ asksForTrust: true });
    browser = await launchBrowser();
    page = await openWorkbench(browser, { server, folder });
    panel = webview(page);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(parent, { recursive: true, force: true });
  });

  it('nothing is read, decoded or started, though the extension is up and its panel open', async () => {
    await page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor();
    await runCommand(page, 'Label Audit: Show Audit Panel');
    await panel.getByRole('button', { name: 'Audit Labels' }).waitFor();
    // As long as a stored audit takes to be read several times over.
    await sleep(3000);
    assert.deepEqual(await processes(), []);
    assert.deepEqual(await readFiles(), []);
    assert.equal(await openCount().count(), 0);
    await screenshot(page, 'trust-restricted');
  });

  for (const command of [
    'Audit Labels',
    "Audit with My Model's Predictions…",
    'Audit Labels on a Cluster…',
    'Create labels.csv from Class Folders',
  ]) {
    it(`${command} says in one line what to do first`, async () => {
      await runCommand(page, 'Notifications: Clear All Notifications');
      await runCommand(page, `Label Audit: ${command}`);
      await notification(page, /Trust this workspace first: Label Audit then reads its pictures and labels/);
      assert.deepEqual(await processes(), []);
      assert.deepEqual(await readFiles(), []);
    });
  }

  it('the button of the panel says so too', async () => {
    await runCommand(page, 'Notifications: Clear All Notifications');
    // Of more than three notifications within 800 ms VS Code shows only the first three, and on a fast machine this is the fourth.
    await sleep(1000);
    await panel.getByRole('button', { name: 'Audit Labels' }).click();
    await notification(page, /Trust this workspace first/);
    await screenshot(page, 'trust-asked');
    assert.deepEqual(await processes(), []);
  });

  it('once it is trusted everything is there, without a reload', async () => {
    await page.evaluate(() => {
      (window as unknown as { notReloaded: boolean }).notReloaded = true;
    });
    const toast = await notification(page, /Trust this workspace first/);
    await toast.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await page.getByRole('button', { name: 'Trust', exact: true }).click();
    // What was asked for last goes on: an audit.
    const running = await notification(page, /Auditing digits/);
    await running.getByRole('button', { name: 'Cancel' }).click();
    await running.waitFor({ state: 'hidden' });
    await openCount().waitFor();
    await page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor({ state: 'hidden' });
    await runCommand(page, 'Label Audit: Show Audit Panel');
    await panel.getByText(`0 of ${report.issues.length} reviewed`).first().waitFor();
    await panel.locator('.card img').first().waitFor();
    assert.ok((await processes()).length > 0, 'a process makes the thumbnails');
    // Shows as well that reading is seen on this disk.
    assert.ok((await readFiles()).includes(join(folder, '.label-audit', 'report.json')));
    assert.ok(await page.evaluate(() => 'notReloaded' in window));
    await screenshot(page, 'trust-granted');
  });
});
