import * as vscode from 'vscode';
import { whyFacts } from '../../audit/light.ts';
import type { HostMessage, IssueDetail, SimilarPicture } from '../../protocol/index.ts';
import type { LiveSession } from '../session/live-session.ts';
import { rowColumns } from '../session/text/row-columns.ts';
import { setProbabilities } from '../session/predictions.ts';
import type { IssueState } from '../session/types.ts';
import type { BrowseUpdates } from './browse-updates.ts';
import type { CheckUpdates } from './checks/check-updates.ts';
import { currentPath, pictureFile, type Pictures } from './panel-pictures.ts';
import type { MapUpdates } from './map/map-updates.ts';
import type { QueueUpdates } from './queue/queue-updates.ts';
import type { ReviewUpdates } from './review-updates.ts';

/** The panel that asks. */
export interface Asker {
  readonly view: vscode.WebviewPanel;
  readonly updates: { readonly shown: LiveSession | undefined };
  readonly browse: Pick<BrowseUpdates, 'page'>;
  readonly checks: Pick<CheckUpdates, 'page' | 'choose'>;
  readonly map: Pick<MapUpdates, 'show' | 'stop'>;
  readonly reviews: Pick<ReviewUpdates, 'include'>;
  readonly queue: Pick<QueueUpdates, 'answer'>;
  readonly post: (message: HostMessage) => void;
}

/** Thumbnails are made and sent so many at a time, so that the first are seen while the last are made. */
const TOGETHER = 16;

function fileOf(session: LiveSession, state: IssueState): string | undefined {
  return pictureFile(session.root.fsPath, currentPath(session, state));
}

export async function sendThumbnails(ids: readonly number[], session: LiveSession, asker: Asker, pictures: Pictures) {
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
  const { multiLabel, classes } = session.report.dataset;
  if (multiLabel !== undefined) {
    const told = await setProbabilities(session.opened, classes, issue.index);
    // How probable a change is: of one that takes a label away, that the class is not there.
    return (
      told ??
      (issue.changes ?? []).map((one) => ({
        class: one.class,
        probability: one.add ? one.probability : 1 - one.probability,
      }))
    );
  }
  const predictions = await session.predictions();
  if (predictions) return predictions.of(issue.index);
  return [
    { class: issue.suggestedLabel, probability: issue.suggestedProbability },
    { class: issue.givenLabel, probability: issue.givenProbability },
  ];
}

async function sendDetail(state: IssueState, session: LiveSession, asker: Asker, pictures: Pictures) {
  const toUri = (file: string): string => asker.view.webview.asWebviewUri(vscode.Uri.file(file)).toString();
  const root = session.root.fsPath;
  const { issue, id } = state;
  const given = issue.similar?.given ?? [];
  const suggested = issue.similar?.suggested ?? [];
  const neighbours = issue.neighbours ?? [];
  const [large, small, facts, probabilities, columns] = await Promise.all([
    pictures.large(root, currentPath(session, state)),
    pictures.small(root, [...given, ...suggested, ...neighbours.map(([path]) => path)]),
    pictures.facts(root, currentPath(session, state)),
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
      ...(issue.said === undefined ? {} : { said: issue.said }),
      why: whyFacts(session.report)(issue),
      probabilities,
      similarGiven: similar(given, issue.givenLabel),
      similarSuggested: similar(suggested, issue.suggestedLabel),
      ...(neighbours.length > 0 ? { neighbours: neighbours.flatMap(([path, label]) => similar([path], label)) } : {}),
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
  const around = issue.neighbours ?? [];
  const [given, suggested, ...neighbours] = await Promise.all([
    large(issue.similar?.given, issue.givenLabel),
    large(issue.similar?.suggested, issue.suggestedLabel),
    ...around.map(([path, label]) => large([path], label)),
  ]);
  asker.post({
    type: 'similar',
    pictures: { id, given, suggested, ...(around.length > 0 ? { neighbours: neighbours.flat() } : {}) },
  });
}

/** Shows where the label is written down: its cell in the labels file, or the file among the class folders. */
async function reveal(session: LiveSession, state: IssueState, panelColumn: vscode.ViewColumn | undefined) {
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

async function openPicture(session: LiveSession, state: IssueState, panelColumn: vscode.ViewColumn | undefined) {
  const file = fileOf(session, state);
  if (!file) throw new Error(vscode.l10n.t('{0} leads out of the data set.', state.issue.path));
  const besidePanel = panelColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), { viewColumn: besidePanel });
}

/** What can be asked for of one picture. */
export type PictureRequest = 'detail' | 'similar' | 'reveal' | 'open' | 'copyPath';

/** Does what the panel asks for of one picture. */
export async function answerAboutPicture(
  request: PictureRequest,
  state: IssueState,
  session: LiveSession,
  asker: Asker,
  pictures: Pictures,
): Promise<void> {
  switch (request) {
    case 'detail':
      await sendDetail(state, session, asker, pictures);
      return;
    case 'similar':
      await sendSimilar(state, session, asker, pictures);
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
      // The compiler asks for an answer to each of them.
      return request satisfies never;
  }
}
