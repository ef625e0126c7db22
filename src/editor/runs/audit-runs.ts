import * as vscode from 'vscode';
import type { AuditOptions, AuditProgress } from '../../audit/light.ts';
import type { ProgressView } from '../../protocol/index.ts';
import { progressText, progressView } from './audit-progress.ts';
import type { Target } from './dataset-picker.ts';
import { createTickingProgress } from './ticking-progress.ts';
import { plainMessage, type Log } from '../host/output.ts';
import { noticeText } from '../host/plain-text.ts';
import type { AuditSession } from '../session/types.ts';

/** An audit that is running, with what the notification says of it. */
interface RunningAudit {
  readonly phase: 'running';
  readonly target: Target;
  readonly progress: ProgressView;
}

/** An audit that is running, or that ended without a report; `again`: the command that begins it anew. */
export type AuditRun =
  | RunningAudit
  | { readonly phase: 'failed'; readonly target: Target; readonly again: string; readonly message: string }
  | { readonly phase: 'cancelled'; readonly target: Target; readonly again: string };

/** Runs an audit to its end in a process of its own. */
export type AuditEngine = (
  options: AuditOptions,
  hooks: {
    readonly signal: AbortSignal;
    readonly onProgress: (progress: AuditProgress) => void;
    readonly onLog: (line: string) => void;
  },
) => Promise<unknown>;

/** Takes in how far work is. @param isNews false: that its words differ is no reason to show them at once */
export type ShowProgress = (view: ProgressView, isNews?: boolean) => void;

/** Work with progress that can be stopped. */
export type AuditWork = (signal: AbortSignal, show: ShowProgress) => Promise<unknown>;

/** What is said of such work, and done after it came to nothing. */
export interface WorkWords {
  /** Of the notification. */
  readonly title: string;
  /** The command that begins it anew. */
  readonly again: string;
}

/** The audits of this window: starts them, shows their progress, stops them. */
export interface AuditRuns {
  /** The audit begun last, while it runs or if it came to nothing. */
  readonly current: AuditRun | undefined;
  readonly onDidChange: vscode.Event<void>;
  /** Fires once an audit has ended and its report is open, whether a person or an extension of this window asked for it. */
  readonly onDidFinish: vscode.Event<AuditSession>;
  isRunning(root: string): boolean;
  /**
   * Audits a data set, shows progress, and resolves once the report is written and open.
   * @returns undefined when the user cancelled
   * @throws the engine's error, with a message for the user; an Error when this data set is being audited already
   */
  run(target: Target, options: AuditOptions): Promise<AuditSession | undefined>;
  /**
   * Does the same with other work that ends in the audit of a data set.
   * @throws what the work throws; an Error when this data set is being audited already
   */
  runWork(target: Target, words: WorkWords, work: AuditWork): Promise<AuditSession | undefined>;
  /** Stops the audit of this data set (default: the one begun last) and resolves when it has ended. */
  cancel(root?: string): Promise<void>;
  /** Forgets a run that came to nothing. */
  dismiss(): void;
  /** Stops whatever is running. */
  dispose(): void;
}

/** How often the notification, the panel and the status bar hear of progress, in milliseconds. */
const EVERY = 200;

/**
 * Keeps track of running audits: one for each data set.
 * @param open reads the report of an audit that has ended, and makes it the one that is shown
 */
export function createAuditRuns(
  engine: AuditEngine,
  output: Log,
  open: (root: string) => Promise<AuditSession>,
): AuditRuns {
  const changed = new vscode.EventEmitter<void>();
  const finished = new vscode.EventEmitter<AuditSession>();
  const running = new Map<string, { readonly stop: AbortController; readonly ended: Promise<unknown> }>();
  let current: AuditRun | undefined;

  const set = (run: AuditRun | undefined): void => {
    current = run;
    changed.fire();
  };

  /** A run that another has overtaken has no say in what is shown. */
  const isCurrent = (target: Target): boolean => current?.target === target;

  /** An audit on this machine. */
  const audit =
    (target: Target, options: AuditOptions): AuditWork =>
    async (signal, show) => {
      output.info(`Auditing ${target.target}: ${JSON.stringify({ ...options, target: undefined })}`);
      const started = Date.now();
      // Starting a process blocks for a while: the panel and the notification are shown first.
      await new Promise((resolve) => setImmediate(resolve));
      await engine(options, {
        signal,
        onLog: (line) => {
          output.info(line);
        },
        onProgress: (progress) => {
          // Its words count pictures.
          show(progressView(progress), progress.stage !== 'decoding');
        },
      });
      output.info(`Audited ${target.name} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    };

  const perform = async (
    target: Target,
    again: string,
    work: AuditWork,
    stop: AbortController,
    report: (text: string, share: number) => void,
  ): Promise<boolean> => {
    let stage = '';
    const ticking = createTickingProgress((view) => {
      if (stop.signal.aborted) return;
      report(progressText(view), view.share);
      if (isCurrent(target)) set({ phase: 'running', target, progress: view });
    });
    try {
      await work(stop.signal, (view, isNews = true) => {
        const isNew = isNews && view.stage !== stage;
        if (isNew) output.debug(view.stage);
        if (!isNew && Date.now() - ticking.shownAt < EVERY) {
          ticking.note(view);
          return;
        }
        stage = view.stage;
        ticking.show(view);
      });
      if (isCurrent(target)) set(undefined);
      return true;
    } catch (error) {
      if (stop.signal.aborted) {
        output.info(`Cancelled the audit of ${target.name}`);
        if (isCurrent(target)) set({ phase: 'cancelled', target, again });
        return false;
      }
      if (isCurrent(target)) set({ phase: 'failed', target, again, message: plainMessage(error) });
      throw error;
    } finally {
      ticking.dispose();
    }
  };

  const withNotification = (
    target: Target,
    { title, again }: WorkWords,
    work: AuditWork,
    stop: AbortController,
  ): Thenable<boolean> =>
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: noticeText(title), cancellable: true },
      (progress, token) => {
        token.onCancellationRequested(() => {
          stop.abort();
        });
        let before = 0;
        return perform(target, again, work, stop, (message, share) => {
          progress.report({ message: noticeText(message), increment: Math.max(0, 100 * (share - before)) });
          before = Math.max(before, share);
        });
      },
    );

  const performAndOpen = async (
    target: Target,
    words: WorkWords,
    work: AuditWork,
    stop: AbortController,
  ): Promise<AuditSession | undefined> => {
    if (!(await withNotification(target, words, work, stop))) return undefined;
    const session = await open(target.root);
    finished.fire(session);
    return session;
  };

  const runWork: AuditRuns['runWork'] = async (target, words, work) => {
    if (running.has(target.root)) throw new Error(vscode.l10n.t('{0} is being audited already.', target.name));
    const stop = new AbortController();
    set({ phase: 'running', target, progress: { stage: vscode.l10n.t('Starting'), share: 0 } });
    const ended = performAndOpen(target, words, work, stop).finally(() => running.delete(target.root));
    running.set(target.root, { stop, ended: ended.catch(() => undefined) });
    return ended;
  };

  return {
    get current() {
      return current;
    },
    onDidChange: changed.event,
    onDidFinish: finished.event,
    isRunning: (root) => running.has(root),
    run: (target, options) =>
      runWork(
        target,
        { title: vscode.l10n.t('Auditing {0}', target.name), again: 'labelAudit.audit' },
        audit(target, options),
      ),
    runWork,
    cancel: async (root = current?.target.root) => {
      const run = root === undefined ? undefined : running.get(root);
      run?.stop.abort();
      await run?.ended;
    },
    dismiss: () => {
      if (current && current.phase !== 'running') set(undefined);
    },
    dispose: () => {
      for (const { stop } of running.values()) stop.abort();
      changed.dispose();
      finished.dispose();
    },
  };
}
