import * as vscode from 'vscode';
import { isTestSplit } from '../../../audit/light.ts';
import type { HostMessage, QueueAsk, QueueView } from '../../../protocol/index.ts';
import type { LiveDecisionMaker } from '../../decisions/decision-maker.ts';
import type { OpenQueue, QueueRuns } from '../../runs/queue/queue-runs.ts';
import type { LiveSession } from '../../session/live-session.ts';
import type { ClassKeyStore } from '../class-keys.ts';
import type { Pictures } from '../panel-pictures.ts';

export interface QueueUpdatesDeps {
  readonly queues: QueueRuns;
  readonly decisions: Pick<LiveDecisionMaker, 'decide' | 'undo' | 'redo'>;
  readonly pictures: Pictures;
  readonly classKeys: ClassKeyStore;
  readonly post: (message: HostMessage) => void;
  /** The address by which the page may show a file. */
  readonly toUri: (file: string) => string;
}

/** Keeps a front end up to date with the queue of pictures to label next, and does what it asks for. */
export interface QueueUpdates {
  /** Tells everything anew, as to a front end that has just started. */
  send(): void;
  /**
   * @param batch the queue that is meant: for another nothing is done
   * @throws Error in plain words, where it can't be done
   */
  answer(batch: number, ask: QueueAsk): Promise<void>;
  dispose(): void;
}

/** So many small pictures are made and sent together. */
const TOGETHER = 16;

export function createQueueUpdates({ queues, post, toUri, ...deps }: QueueUpdatesDeps): QueueUpdates {
  let told: number | undefined;
  let isRanking = false;
  let watched: vscode.Disposable | undefined;

  const tellRanking = (): void => {
    const { progress } = queues;
    if (progress === undefined && !isRanking) return;
    isRanking = progress !== undefined;
    post({ type: 'queueNews', news: progress ? { kind: 'ranking', progress } : { kind: 'ranked' } });
  };
  const watch = (): void => {
    watched?.dispose();
    const open = queues.current;
    watched = open?.session.onDidChange((ids) => {
      const changes = ids.map((id) => ({ id, ...standingOf(open, id) }));
      post({ type: 'queueNews', news: { kind: 'changes', batch: open.batch, changes } });
    });
  };
  const tell = (): void => {
    const open = queues.current;
    told = open?.batch;
    post({ type: 'queue', queue: open === undefined ? null : queueView(open, deps.classKeys.of(open.queue.root)) });
  };
  const listener = queues.onDidChange(() => {
    if (queues.current?.batch !== told) {
      watch();
      tell();
    }
    tellRanking();
  });
  watch();
  told = queues.current?.batch;

  const small = async ({ batch, session, queue }: OpenQueue, ids: readonly number[]): Promise<void> => {
    for (let i = 0; i < ids.length; i += TOGETHER) {
      const wanted = ids.slice(i, i + TOGETHER).map((id) => ({ id, path: pathNow(session, queue.pictures[id].path) }));
      const files = await deps.pictures.small(
        queue.root,
        wanted.map(({ path }) => path),
      );
      const uris = wanted.map(({ id, path }) => {
        const file = files.get(path);
        return [id, file ? toUri(file) : null] as const;
      });
      post({ type: 'queueNews', news: { kind: 'small', batch, uris } });
    }
  };
  const large = async ({ batch, session, queue }: OpenQueue, id: number): Promise<void> => {
    const file = await deps.pictures.large(queue.root, pathNow(session, queue.pictures[id].path));
    const uri = file === undefined ? {} : { uri: toUri(file) };
    post({ type: 'queueNews', news: { kind: 'large', batch, id, ...uri } });
  };

  return {
    send: () => {
      tell();
      isRanking = queues.progress !== undefined;
      tellRanking();
    },
    answer: async (batch, ask) => {
      const open = queues.current;
      if (open?.batch !== batch) {
        // Of pictures that are shown no more. That a label is not written has to be said.
        if (ask.kind === 'label') throw new Error(notShown());
        return;
      }
      const { session, queue } = open;
      const isPicture = (id: number): boolean => id < queue.pictures.length;
      switch (ask.kind) {
        case 'small':
          return small(open, ask.ids.filter(isPicture));
        case 'large':
          return isPicture(ask.id) ? large(open, ask.id) : undefined;
        case 'label': {
          const { id, label } = ask;
          // The front end never names a picture or a class of its own.
          if (!isPicture(id) || !queue.classes.includes(label) || isOfTest(session, id)) throw new Error(notShown());
          return deps.decisions.decide(session, [id], { kind: 'relabel', label });
        }
        case 'undo':
          await deps.decisions.undo(session);
          return;
        case 'redo':
          await deps.decisions.redo(session);
          return;
        case 'keys':
          if (!ask.keys.every(([name]) => queue.classes.includes(name))) throw new Error(notShown());
          return deps.classKeys.set(queue.root, ask.keys);
        case 'rank':
          await queues.again();
          return;
        case 'cancel':
          queues.cancel();
          return;
        case 'close':
          queues.close();
      }
    },
    dispose: () => {
      watched?.dispose();
      listener.dispose();
    },
  };
}

function notShown(): string {
  return vscode.l10n.t('This is no part of the queue that is shown. Nothing was changed.');
}

/** Whether the row that a label would be written into is of a test split by now. */
function isOfTest(session: LiveSession, id: number): boolean {
  const split = session.kind === 'csv' ? session.rowOfIssue(id)?.split : undefined;
  return split !== undefined && isTestSplit(split);
}

/** Where a picture of the queue is now: a label may have moved it into the folder of its class. */
function pathNow(session: LiveSession, path: string): string {
  return session.placeOf(path) ?? path;
}

/** What became of a picture: what stood there before counts as no label. */
function standingOf(
  { session, queue }: OpenQueue,
  id: number,
): { readonly current?: string; readonly isGone: boolean } {
  const label = session.stateOf(id)?.current?.label;
  if (label === undefined) return { isGone: session.isReadable };
  return { isGone: false, ...(label === queue.pictures[id].written ? {} : { current: label }) };
}

function queueView(open: OpenQueue, keys: ReturnType<ClassKeyStore['of']>): QueueView {
  const { queue, session, target, batch } = open;
  const { classes, pictures, judged, labelled, accuracy, dataset } = queue;
  return {
    ...{ batch, name: target.name, classes, judged, labelled, accuracy },
    movesFiles: dataset.labelsFile === undefined,
    ...(dataset.labelsFile === undefined || session.labelsFiles.length > 1 ? {} : { labelsFile: dataset.labelsFile }),
    ...(keys.length > 0 ? { classKeys: keys } : {}),
    pictures: pictures.map(({ path, split, classes: told }, id) => ({
      ...{ id, path, classes: told },
      ...(split === undefined ? {} : { split }),
      ...standingOf(open, id),
    })),
  };
}
