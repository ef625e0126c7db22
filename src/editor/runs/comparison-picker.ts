import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { CompareTask } from '../../audit/light.ts';
import type { FixChoice } from '../../protocol/index.ts';
import { FIRST_CHOICE, remediationOptions } from './fix-choice.ts';
import { labelText } from '../host/plain-text.ts';
import type { LabelSession } from '../session/label-session.ts';

/** What is compared. */
type Asked = Pick<CompareTask, 'testSplit' | 'cleaning'>;

interface Item<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Asks what to test on and what to compare with; undefined where the user gives up. */
export async function askForComparison(session: LabelSession, choice: FixChoice | null): Promise<Asked | undefined> {
  const testSplit = await askForTestSplit(session);
  if (testSplit === undefined) return undefined;
  const cleaning = choice ? planOf(choice, testSplit) : await askForCleaning(session, testSplit);
  return cleaning && { testSplit, cleaning };
}

async function askForTestSplit(session: LabelSession): Promise<string | undefined> {
  // Of the data set as it is now: an audit may have seen the training split alone.
  const splits = new Map<string, number>();
  for (const [split, labels] of (await session.pictures()).counts) {
    if (split !== undefined)
      splits.set(
        split,
        [...labels.values()].reduce((sum, count) => sum + count, 0),
      );
  }
  if (splits.size < 2) {
    throw new Error(
      vscode.l10n.t(
        '{0} has no two splits. A comparison needs pictures to train on and others to test on that no cleaning touches: add a column "split" to the labels file (train, test).',
        basename(session.root.fsPath),
      ),
    );
  }
  // The smaller ones first: what is tested on is seldom the largest.
  const items = [...splits]
    .sort(([, a], [, b]) => a - b)
    .map(([value, pictures]): Item<string> => ({
      value,
      label: labelText(value),
      description: pictureCount(pictures),
    }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Compare Baseline and Cleaned: which split to test on?'),
    placeHolder: vscode.l10n.t('Its labels stay as they are, and are trained on by neither side'),
  });
  return picked?.value;
}

function pictureCount(pictures: number): string {
  return vscode.l10n.t('{0} pictures', pictures);
}

/** Only training rows are changed: the plan leaves the split out that is tested on. */
function planOf(choice: FixChoice, testSplit: string): CompareTask['cleaning'] {
  const splits = choice.splits?.filter((name) => name !== testSplit) ?? null;
  return { kind: 'plan', options: remediationOptions({ ...choice, splits }) };
}

async function askForCleaning(session: LabelSession, testSplit: string): Promise<CompareTask['cleaning'] | undefined> {
  type Kind = FixChoice | 'edits' | 'file';
  const plan = (label: string, change: Partial<FixChoice>): Item<Kind> => ({
    value: { ...FIRST_CHOICE, ...change },
    label,
  });
  const changed = session.issues.filter(({ decision }) => decision === 'relabelled' || decision === 'removed').length;
  const edits: Item<Kind> = {
    value: 'edits',
    label: vscode.l10n.t('What was changed since the audit'),
    description: vscode.l10n.t('{0} of the flagged labels', changed),
  };
  const items: Item<Kind>[] = [
    ...(session.labelsFile !== undefined && changed > 0 ? [edits] : []),
    plan(vscode.l10n.t('Prune the worst 10% of the flagged'), {}),
    plan(vscode.l10n.t('Prune all that are flagged'), { by: 'all' }),
    plan(vscode.l10n.t('Relabel all whose suggestion is at least 50% probable'), { action: 'relabel', by: 'all' }),
    plan(vscode.l10n.t('Relabel as reviewed'), { action: 'relabel', by: 'reviewed' }),
    { value: 'file', label: vscode.l10n.t('A cleaned labels file…') },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Compare Baseline and Cleaned: which cleaning?'),
    placeHolder: vscode.l10n.t('Training rows are cleaned like this; nothing is written to your labels'),
  });
  if (!picked) return undefined;
  if (picked.value === 'edits') return { kind: 'edits' };
  if (picked.value !== 'file') return planOf(picked.value, testSplit);
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('The cleaned labels file: its paths are relative to the data set'),
    defaultUri: session.root,
    canSelectMany: false,
    filters: { CSV: ['csv', 'tsv', 'txt'] },
  });
  return chosen && { kind: 'file', file: chosen[0].fsPath };
}
