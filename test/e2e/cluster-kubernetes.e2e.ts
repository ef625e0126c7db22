import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { kubernetesIsMissing } from '../cluster/kubernetes/build-kubernetes.ts';
import { startKubernetes, type StartedKubernetes } from '../cluster/kubernetes/start-kubernetes.ts';
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
import { answer, assertBitsOfOneMachine, CLI, input, statusOf, title } from './cluster-window.ts';
import { digitsFolder, type DigitsFolder } from '../unit/cluster/run-of-digits.ts';

const missing = await kubernetesIsMissing();
if (missing !== undefined) console.log(`Kubernetes is skipped: ${missing}.`);

describe.skipIf(missing !== undefined)('an audit on Kubernetes', () => {
  let cluster: StartedKubernetes;
  let data: DigitsFolder;
  let server: CodeServer;
  let browser: Browser;
  let page: Page;

  const at = (...parts: string[]): string => join(data.folder, ...parts);
  const following = (): Promise<Locator> => notification(page, /Auditing digits on Kubernetes/);
  /** Answers the command's questions; those without an answer stay as they are proposed. */
  const begin = async (answers: readonly (string | undefined)[]): Promise<void> => {
    await runAndPick(page, 'Label Audit: Audit Labels on a Cluster…', 'Kubernetes');
    for (const [i, text] of answers.entries()) await answer(page, `(${i + 2}/6)`, text);
  };

  beforeAll(async () => {
    cluster = await startKubernetes();
    data = await digitsFolder();
    const quick = { 'labelAudit.model': 'small-cnn', 'labelAudit.folds': 5, 'labelAudit.epochs': 20 };
    server = await startServer({ settings: quick, env: cluster.env });
    browser = await launchBrowser();
    page = await openWorkbench(browser, { server, folder: data.root });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await cluster.stop();
    await rm(data.folder, { recursive: true, force: true });
  });

  it('is asked for in six steps, outlives its window, and ends as a report in the panel', async () => {
    onTestFailed(async () => {
      await screenshot(page, 'kubernetes-failed');
    });
    // No volume that is named holds the data: no pod would see it.
    await runAndPick(page, 'Label Audit: Audit Labels on a Cluster…', 'Kubernetes');
    await answer(page, '(2/6)');
    await answer(page, '(3/6)');
    await title(page, '(4/6)').waitFor();
    await input(page).fill('data:/nowhere');
    await page
      .getByText(/is in none of these volumes/)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');

    const folder = at('run');
    const command = [process.execPath, CLI].map((word) => `--command '${word}'`).join(' ');
    await begin([folder, 'none', `data:${tmpdir()}`, '', command]);
    await following();
    await expect.poll(() => existsSync(join(folder, 'engine.json')), { timeout: 60_000 }).toBe(true);
    await reloadWorkbench(page);
    await (
      await following()
    )
      .getByText(/tasks done|running|waiting/)
      .first()
      .waitFor();
    await screenshot(page, 'kubernetes-following');
    // Jobs that depend on others are created by who follows the run: the window does, and nothing else.
    await expect.poll(() => existsSync(join(folder, 'merged.json')), { timeout: 300_000, interval: 500 }).toBe(true);
    await notification(page, /digits: .*(flagged|probably wrong|no wrong label|disagrees)/);
    const ended = await statusOf(folder, cluster.env);
    assert.deepEqual([ended.state, ended.out], ['done', join(data.root, '.label-audit')]);
    await webview(page)
      .getByText(/reviewed|No wrong label/)
      .first()
      .waitFor();
    await screenshot(page, 'kubernetes-finished');
    await assertBitsOfOneMachine(data);
  });

  it('is deleted where that is asked for, with its pods, and its answers are proposed again', async () => {
    onTestFailed(async () => {
      await screenshot(page, 'kubernetes-cancel-failed');
    });
    await server.updateSettings({ 'labelAudit.epochs': 1000 });
    await reloadWorkbench(page);
    await runCommand(page, 'Notifications: Clear All Notifications');
    const names = async (): Promise<string> => (await cluster.kubectl('get', 'jobs,pods', '-o', 'name')).trim();
    // What the first run left is kept a while by Kubernetes, so that its logs can be read.
    const before = await names();
    await begin([undefined, undefined, undefined, undefined, undefined]);
    const folder = at('label-audit-runs', 'digits-1');
    await expect.poll(() => existsSync(join(folder, 'engine.json')), { timeout: 60_000 }).toBe(true);
    const toast = await following();
    await toast.getByText(/Training the folds, .*running/).waitFor({ timeout: 120_000 });
    await toast.getByRole('button', { name: 'Cancel' }).click();
    const question = await notification(page, /its jobs on Kubernetes go on\. Shall they be cancelled\?/);
    await question.getByRole('button', { name: 'Cancel the Jobs' }).click();
    await expect.poll(async () => (await statusOf(folder, cluster.env)).state, { timeout: 60_000 }).toBe('cancelled');
    await expect.poll(names, { timeout: 60_000 }).toBe(before);
  });
});
