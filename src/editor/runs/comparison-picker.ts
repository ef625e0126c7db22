import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { CompareTask } from '../../audit/light.ts';
import type { FixChoice } from '../../protocol/index.ts';
import { FIRST_CHOICE, remediationOptions } from './fix-choice.ts';
import { labelText } from '../host/plain-text.ts';
import type { LabelSession } from '../session/label-session.ts';

/** What is compared. */
type Asked = Pick<CompareTask, 'testSplit' | 'trainSplit' | 'cleaning'>;

/** The training rows are to be audited alone before anything is compared: then no label is chosen by what is tested on. */
export interface AuditFirst {
  readonly auditFirst: readonly string[];
}

interface Item<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Asks what to test and to train on, and what to compare with; undefined where the user gives up. */
export async function askForComparison(
  session: LabelSession,
  choice: FixChoice | null,
): Promise<Asked | AuditFirst | undefined> {
  const splits = await splitsOf(session);
  const testSplit = await askForTestSplit(splits);
  if (testSplit === undefined) return undefined;
  const train = await askForTrainSplit(splits, testSplit);
  if (train === undefined) return undefined;
  const cleaning = choice ? planOf(choice, testSplit) : await askForCleaning(session, testSplit, train);
  if (cleaning === undefined || 'auditFirst' in cleaning) return cleaning;
  return { testSplit, cleaning, ...(splits.size > 2 ? { trainSplit: train[0] } : {}) };
}

/** How many pictures each split has. */
type Splits = ReadonlyMap<string, number>;

async function splitsOf(session: LabelSession): Promise<Splits> {
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
  return splits;
}

async function askForTestSplit(splits: Splits): Promise<string | undefined> {
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

/** The split to train on: the only other one, or the one that is picked of several. */
async function askForTrainSplit(splits: Splits, testSplit: string): Promise<readonly string[] | undefined> {
  const others = [...splits].filter(([name]) => name !== testSplit).sort(([, a], [, b]) => b - a);
  const names = others.map(([name]) => name);
  if (names.length === 1) return names;
  const items = others.map(([name, pictures]): Item<readonly string[]> => ({
    value: [name],
    label: labelText(name),
    description: pictureCount(pictures),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Compare Baseline and Cleaned: which split to train on?'),
    placeHolder: vscode.l10n.t('Its rows are cleaned on one side, and as they are on the other'),
  });
  return picked?.value;
}

async function askForCleaning(
  session: LabelSession,
  testSplit: string,
  train: readonly string[],
): Promise<CompareTask['cleaning'] | AuditFirst | undefined> {
  type Kind = FixChoice | 'edits' | 'file' | 'auditFirst';
  const plan = (label: string, change: Partial<FixChoice>): Item<Kind> => ({
    value: { ...FIRST_CHOICE, ...change },
    label,
  });
  const changed = session.issues.filter(({ decision }) => decision !== 'open' && decision !== 'kept').length;
  const edits: Item<Kind> = {
    value: 'edits',
    label: vscode.l10n.t('What was changed since the audit'),
    description: vscode.l10n.t('{0} of the flagged labels', changed),
  };
  const strict: Item<Kind> = {
    value: 'auditFirst',
    label: labelText(vscode.l10n.t('Audit "{0}" alone first, then compare', train.join(', '))),
    description: vscode.l10n.t('strict: this audit has seen "{0}", which may flatter the comparison', testSplit),
  };
  const items: Item<Kind>[] = [
    ...(session.labelsFile !== undefined && changed > 0 ? [edits] : []),
    plan(vscode.l10n.t('Prune the worst 10% of the flagged'), {}),
    plan(vscode.l10n.t('Prune all that are flagged'), { by: 'all' }),
    plan(vscode.l10n.t('Relabel all whose suggestion is at least 50% probable'), { action: 'relabel', by: 'all' }),
    plan(vscode.l10n.t('Relabel as reviewed'), { action: 'relabel', by: 'reviewed' }),
    { value: 'file', label: vscode.l10n.t('A cleaned labels file…') },
    ...(hasSeen(session, testSplit) ? [strict] : []),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Compare Baseline and Cleaned: which cleaning?'),
    placeHolder: vscode.l10n.t('Training rows are cleaned like this; nothing is written to your labels'),
  });
  if (!picked) return undefined;
  if (picked.value === 'auditFirst') return { auditFirst: train };
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

/** Whether the audit looked at a split: what it flagged was chosen with its help then. */
function hasSeen({ report }: LabelSession, split: string): boolean {
  return report.options.splits?.includes(split) ?? Object.hasOwn(report.dataset.splits, split);
}
