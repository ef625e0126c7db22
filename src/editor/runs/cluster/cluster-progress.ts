import * as vscode from 'vscode';
import type { RunStatus, StepStatus } from '../../../cluster/light.ts';
import type { ProgressView } from '../../../protocol/index.ts';
import { count } from '../../host/local-numbers.ts';

/** Where each kind of task begins and ends in the whole run, about as long as they take; a kind that a run lacks takes no time. */
const SHARES: Readonly<Record<StepStatus['name'], readonly [start: number, end: number]>> = {
  choose: [0.02, 0.06],
  shards: [0.06, 0.2],
  deal: [0.2, 0.22],
  folds: [0.22, 0.55],
  doubt: [0.55, 0.56],
  'folds-2': [0.56, 0.92],
  merge: [0.92, 1],
};

function stepText(name: StepStatus['name']): string {
  switch (name) {
    case 'choose':
      return vscode.l10n.t('Choosing the model');
    case 'shards':
      return vscode.l10n.t('Reading the pictures');
    case 'deal':
      return vscode.l10n.t('Dealing the folds');
    case 'folds':
      return vscode.l10n.t('Training the folds');
    case 'doubt':
      return vscode.l10n.t('Leaving doubted labels out');
    case 'folds-2':
      return vscode.l10n.t('Training the folds again');
    case 'merge':
      return vscode.l10n.t('Putting the report together');
  }
}

/** What panel and notification say of a run on a cluster. */
export function clusterView(status: RunStatus): ProgressView {
  const { steps, unreachable } = status;
  const step = steps.find(({ counts, total }) => counts.done < total) ?? steps[steps.length - 1];
  const [start, end] = SHARES[step.name];
  const parts = [stepText(step.name)];
  const { done, running, waiting } = step.counts;
  if (step.total > 1) parts.push(vscode.l10n.t('{0} of {1} tasks done', count(done), count(step.total)));
  if (unreachable !== undefined) parts.push(vscode.l10n.t('the cluster does not answer now'));
  else if (running > 0) parts.push(vscode.l10n.t('{0} running', count(running)));
  else if (waiting > 0) parts.push(vscode.l10n.t('{0} waiting in the queue', count(waiting)));
  return { stage: parts.join(', '), share: start + (end - start) * step.share };
}

/** What went wrong, in one sentence: the first task that failed, and why. */
export function failureText({ run, tasks }: RunStatus): string {
  const failed = tasks.find(({ state }) => state === 'failed');
  const words = failed?.words ?? vscode.l10n.t('see its log in {0}', run);
  if (failed === undefined) return vscode.l10n.t('The run in {0} has failed.', run);
  return failed.task === undefined
    ? vscode.l10n.t('The merge failed: {0}', words)
    : vscode.l10n.t('Task {0} failed: {1}', failed.task, words);
}
