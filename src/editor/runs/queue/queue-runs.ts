import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { AuditOptions, AuditProgress, NextQueue } from '../../../audit/light.ts';
import type { ProgressView } from '../../../protocol/index.ts';
import type { Log } from '../../host/output.ts';
import { noticeText } from '../../host/plain-text.ts';
import { sayInformation } from '../../host/notify.ts';
import type { LiveSession } from '../../session/live-session.ts';
import { progressText, progressView } from '../audit-progress.ts';
import type { Target } from '../dataset-picker.ts';
import { createTickingProgress } from '../ticking-progress.ts';

/** Chooses pictures in a process of its own. */
export type ChooseNext = (
  options: AuditOptions,
  count: number,
  hooks: {
    readonly signal: AbortSignal;
    readonly onProgress: (progress: AuditProgress) => void;
    readonly onLog: (line: string) => void;
  },
) => Promise<NextQueue>;

/** The pictures that are labelled now. */
export interface OpenQueue {
  /** Another number for each choice of pictures. */
  readonly batch: number;
  readonly queue: NextQueue;
  /** Follows their labels; decisions are made in it. */
  readonly session: LiveSession;
  readonly target: Target;
}

/** The queue of pictures to label next: one for each window. */
export interface QueueRuns extends Pick<vscode.Disposable, 'dispose'> {
  readonly current: OpenQueue | undefined;
  /** How far a choice is that is being made. */
  readonly progress: ProgressView | undefined;
  /** Another queue is there, or none any more, or a choice is made. */
  readonly onDidChange: vscode.Event<void>;
  /**
   * Chooses pictures of a data set, and opens them as the queue in place of the one before.
   * @returns false where the user gave up
   * @throws the engine's error; an Error where a choice is being made already
   */
  start(target: Target): Promise<boolean>;
  /** Chooses anew from the data set of the queue: what was labelled since is learnt from. */
  again(): Promise<boolean>;
  /** Ends the choice that is being made. */
  cancel(): void;
  /** Shows the queue no more. The labels stay. */
  close(): void;
}

export interface QueueRunsDeps {
  readonly choose: ChooseNext;
  readonly output: Log;
  readonly cacheFolder: string;
  readonly openQueue: (queue: NextQueue) => Promise<LiveSession>;
}

/** What a choice needs is loaded with the first of them. */
const loadWork = () => import('./queue-work.ts');

/** Brings what was labelled into reviews.csv. */
async function writeDown(session: LiveSession): Promise<void> {
  await session.settled();
  // Nothing is known of labels that can't be seen.
  if (session.isReadable) await session.log.sync();
}

export function createQueueRuns({ choose, output, cacheFolder, openQueue }: QueueRunsDeps): QueueRuns {
  const changed = new vscode.EventEmitter<void>();
  let current: OpenQueue | undefined;
  let progress: ProgressView | undefined;
  let running: AbortController | undefined;
  /** The queue that is being chosen anew. */
  let stale: OpenQueue | undefined;
  let batch = 0;

  const tell = (view: ProgressView | undefined): void => {
    progress = view;
    changed.fire();
  };
  const put = (queue: OpenQueue | undefined): void => {
    const before = current?.session;
    current = queue;
    changed.fire();
    // Labels that were given a moment ago are written first, by what follows the text still.
    void before?.history.inTurn(async () => {
      await writeDown(before);
      before.dispose();
      before.reviews.dispose();
    });
  };

  const chosen = async (target: Target, stop: AbortController, say: (text: string, share: number) => void) => {
    const { options, count } = (await loadWork()).choiceOf(target, cacheFolder);
    const ticking = createTickingProgress((view) => {
      if (stop.signal.aborted) return;
      say(progressText(view), view.share);
      tell(view);
    });
    try {
      return await choose(options, count, {
        signal: stop.signal,
        onLog: (line) => {
          output.info(line);
        },
        onProgress: (step) => {
          ticking.show(progressView(step));
        },
      });
    } finally {
      ticking.dispose();
    }
  };

  const withNotification = (target: Target, stop: AbortController): Thenable<NextQueue> =>
    vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: noticeText(vscode.l10n.t('Choosing pictures of {0} to label next', target.name)),
        cancellable: true,
      },
      (shown, token) => {
        token.onCancellationRequested(() => {
          stop.abort();
        });
        let before = 0;
        return chosen(target, stop, (message, share) => {
          shown.report({ message: noticeText(message), increment: Math.max(0, 100 * (share - before)) });
          before = Math.max(before, share);
        });
      },
    );

  const isOpen = (): boolean => current !== undefined;
  const refuseSecond = (): void => {
    if (running !== undefined) throw new Error(vscode.l10n.t('Pictures to label next are being chosen already.'));
  };

  const start = async (target: Target): Promise<boolean> => {
    refuseSecond();
    if (!(await (await loadWork()).savedBeforeChoice(target))) return false;
    // Another may have begun while the question stood.
    refuseSecond();
    const stop = new AbortController();
    running = stop;
    tell({ stage: vscode.l10n.t('Starting'), share: 0 });
    try {
      // What was labelled a moment ago is written down before another session reads it.
      if (current) await writeDown(current.session);
      const queue = await withNotification(target, stop);
      stop.signal.throwIfAborted();
      const session = await openQueue(queue);
      await session.settled();
      batch += 1;
      put({ batch, queue, session, target });
      output.info(
        `Chose ${queue.pictures.length} of ${queue.judged} pictures without a label in ${queue.seconds.toFixed(1)} s; models learnt from ${queue.labelled}.`,
      );
      return true;
    } catch (error) {
      if (stop.signal.aborted) {
        output.info(`Cancelled the choice of pictures of ${target.name}`);
        return false;
      }
      throw error;
    } finally {
      running = undefined;
      tell(undefined);
    }
  };

  return {
    get current() {
      return current;
    },
    get progress() {
      return progress;
    },
    onDidChange: changed.event,
    start,
    again: async () => {
      if (current === undefined) return false;
      refuseSecond();
      stale = current;
      const { target } = current;
      try {
        const isDone = await start(target);
        if (!isDone && isOpen())
          void sayInformation(vscode.l10n.t('{0}: the pictures are as they were.', basename(target.root)));
        return isDone;
      } finally {
        stale = undefined;
      }
    },
    cancel: () => {
      running?.abort();
    },
    close: () => {
      // Nobody waits for what would come in its place.
      if (stale !== undefined) running?.abort();
      put(undefined);
    },
    dispose: () => {
      running?.abort();
      put(undefined);
      changed.dispose();
    },
  };
}
