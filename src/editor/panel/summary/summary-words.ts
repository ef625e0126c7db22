import * as vscode from 'vscode';
import type { SummaryWords } from '../../../audit/light.ts';
import { count } from '../../host/local-numbers.ts';

/** The words of the summary of a review, in the language of VS Code. */
export function summaryWords(): SummaryWords {
  return {
    title: (name) => vscode.l10n.t('Label review of {0}', name),
    nothing: vscode.l10n.t('Nothing has been decided since the audit.'),
    putOff: (pictures) =>
      pictures === 1
        ? vscode.l10n.t('1 picture put off as unsure.')
        : vscode.l10n.t('{0} pictures put off as unsure.', count(pictures)),
    columns: [
      vscode.l10n.t('Decided'),
      vscode.l10n.t('As suggested'),
      vscode.l10n.t('Changed otherwise'),
      vscode.l10n.t('Kept'),
      vscode.l10n.t('Removed'),
      vscode.l10n.t('Unsure'),
    ],
    count,
    notNamed: vscode.l10n.t('not named'),
    activity: (minutes, by) =>
      `${activityText(minutes, by)} ${vscode.l10n.t('Gaps of more than five minutes are pauses.')}`,
  };
}

function activityText(minutes: number, by: string): string {
  if (minutes === 1)
    return by === ''
      ? vscode.l10n.t('About 1 minute of activity.')
      : vscode.l10n.t('About 1 minute of activity, by {0}.', by);
  return by === ''
    ? vscode.l10n.t('About {0} minutes of activity.', count(minutes))
    : vscode.l10n.t('About {0} minutes of activity, by {1}.', count(minutes), by);
}
