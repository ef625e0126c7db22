import * as vscode from 'vscode';
import type { AuditOptions, AuditProgress } from '../../audit/light.ts';
import type { ProgressView } from '../../protocol/index.ts';
import { progressText, progressView } from './audit-progress.ts';
import type { Target } from './dataset-picker.ts';
import { createTickingProgress } from './ticking-progress.ts';
import { plainMessage, type Log } from '../host/output.ts';
import { noticeText } from '../host/plain-text.ts';

/** An audit that is running, with what the notification says of it. */
interface RunningAudit {
  readonly phase: 'running';
  readonly target: Target;
  readonly progress: ProgressView;
}

/** An audit that is running, or that ended without a report. */
export type AuditRun =
  | RunningAudit
  | { readonly phase: 'failed'; readonly target: Target; readonly message: string }
  | { readonly phase: 'cancelled'; readonly target: Target };

/** Runs an audit to its end in a process of its own. */
export type AuditEngine = (
  options: AuditOptions,
  hooks: {
    readonly signal: AbortSignal;
    readonly onProgress: (progress: AuditProgress) => void;
    readonly onLog: (line: string) => void;
  },
) => Promise<unknown>;

/** The audits of this window: starts them, shows their progress, stops them. */
export interface AuditRuns {
  /** The audit begun last, while it runs or if it came to nothing. */
  readonly current: AuditRun | undefined;
  readonly onDidChange: vscode.Event<void>;
  isRunning(root: string): boolean;
  /**
   * Audits a data set, shows progress, and resolves once the report is written.
   * @returns false when the user cancelled
   * @throws the engine's error, with a message for the user; an Error when this data set is being audited already
   */
  run(target: Target, options: AuditOptions): Promise<boolean>;
  /** Stops the audit of this data set (default: the one begun last) and resolves when it has ended. */
  cancel(root?: string): Promise<void>;
  /** Forgets a run that came to nothing. */
  dismiss(): void;
  /** Stops whatever is running. */
  dispose(): void;
}

/** How often the notification, the panel and the status bar hear of progress, in milliseconds. */
const EVERY = 200;

/** Keeps track of running audits: one for each data set. */
export function createAuditRuns(engine: AuditEngine, output: Log): AuditRuns {
  const changed = new vscode.EventEmitter<void>();
  const running = new Map<string, { readonly stop: AbortController; readonly ended: Promise<unknown> }>();
  let current: AuditRun | undefined;

  const set = (run: AuditRun | undefined): void => {
    current = run;
    changed.fire();
  };

  /** A run that another has overtaken has no say in what is shown. */
  const isCurrent = (target: Target): boolean => current?.target === target;

  const perform = async (
    target: Target,
    options: AuditOptions,
    stop: AbortController,
    report: (text: string, share: number) => void,
  ): Promise<boolean> => {
    let stage = '';
    const started = Date.now();
    const ticking = createTickingProgress((view) => {
      if (stop.signal.aborted) return;
      report(progressText(view), view.share);
      if (isCurrent(target)) set({ phase: 'running', target, progress: view });
    });
    output.info(`Auditing ${target.target}: ${JSON.stringify({ ...options, target: undefined })}`);
    try {
      // Starting a process blocks for a while: the panel and the notification are shown first.
      await new Promise((resolve) => setImmediate(resolve));
      await engine(options, {
        signal: stop.signal,
        onLog: (line) => {
          output.info(line);
        },
        onProgress: (progress) => {
          const view = progressView(progress);
          if (view.stage !== stage && progress.stage !== 'decoding') output.debug(view.stage);
          const due = Date.now() - ticking.shownAt >= EVERY || (view.stage !== stage && progress.stage !== 'decoding');
          if (!due) {
            ticking.note(view);
            return;
          }
          stage = view.stage;
          ticking.show(view);
        },
      });
      output.info(`Audited ${target.name} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
      if (isCurrent(target)) set(undefined);
      return true;
    } catch (error) {
      if (stop.signal.aborted) {
        output.info(`Cancelled the audit of ${target.name}`);
        if (isCurrent(target)) set({ phase: 'cancelled', target });
        return false;
      }
      if (isCurrent(target)) set({ phase: 'failed', target, message: plainMessage(error) });
      throw error;
    } finally {
      ticking.dispose();
    }
  };

  const withNotification = (target: Target, options: AuditOptions, stop: AbortController): Thenable<boolean> =>
    vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: noticeText(vscode.l10n.t('Auditing {0}', target.name)),
        cancellable: true,
      },
      (progress, token) => {
        token.onCancellationRequested(() => {
          stop.abort();
        });
        let before = 0;
        return perform(target, options, stop, (message, share) => {
          progress.report({ message: noticeText(message), increment: Math.max(0, 100 * (share - before)) });
          before = Math.max(before, share);
        });
      },
    );

  return {
    get current() {
      return current;
    },
    onDidChange: changed.event,
    isRunning: (root) => running.has(root),
    run: async (target, options) => {
      if (running.has(target.root)) throw new Error(vscode.l10n.t('{0} is being audited already.', target.name));
      const stop = new AbortController();
      set({ phase: 'running', target, progress: { stage: vscode.l10n.t('Starting'), share: 0 } });
      const ended = Promise.resolve(withNotification(target, options, stop)).finally(() => running.delete(target.root));
      running.set(target.root, { stop, ended: ended.catch(() => undefined) });
      return ended;
    },
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
    },
  };
}
