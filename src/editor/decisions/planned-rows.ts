import * as vscode from 'vscode';
import type { RemediationPlan } from '../../audit/light.ts';
import { percent } from '../host/local-numbers.ts';
import { changesByRow } from '../labels/plan-rows.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import type { RowChange, TextChange } from './label-edits.ts';

/**
 * A plan as changes of rows: those that name its pictures in the plan's split with the label that it changes. Rows whose
 * label is another by now are left alone, as are those of other splits.
 */
export function plannedRows(session: LabelsFileSession, plan: RemediationPlan): RowChange[] {
  const changeOf = changesByRow(plan, session.rowsOfFiles);
  const planned: RowChange[] = [];
  for (const row of session.allRows()) {
    const change = changeOf(row);
    if (change) planned.push({ row, label: change.to });
  }
  return planned;
}

/** What the refactor preview says of each change. */
export function plannedDescriptions(
  session: LabelsFileSession,
  plan: RemediationPlan,
  rows: readonly RowChange[],
): (change: TextChange) => vscode.WorkspaceEditEntryMetadata {
  const names = [...new Set(rows.map(({ row }) => session.nameOf(row.file)))].join(', ');
  const label =
    plan.action === 'prune'
      ? vscode.l10n.t('Remove {0} rows of {1}', rows.length, names)
      : vscode.l10n.t('Change {0} labels of {1}', rows.length, names);
  const changeOf = changesByRow(plan, session.rowsOfFiles);
  return ({ rows: own = [] }) => {
    const texts = own.map((row) => {
      const change = changeOf(row);
      const sure = change?.probability === undefined ? '' : ` (${percent(change.probability)})`;
      return `${row.image}: ${row.label}${change?.to === undefined ? '' : ` → ${change.to}${sure}`}`;
    });
    return { needsConfirmation: true, label, description: texts.join('; ') };
  };
}
