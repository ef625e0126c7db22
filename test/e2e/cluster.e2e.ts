import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import { slurmIsMissing, startSlurm, type StartedSlurm } from '../cluster/slurm/start-slurm.ts';
import {
  launchBrowser,
  notification,
  openWorkbench,
  reloadWorkbench,
  runAndPick,
  runCommand,
  screenshot,
  startServer,
  webview,
  type CodeServer,
} from '../harness/index.ts';
import { answer, assertBitsOfOneMachine, input, statusOf, title } from './cluster-window.ts';
import { digitsFolder, type DigitsFolder } from '../unit/cluster/run-of-digits.ts';

const missing = await slurmIsMissing();
const ARGS = '--cpus-per-task=1 --mem=900';

describe.skipIf(missing !== undefined)('an audit on a cluster', () => {
  let slurm: StartedSlurm;
  let data: DigitsFolder;
  let server: CodeServer;
  let browser: Browser;
  let page: Page;

  const at = (...parts: string[]): string => join(data.folder, ...parts);
  const following = (): Promise<Locator> => notification(page, /Auditing digits on Slurm/);
  /** Answers the command's questions. @param folder of the run; default: the proposed one @returns the folder */
  const begin = async (folder?: string): Promise<string> => {
    await runAndPick(page, 'Label Audit: Audit Labels on a Cluster…', 'Slurm');
    const chosen = await answer(page, '(2/3)', folder);
    // Where none is given: as it was remembered.
    assert.equal(await answer(page, '(3/3)', folder === undefined ? undefined : ARGS), ARGS);
    return chosen;
  };

  beforeAll(async () => {
    slurm = await startSlurm();
    data = await digitsFolder();
    const quick = { 'labelAudit.model': 'small-cnn', 'labelAudit.folds': 5, 'labelAudit.epochs': 20 };
    server = await startServer({ settings: quick, env: slurm.env });
    browser = await launchBrowser();
    page = await openWorkbench(browser, { server, folder: data.root });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await slurm.stop();
    await rm(data.folder, { recursive: true, force: true });
  });

  it('is asked for in three steps, outlives its window, and ends as a report in the panel', async () => {
    await runAndPick(page, 'Label Audit: Audit Labels on a Cluster…', 'Slurm');
    await title(page, '(2/3)').waitFor();
    assert.equal(await input(page).inputValue(), at('label-audit-runs', 'digits-1'));
    await input(page).fill(join(data.root, 'run'));
    await page
      .getByText(/This lies in the data set/)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');

    const folder = await begin(at('run'));
    await following();
    await expect.poll(() => existsSync(join(folder, 'engine.json')), { timeout: 60_000 }).toBe(true);
    await (
      await following()
    )
      .getByText(/tasks done|running|waiting/)
      .first()
      .waitFor();
    await screenshot(page, 'cluster-following');
    await reloadWorkbench(page);
    await (
      await following()
    )
      .getByText(/tasks done|running|waiting/)
      .first()
      .waitFor();
    await expect
      .poll(async () => (await statusOf(folder, slurm.env)).state, { timeout: 200_000, interval: 1000 })
      .toBe('done');
    await notification(page, /digits: .*(flagged|probably wrong|no wrong label|disagrees)/);
    await webview(page)
      .getByText(/reviewed|No wrong label/)
      .first()
      .waitFor();
    await screenshot(page, 'cluster-finished');
    assert.equal((await statusOf(folder, slurm.env)).out, join(data.root, '.label-audit'));

    await assertBitsOfOneMachine(data);
    // It is not followed again.
    await reloadWorkbench(page);
    await page.locator('.statusbar-item').filter({ hasText: /Label/ }).first().waitFor();
    assert.equal(
      await page
        .locator('.notification-toast')
        .filter({ hasText: /Auditing digits/ })
        .count(),
      0,
    );
  });

  it('goes on where it is only left, is found again, and its jobs end where that is asked for', async () => {
    onTestFailed(async () => {
      await screenshot(page, 'cluster-failed');
    });
    await server.updateSettings({ 'labelAudit.epochs': 1000 });
    await reloadWorkbench(page);
    await runCommand(page, 'Notifications: Clear All Notifications');
    const folder = await begin();
    assert.equal(folder, at('label-audit-runs', 'digits-1'));
    await expect.poll(() => existsSync(join(folder, 'engine.json')), { timeout: 60_000 }).toBe(true);
    const toast = await following();
    await toast.getByText(/Training the folds, .*running/).waitFor({ timeout: 90_000 });
    await toast.getByRole('button', { name: 'Cancel' }).click();
    const question = await notification(page, /its jobs on Slurm go on\. Shall they be cancelled\?/);
    await screenshot(page, 'cluster-question');
    await question.getByRole('button', { name: 'Only Stop Following' }).click();
    await notification(page, /is no longer followed here/);
    assert.equal((await statusOf(folder, slurm.env)).state, 'running');

    await runCommand(page, 'Notifications: Clear All Notifications');
    const { jobs } = (await statusOf(folder, slurm.env)).engine!;
    // The unfinished run is proposed, and followed as it is.
    assert.equal(await begin(), folder);
    await (await following()).getByText(/Training the folds, .*running/).waitFor({ timeout: 60_000 });
    assert.deepEqual((await statusOf(folder, slurm.env)).engine?.jobs, jobs);
    await (await following()).getByRole('button', { name: 'Cancel' }).click();
    const again = await notification(page, /Shall they be cancelled\?/);
    await again.getByRole('button', { name: 'Cancel the Jobs' }).click();
    await expect.poll(async () => (await statusOf(folder, slurm.env)).state, { timeout: 30_000 }).toBe('cancelled');
    const queued = await slurm.command('squeue', '-h', '-t', 'pending,running');
    assert.equal(queued, '');
  });
});
