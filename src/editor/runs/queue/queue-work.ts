import * as vscode from 'vscode';
import type { AuditOptions } from '../../../audit/light.ts';
import { auditOptions, editorOptions } from '../../host/settings/settings.ts';
import type { Target } from '../dataset-picker.ts';
import { picturesCache, savedFirst } from '../run-audit.ts';

// What a choice of pictures to label next is made with: `queue-runs.ts` loads it when the first one is asked for.

/** What is asked of the engine, by the user's settings. */
export function choiceOf(
  { target, root }: Target,
  cacheFolder: string,
): { readonly options: AuditOptions; readonly count: number } {
  return {
    options: { ...auditOptions(target, picturesCache(cacheFolder, root)), out: null },
    count: editorOptions(vscode.Uri.file(target)).labelNextCount,
  };
}

/** Whether to go on: the engine reads what is saved. */
export function savedBeforeChoice(target: Target): Promise<boolean> {
  return savedFirst(target, { save: vscode.l10n.t('Save and Go On'), asIs: vscode.l10n.t('Go By What Is Saved') });
}
