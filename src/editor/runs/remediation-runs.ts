import { basename } from 'node:path';
import * as vscode from 'vscode';
import { REPORT_FOLDER, type AuditProgress, type CompareTask } from '../../audit/light.ts';
import type { ComparisonView, FixChoice, FixPlanView } from '../../protocol/index.ts';
import { progressText, progressView } from './audit-progress.ts';
import { createTickingProgress } from './ticking-progress.ts';
import type { LiveDecisionMaker } from '../decisions/decision-maker.ts';
import { plainMessage, type Log } from '../host/output.ts';
import { noticeText } from '../host/plain-text.ts';
import type { LiveSession } from '../session/live-session.ts';

export interface RemediationRunsDeps {
  readonly decisions: LiveDecisionMaker;
  readonly output: Log;
  readonly cacheFolder: string;
  /** Compares in a process of its own. */
  readonly compare: (
    task: CompareTask,
    hooks: {
      readonly signal: AbortSignal;
      readonly onProgress: (progress: AuditProgress) => void;
      readonly onLog: (line: string) => void;
    },
  ) => Promise<unknown>;
  readonly showTab: (tab: 'fix' | 'compare') => void;
}

/** Plans for many labels at once, and comparisons that show what they are worth. */
export interface RemediationRuns extends Pick<vscode.Disposable, 'dispose'> {
  plan(session: LiveSession, choice: FixChoice): Promise<FixPlanView>;
  /** Shows the plan in VS Code's refactor preview, and carries out what the user confirms there. */
  fix(session: LiveSession, choice: FixChoice): Promise<boolean>;
  /**
   * Trains on both sides in the background.
   * @param choice the plan to compare with; null: the user is asked
   * @returns false where the user gave up
   */
  compare(session: LiveSession, choice: FixChoice | null): Promise<boolean>;
  /** The last comparison of a data set. */
  comparison(session: LiveSession): Promise<{ readonly comparison: ComparisonView | null; readonly running: boolean }>;
  readonly onDidChangeComparison: vscode.Event<void>;
  showTab(tab: 'fix' | 'compare'): void;
}

/** What plans and comparisons need is loaded with the first of them. */
const loadWork = () => import('./remediation-work.ts');

export function createRemediationRuns({
  decisions,
  output,
  cacheFolder,
  compare,
  showTab,
}: RemediationRunsDeps): RemediationRuns {
  const changed = new vscode.EventEmitter<void>();
  const running = new Map<string, AbortController>();

  const run = async (session: LiveSession, task: CompareTask, stop: AbortController): Promise<void> => {
    const name = basename(session.root.fsPath);
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: noticeText(vscode.l10n.t('Comparing labels of {0}', name)),
        cancellable: true,
      },
      (progress, token) => {
        token.onCancellationRequested(() => {
          stop.abort();
        });
        let before = 0;
        const ticking = createTickingProgress((view) => {
          const increment = Math.max(0, 100 * (view.share - before));
          progress.report({ message: noticeText(progressText(view)), increment });
          before = Math.max(before, view.share);
        });
        return compare(task, {
          signal: stop.signal,
          onLog: (line) => {
            output.info(line);
          },
          onProgress: (step) => {
            ticking.show(progressView(step, 'run'));
          },
        }).finally(() => {
          ticking.dispose();
        });
      },
    );
  };

  const compareNow = async (session: LiveSession, choice: FixChoice | null): Promise<boolean> => {
    const root = session.root.fsPath;
    if (running.has(root)) throw new Error(vscode.l10n.t('{0} is being compared already.', basename(root)));
    const { askForComparison, auditOptions, compareRepeats, picturesCache } = await loadWork();
    const asked = await askForComparison(session, choice);
    if (!asked) return false;
    if ('auditFirst' in asked) {
      await vscode.commands.executeCommand('labelAudit.audit', session.target, { splits: asked.auditFirst });
      return false;
    }
    const target = session.target.fsPath;
    const { classes } = session.report.dataset;
    const audit = { ...auditOptions(target, picturesCache(cacheFolder, root)), classes };
    const stop = new AbortController();
    running.set(root, stop);
    changed.fire();
    showTab('compare');
    try {
      await run(session, { root, audit, repeats: compareRepeats(target), ...asked }, stop);
      return true;
    } catch (error) {
      if (stop.signal.aborted) return false;
      throw error;
    } finally {
      running.delete(root);
      changed.fire();
    }
  };

  return {
    plan: async (session, choice) => {
      const { changeableSplits, fixPlanView, planFix } = await loadWork();
      const plan = await planFix(session, choice);
      const view = fixPlanView(plan, choice, session.report, changeableSplits(session));
      // Pictures that were decided though they are not flagged are known once the arrays have been read.
      if (view.pictures.some(({ id }) => id >= session.issues.length)) await session.predictions();
      return view;
    },
    fix: async (session, choice) => {
      const { planFix } = await loadWork();
      const plan = await planFix(session, choice);
      if (plan.changes.length === 0) {
        throw new Error(vscode.l10n.t('This choice changes nothing: no label is left that it takes.'));
      }
      return decisions.carryOutPlan(session, plan);
    },
    compare: compareNow,
    comparison: async ({ root }) => {
      const isRunning = running.has(root.fsPath);
      try {
        const { comparisonView, readComparison } = await loadWork();
        const found = await readComparison(vscode.Uri.joinPath(root, REPORT_FOLDER).fsPath);
        return { comparison: found ? comparisonView(found) : null, running: isRunning };
      } catch (error) {
        output.warn(plainMessage(error));
        return { comparison: null, running: isRunning };
      }
    },
    onDidChangeComparison: changed.event,
    showTab,
    dispose: () => {
      for (const stop of running.values()) stop.abort();
      changed.dispose();
    },
  };
}
