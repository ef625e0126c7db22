import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RemediationPlan } from '../../audit/light.ts';
import { changesByRow } from '../labels/plan-rows.ts';
import { pathInClass, removedTo, type PictureMove } from './class-folder-moves.ts';
import type { CsvSession } from '../session/csv-session.ts';
import type { FolderSession } from '../session/folder-session.ts';
import { FixError, type RowChange, type TextChange } from './label-edits.ts';
import { percent } from '../../numbers/index.ts';

/**
 * A plan as changes of rows: those that name its pictures in the plan's split with the label that it changes. Rows whose
 * label is another by now are left alone, as are those of other splits.
 */
export function plannedRows(session: CsvSession, plan: RemediationPlan): RowChange[] {
  const changeOf = changesByRow(plan);
  return session.rows.flatMap((row) => {
    const change = changeOf(row);
    return change ? [{ row, label: change.to }] : [];
  });
}

/** What the refactor preview says of each change. */
export function plannedDescriptions(
  session: CsvSession,
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

/** A plan as moves of pictures among class folders. */
export async function planPictureMoves(session: FolderSession, plan: RemediationPlan): Promise<PictureMove[]> {
  const { classes } = session.report.dataset;
  const moves: PictureMove[] = [];
  for (const { path, to } of plan.changes) {
    // A label is the name of a folder here: only those that are there already are moved to.
    if (to !== undefined && !classes.includes(to)) {
      throw new FixError(vscode.l10n.t('There is no class folder "{0}".', to));
    }
    moves.push(to === undefined ? await removedTo(session, path) : { from: path, to: pathInClass(path, to) });
  }
  return moves;
}
