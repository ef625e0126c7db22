import * as vscode from 'vscode';
import { whySentence } from '../../audit/light.ts';
import type { HostMessage, IssueDetail, PanelMessage, SimilarPicture } from '../../protocol/index.ts';
import type { AuditRuns } from '../runs/audit-runs.ts';
import { plainMessage, type Log } from '../host/output.ts';
import { changeableSplits } from '../runs/fix-choice.ts';
import type { RemediationRuns } from '../runs/remediation-runs.ts';
import type { BrowseUpdates } from './browse-updates.ts';
import type { CheckUpdates } from './check-updates.ts';
import type { ClassKeyStore } from './class-keys.ts';
import { staysInBounds } from './panel-bounds.ts';
import { currentPath, pictureFile, type Pictures } from './panel-pictures.ts';
import type { ReviewUpdates } from './review-updates.ts';
import { summaryText } from './summary-text.ts';
import type { UnsureMarks } from './unsure-marks.ts';
import { checkOf } from '../session/checks/finding-states.ts';
import { rowColumns } from '../session/row-columns.ts';
import type { LiveSessionStore } from '../session/session-store.ts';
import type { AuditSession, IssueState } from '../session/types.ts';
import type { LiveDecisionMaker } from '../decisions/decision-maker.ts';
import type { LiveSession } from '../session/live-session.ts';

export interface PanelAnswerDeps {
  readonly store: LiveSessionStore;
  readonly runs: AuditRuns;
  readonly decisions: Pick<LiveDecisionMaker, 'decide' | 'finding' | 'note' | 'undo' | 'redo' | 'goTo'>;
  readonly pictures: Pictures;
  readonly output: Log;
  readonly openWalkthrough: () => void;
  readonly classKeys: ClassKeyStore;
  readonly unsure: UnsureMarks;
  /** What the Fix and Compare tabs do. */
  readonly remediation: RemediationRuns;
}

/** The panel that asks. */
interface Asker {
  readonly view: vscode.WebviewPanel;
  readonly updates: { readonly shown: LiveSession | undefined };
  readonly browse: Pick<BrowseUpdates, 'page'>;
  readonly checks: Pick<CheckUpdates, 'page' | 'choose'>;
  readonly reviews: Pick<ReviewUpdates, 'include'>;
  readonly post: (message: HostMessage) => void;
}

/** Thumbnails are made and sent so many at a time, so that the first are seen while the last are made. */
const TOGETHER = 16;

function fileOf(session: AuditSession, state: IssueState): string | undefined {
  return pictureFile(session.root.fsPath, currentPath(session, state));
}

async function sendThumbnails(ids: readonly number[], session: LiveSession, asker: Asker, pictures: Pictures) {
  const wanted = ids.flatMap((id) => {
    const state = session.stateOf(id);
    return state ? [{ id, path: currentPath(session, state) }] : [];
  });
  const groups = Array.from({ length: Math.ceil(wanted.length / TOGETHER) }, (_, i) =>
    wanted.slice(i * TOGETHER, (i + 1) * TOGETHER),
  );
  const send = async (group: typeof wanted): Promise<void> => {
    const files = await pictures.small(
      session.root.fsPath,
      group.map(({ path }) => path),
    );
    const uris = group.map(({ id, path }) => {
      const file = files.get(path);
      return [id, file ? asker.view.webview.asWebviewUri(vscode.Uri.file(file)).toString() : null] as const;
    });
    asker.post({ type: 'thumbnails', uris });
  };
  await Promise.all(groups.map(send));
}

/** Every class with its probability, most probable first; those two that the report holds where the array is gone. */
async function classProbabilities({ issue }: IssueState, session: LiveSession): Promise<IssueDetail['probabilities']> {
  const predictions = await session.predictions();
  if (predictions) return predictions.of(issue.index);
  return [
    { class: issue.suggestedLabel, probability: issue.suggestedProbability },
    { class: issue.givenLabel, probability: issue.givenProbability },
  ];
}

async function sendDetail(state: IssueState, session: LiveSession, asker: Asker, deps: PanelAnswerDeps) {
  const toUri = (file: string): string => asker.view.webview.asWebviewUri(vscode.Uri.file(file)).toString();
  const root = session.root.fsPath;
  const { issue, id } = state;
  const given = issue.similar?.given ?? [];
  const suggested = issue.similar?.suggested ?? [];
  const [large, small, facts, probabilities, columns] = await Promise.all([
    deps.pictures.large(root, currentPath(session, state)),
    deps.pictures.small(root, [...given, ...suggested]),
    deps.pictures.facts(root, currentPath(session, state)),
    classProbabilities(state, session),
    rowColumns(session, id),
  ]);
  const similar = (paths: readonly string[], label: string): SimilarPicture[] =>
    paths.flatMap((path) => {
      const file = small.get(path);
      return file ? [{ path, label, uri: toUri(file) }] : [];
    });
  asker.post({
    type: 'detail',
    detail: {
      id,
      ...(large ? { uri: toUri(large) } : {}),
      ...(facts ? { facts } : {}),
      ...(columns.length > 0 ? { columns } : {}),
      why: whySentence(session.report)(issue),
      probabilities,
      similarGiven: similar(given, issue.givenLabel),
      similarSuggested: similar(suggested, issue.suggestedLabel),
    },
  });
  asker.reviews.include(id);
}

/** The nearest pictures in full size, for those who look at them beside the picture. */
async function sendSimilar({ issue, id }: IssueState, session: LiveSession, asker: Asker, pictures: Pictures) {
  const root = session.root.fsPath;
  const large = async (paths: readonly string[] = [], label: string): Promise<SimilarPicture[]> => {
    const files = await Promise.all(paths.map((path) => pictures.large(root, path)));
    return files.flatMap((file, i) =>
      file === undefined
        ? []
        : [{ path: paths[i], label, uri: asker.view.webview.asWebviewUri(vscode.Uri.file(file)).toString() }],
    );
  };
  const [given, suggested] = await Promise.all([
    large(issue.similar?.given, issue.givenLabel),
    large(issue.similar?.suggested, issue.suggestedLabel),
  ]);
  asker.post({ type: 'similar', pictures: { id, given, suggested } });
}

/** Shows where the label is written down: its cell in the labels file, or the file among the class folders. */
async function reveal(session: AuditSession, state: IssueState, panelColumn: vscode.ViewColumn | undefined) {
  if (session.labelsFile === undefined) {
    const file = fileOf(session, state);
    if (file) await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(file));
    return;
  }
  const { range, uri } = state.current ?? {};
  if (!range || !uri) throw new Error(vscode.l10n.t('{0} is no longer in the labels file.', state.issue.path));
  const besidePanel = panelColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
  const editor = await vscode.window.showTextDocument(uri, {
    viewColumn: besidePanel,
    selection: range,
  });
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

async function openPicture(session: AuditSession, state: IssueState, panelColumn: vscode.ViewColumn | undefined) {
  const file = fileOf(session, state);
  if (!file) throw new Error(vscode.l10n.t('{0} leads out of the data set.', state.issue.path));
  const besidePanel = panelColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), { viewColumn: besidePanel });
}

/** The data set that "Audit again" means: the one that failed or was given up, else the one that is shown. */
function againTarget({ runs, store }: PanelAnswerDeps): vscode.Uri | undefined {
  const run = runs.current;
  if (run) return vscode.Uri.file(run.target.target);
  return store.active?.target;
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
      await vscode.commands.executeCommand('labelAudit.audit', againTarget(deps));
      return;
    case 'cancel':
      await deps.runs.cancel();
      return;
    case 'walkthrough':
      deps.openWalkthrough();
      return;
    case 'export':
      await vscode.commands.executeCommand('labelAudit.exportReport');
      return;
    default:
      await answerAboutAudit(message, asker, deps);
  }
}

/** A message about the audit that the panel shows. */
type AuditMessage = Exclude<PanelMessage, { readonly type: 'ready' | 'audit' | 'cancel' | 'walkthrough' | 'export' }>;

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
      await deps.decisions.decide(session, message.ids, message.action);
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
      await deps.unsure.mark(session, message.ids, message.isUnsure);
      return;
    case 'note':
      await deps.decisions.note(session, message.ids, message.note);
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
      if (state) await answerAboutPicture(message.type, state, session, asker, deps);
      return;
    }
    default:
      refuse(message);
  }
}

type PictureRequest = 'detail' | 'similar' | 'reveal' | 'open' | 'copyPath';

async function answerAboutPicture(
  request: PictureRequest,
  state: IssueState,
  session: LiveSession,
  asker: Asker,
  deps: PanelAnswerDeps,
): Promise<void> {
  switch (request) {
    case 'detail':
      await sendDetail(state, session, asker, deps);
      return;
    case 'similar':
      await sendSimilar(state, session, asker, deps.pictures);
      return;
    case 'reveal':
      await reveal(session, state, asker.view.viewColumn);
      return;
    case 'open':
      await openPicture(session, state, asker.view.viewColumn);
      return;
    case 'copyPath':
      await vscode.env.clipboard.writeText(fileOf(session, state) ?? state.issue.path);
      return;
    default:
      refuse(request);
  }
}

/** The compiler asks for an answer to each message: none is left over. */
function refuse(message: never): never {
  throw new Error(`The panel has no answer to ${JSON.stringify(message)}.`);
}
