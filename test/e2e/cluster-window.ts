import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errors, type Locator, type Page } from 'playwright-core';
import type { RunStatus } from '../../src/cluster/light.ts';
import { repositoryRoot } from '../harness/index.ts';
import type { DigitsFolder } from '../unit/cluster/run-of-digits.ts';

const run = promisify(execFile);
export const CLI = join(repositoryRoot, 'dist', 'cli.mjs');

/** How a run on a cluster stands, as the command line says; `env` finds the cluster. */
export async function statusOf(folder: string, env: Readonly<Record<string, string>>): Promise<RunStatus> {
  const { stdout } = await run(process.execPath, [CLI, 'status', folder, '--json'], {
    env: { ...process.env, ...env },
  });
  return JSON.parse(stdout) as RunStatus;
}

/** The box in which a question is answered. */
export const input = (page: Page): Locator => page.locator('.quick-input-widget:visible input').first();

/** The title of a question. */
export const title = (page: Page, text: string): Locator =>
  page.locator('.quick-input-title').filter({ hasText: text });

/**
 * Answers a question with Enter, again where a window that is still loading took the focus or the key: until it is gone.
 * @param step the part of its title that tells it
 * @param text undefined: as it is proposed
 * @returns the answer
 */
export async function answer(page: Page, step: string, text?: string, timeout = 30_000): Promise<string> {
  const question = title(page, step);
  await question.waitFor();
  if (text !== undefined) await input(page).fill(text);
  const given = await input(page).inputValue();
  const deadline = Date.now() + timeout;
  for (;;) {
    try {
      await input(page).press('Enter', { timeout: 3000 });
      await question.waitFor({ state: 'hidden', timeout: 5000 });
      return given;
    } catch (error) {
      if (!(error instanceof errors.TimeoutError) || Date.now() > deadline) throw error;
    }
    if (!(await question.isVisible())) return given;
  }
}

/** Asserts that the audit in the data set's folder has the bits of an audit on this machine alone: 5 folds of 20 epochs. */
export async function assertBitsOfOneMachine({ root, folder }: DigitsFolder): Promise<void> {
  const alone = join(folder, 'local');
  const local = ['--model', 'small-cnn', '--folds', '5', '--epochs', '20', '--no-cache', '--quiet'];
  await run(process.execPath, [CLI, 'audit', root, ...local, '--out', alone]);
  const [ours, wanted] = [join(root, '.label-audit'), alone].map((out) => readFile(join(out, 'pred_probs.npy')));
  assert.ok((await ours).equals(await wanted), 'the bits of one machine');
}
