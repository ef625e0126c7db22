import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RemediationPlan } from '../../audit/light.ts';
import { percent } from '../../numbers/index.ts';
import { changesByRow } from '../labels/plan-rows.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import type { RowChange, TextChange } from './label-edits.ts';

/**
 * A plan as changes of rows: those that name its pictures in the plan's split with the label that it changes. Rows whose
 * label is another by now are left alone, as are those of other splits.
 */
export function plannedRows(session: LabelsFileSession, plan: RemediationPlan): RowChange[] {
  const changeOf = changesByRow(plan);
  return session.rows.flatMap((row) => {
    const change = changeOf(row);
    return change ? [{ row, label: change.to }] : [];
  });
}

/** What the refactor preview says of each change. */
export function plannedDescriptions(
  session: LabelsFileSession,
  plan: RemediationPlan,
  rows: readonly RowChange[],
): (change: TextChange) => vscode.WorkspaceEditEntryMetadata {
  const name = basename(session.labelsFile.path);
  const label =
    plan.action === 'prune'
      ? vscode.l10n.t('Remove {0} rows of {1}', rows.length, name)
      : vscode.l10n.t('Change {0} labels of {1}', rows.length, name);
  const changeOf = changesByRow(plan);
  const byLine = new Map(rows.map(({ row }) => [row.line, row]));
  return ({ range: { start, end } }) => {
    const texts: string[] = [];
    for (let line = start.line; line <= end.line; line += 1) {
      const row = byLine.get(line);
      if (!row || (line === end.line && end.character === 0 && line > start.line)) continue;
      const change = changeOf(row);
      const sure = change?.probability === undefined ? '' : ` (${percent(change.probability)})`;
      texts.push(`${row.image}: ${row.label}${change?.to === undefined ? '' : ` → ${change.to}${sure}`}`);
    }
    return { needsConfirmation: true, label, description: texts.join('; ') };
  };
}
