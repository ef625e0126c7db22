import * as vscode from 'vscode';
import type { DecideAction, PanelMessage } from '../../protocol/index.ts';
import type { AuditRuns } from '../runs/audit-runs.ts';
import { plainMessage, type Log } from '../host/output.ts';
import { changeableSplits } from '../runs/fix-choice.ts';
import type { RemediationRuns } from '../runs/remediation-runs.ts';
import type { ClassKeyStore } from './class-keys.ts';
import type { DatasetChoice } from './dataset-updates.ts';
import { staysInBounds } from './panel-bounds.ts';
import type { Pictures } from './panel-pictures.ts';
import { answerAboutPicture, sendThumbnails, type Asker } from './picture-answers.ts';
import { summaryText } from './summary/summary-text.ts';
import type { UnsureMarks } from './unsure-marks.ts';
import { checkOf } from '../session/checks/finding-states.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';
import { toggledLabel } from '../session/toggled-label.ts';
import type { LiveDecisionMaker } from '../decisions/decision-maker.ts';

export interface PanelAnswerDeps {
  readonly store: LiveSessionStore;
  readonly runs: AuditRuns;
  readonly decisions: Pick<LiveDecisionMaker, 'decide' | 'finding' | 'note' | 'undo' | 'redo' | 'goTo'>;
  readonly pictures: Pictures;
  readonly output: Log;
  readonly openWalkthrough: () => void;
  readonly classKeys: ClassKeyStore;
  readonly unsure: UnsureMarks;
  readonly datasets: DatasetChoice;
  /** What the Fix and Compare tabs do. */
  readonly remediation: RemediationRuns;
}

/** The data set that "Audit again" means: the one that failed or was given up, else the one that is shown. */
function againTarget({ runs, store }: PanelAnswerDeps): vscode.Uri | undefined {
  const run = runs.current;
  if (run) return vscode.Uri.file(run.target.target);
  return store.active?.target;
}

/** The command that audits anew: what came to nothing on a cluster does not begin on this machine. */
function againCommand({ runs }: PanelAnswerDeps): string {
  const run = runs.current;
  return run === undefined || run.phase === 'running' ? 'labelAudit.audit' : run.again;
}

/** Does what the panel asks for. Where that fails, the panel is told why in plain words. */
export async function answerPanel(message: PanelMessage, asker: Asker, deps: PanelAnswerDeps): Promise<void> {
  try {
    await answer(message, asker, deps);
  } catch (error) {
    deps.output.error(error);
    asker.post({ type: 'error', message: plainMessage(error) });
  }
}

async function answer(message: PanelMessage, asker: Asker, deps: PanelAnswerDeps): Promise<void> {
  switch (message.type) {
    case 'ready':
      return;
    case 'audit':
      await vscode.commands.executeCommand(againCommand(deps), againTarget(deps));
      return;
    case 'cancel':
      await deps.runs.cancel();
      return;
    case 'walkthrough':
      deps.openWalkthrough();
      return;
    case 'dataset':
      await deps.datasets.show(message.key);
      return;
    case 'queue':
      await asker.queue.answer(message.batch, message.ask);
      return;
    case 'export':
      await vscode.commands.executeCommand('labelAudit.exportReport');
      return;
    default:
      await answerAboutAudit(message, asker, deps);
  }
}

/** A message about the audit that the panel shows. */
type AuditMessage = Exclude<
  PanelMessage,
  { readonly type: 'ready' | 'audit' | 'cancel' | 'walkthrough' | 'export' | 'dataset' | 'queue' }
>;

async function answerAboutAudit(message: AuditMessage, asker: Asker, deps: PanelAnswerDeps): Promise<void> {
  const session = asker.updates.shown;
  if (!session) throw new Error(vscode.l10n.t('This audit is no longer open. Audit the labels again.'));
  const { classes } = session.report.dataset;
  const isPicture = (id: number): boolean => session.stateOf(id) !== undefined;
  const checks = (session.report.checks?.types ?? []).map(({ name }) => name);
  if (!staysInBounds(message, { isPicture, classes, checks, splits: changeableSplits(session) })) {
    // Pictures of an audit that was shown before may still be asked for; nothing of it is ever changed.
    if (['thumbnails', 'detail', 'similar'].includes(message.type)) return;
    throw new Error(vscode.l10n.t('This is no part of the audit that is shown. Nothing was changed.'));
  }
  switch (message.type) {
    case 'decide':
      await decideAsShown(deps, session, message.ids, message.action);
      return;
    case 'map':
      await asker.map.show(session, message.layout);
      return;
    case 'stopMap':
      asker.map.stop();
      return;
    case 'browse':
      asker.post({ type: 'browsed', page: await asker.browse.page(session, message.from, message.count) });
      return;
    case 'check':
      await asker.checks.page(session, message.name, message.below, message.from);
      return;
    case 'checkThreshold':
      await asker.checks.choose(session, message.name, message.below);
      return;
    case 'finding': {
      const type = checkOf(session, message.check);
      if (type) await deps.decisions.finding(session, type, message.ids, message.action);
      return;
    }
    case 'plan':
      asker.post({ type: 'plan', plan: await deps.remediation.plan(session, message.choice) });
      return;
    case 'fix':
      await deps.remediation.fix(session, message.choice);
      asker.post({ type: 'plan', plan: await deps.remediation.plan(session, message.choice) });
      return;
    case 'compare':
      await deps.remediation.compare(session, message.choice);
      return;
    case 'unsure':
      await deps.unsure.mark(session, message.ids, message.isUnsure, message.check);
      return;
    case 'note':
      await deps.decisions.note(session, message.ids, message.note, message.check);
      return;
    case 'classKeys':
      await deps.classKeys.set(session.root.fsPath, message.keys);
      return;
    case 'undo':
      if (!(await deps.decisions.undo(session))) throw new Error(vscode.l10n.t('There is no decision to take back.'));
      return;
    case 'redo':
      if (!(await deps.decisions.redo(session))) throw new Error(vscode.l10n.t('There is no decision to make again.'));
      return;
    case 'goTo':
      await deps.decisions.goTo(session, message.number);
      return;
    case 'summary':
      if (message.copy) await vscode.commands.executeCommand('labelAudit.copySummary');
      asker.post({ type: 'summary', text: await summaryText(session, deps.unsure) });
      return;
    case 'thumbnails':
      await sendThumbnails(message.ids, session, asker, deps.pictures);
      return;
    case 'detail':
    case 'similar':
    case 'reveal':
    case 'open':
    case 'copyPath': {
      const state = session.stateOf(message.id);
      if (state) await answerAboutPicture(message.type, state, session, asker, deps.pictures);
      return;
    }
    default:
      refuse(message);
  }
}

/** The compiler asks for an answer to each message: none is left over. */
function refuse(message: never): never {
  throw new Error(`The panel has no answer to ${JSON.stringify(message)}.`);
}

/** Decides; of several labels a picture the key or name of one class adds it to each picture's labels, or takes it from them. */
async function decideAsShown(
  { decisions }: Pick<PanelAnswerDeps, 'decisions'>,
  session: LiveSession,
  ids: readonly number[],
  action: DecideAction,
): Promise<void> {
  const label = action.kind === 'relabel' ? toggledLabel(session, ids[0] ?? -1, action.label) : undefined;
  if (action.kind !== 'relabel' || label === undefined) {
    await decisions.decide(session, ids, action);
    return;
  }
  // One step for all that come to the same labels, not one for each picture.
  const alike = new Map<string, number[]>();
  for (const id of ids) {
    const to = toggledLabel(session, id, action.label) ?? label;
    alike.set(to, alike.get(to) ?? []);
    alike.get(to)!.push(id);
  }
  for (const [to, these] of alike) await decisions.decide(session, these, { kind: 'relabel', label: to });
}
