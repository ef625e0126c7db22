import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDigits, writeDigits } from '../../../scripts/mnist.mjs';
import type { Plan } from '../../../src/cluster/plan/plan.ts';

/** Options of an audit that takes seconds and has five folds. */
export const QUICK = ['--model', 'small-cnn', '--folds', '5', '--epochs', '2', '--seed', '7', '--quiet'] as const;

export interface DigitsFolder {
  /** Holds the data set, and has room for runs beside it. */
  readonly folder: string;
  /** The data set's own folder. */
  readonly root: string;
  readonly labels: string;
}

/** Real digits with their labels: a data set in a folder of its own. One picture can't be read, and two are the same. */
export async function digitsFolder(count = 90): Promise<DigitsFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'label-audit-run-'));
  const root = join(folder, 'digits');
  await mkdir(root);
  const digits = (await readDigits(count * 5, 5)).filter(({ label }) => label < 3).slice(0, count);
  const paths = await writeDigits(digits, root);
  await writeFile(join(root, paths[7]), 'no picture');
  await writeFile(join(root, paths[20]), await readFile(join(root, paths[50])));
  const labels = join(root, 'labels.csv');
  await writeFile(labels, `image,label\n${paths.map((path, i) => `${path},${digits[i].label}\n`).join('')}`);
  return { folder, root, labels };
}

export async function planOf(run: string): Promise<Plan> {
  return JSON.parse(await readFile(join(run, 'plan.json'), 'utf8')) as Plan;
}

/** The events of a task, in order. */
export async function eventsOf(
  run: string,
  task: number,
): Promise<{ readonly type: string; readonly message?: string; readonly final?: boolean; readonly words?: string }[]> {
  const text = await readFile(join(run, 'events', `${String(task).padStart(6, '0')}.jsonl`), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string });
}
