import * as vscode from 'vscode';
import type { AuditReport, HeldBackReason, RemediationPlan } from '../../audit/light.ts';
import type { FixChoice, FixPlanView } from '../../protocol/index.ts';
import { planPictures } from './plan-pictures.ts';

function reasonText(reason: HeldBackReason): string {
  switch (reason) {
    case 'kept':
      return vscode.l10n.t('a review keeps the label');
    case 'not-confident':
      return vscode.l10n.t('the suggestion is not probable enough');
    case 'class-too-small':
      return vscode.l10n.t('the class would be too small');
    case 'label-changed':
      return vscode.l10n.t('the label has been changed since the audit');
    case 'gone':
      return vscode.l10n.t('no longer in the data set');
    case 'no-other-label':
      return vscode.l10n.t('the model suggests no other label');
    case 'to-be-removed':
      return vscode.l10n.t('a review removes it, which relabelling can’t do');
    case 'which-row':
      return vscode.l10n.t('several rows name it, and the review does not say which one is meant');
  }
}

/** A plan as the panel shows it. */
export function fixPlanView(
  plan: RemediationPlan,
  choice: FixChoice,
  report: AuditReport,
  splits: readonly string[],
): FixPlanView {
  const heldBack = new Map<HeldBackReason, number>();
  for (const { reason } of plan.heldBack) heldBack.set(reason, (heldBack.get(reason) ?? 0) + 1);
  const out = new Map<string, number>();
  for (const { from } of plan.changes) out.set(from, (out.get(from) ?? 0) + 1);
  return {
    choice,
    considered: plan.considered,
    changes: plan.changes.length,
    heldBack: [...heldBack].map(([reason, pictures]) => ({ reason: reasonText(reason), pictures })),
    classes: plan.classes.map(({ class: name, before, after }) => {
      const gone = out.get(name) ?? 0;
      return { class: name, before, out: gone, in: after - before + gone, after };
    }),
    splits,
    pictures: planPictures(report, plan),
  };
}
