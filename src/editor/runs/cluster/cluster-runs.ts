import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { flagsOf, prepareReportFolder, REPORT_FOLDER } from '../../../audit/light.ts';
import {
  endRun,
  lookAtRun,
  shellWords,
  submitRun,
  watchRun,
  type CommandLine,
  type RunStatus,
} from '../../../cluster/light.ts';
import { sayInformation, sayWarning } from '../../host/notify.ts';
import { plainMessage, showFailure, type Log } from '../../host/output.ts';
import { auditOptions, clusterOptions } from '../../host/settings/settings.ts';
import type { AuditSession } from '../../session/types.ts';
import type { AuditRuns, AuditWork } from '../audit-runs.ts';
import type { Target } from '../dataset-picker.ts';
import { mayStart, savedFirst, sayFinished } from '../run-audit.ts';
import { askClusterRun, engineTitle, type ClusterAnswers } from './ask-cluster-run.ts';
import { clusterView, failureText } from './cluster-progress.ts';
import { createKnownRuns, type KnownRun, type KnownRuns } from './known-runs.ts';

export interface ClusterDeps {
  readonly runs: AuditRuns;
  readonly output: Log;
  readonly showPanel: () => Promise<void>;
  /** The bundled command line, `dist/cli.mjs`. */
  readonly cliFile: string;
  readonly workspaceState: vscode.Memento;
  /** Aborted when the window goes: what is followed is followed by the next one. */
  readonly closing: AbortSignal;
}

const COMMAND = 'labelAudit.auditOnCluster';

/** How label-audit is started here and on the machines of the cluster: as the user says, or as this window would. */
function ownCommand({ cliFile }: ClusterDeps): CommandLine {
  const { clusterCommand } = clusterOptions();
  return clusterCommand === undefined ? cliFile : shellWords(clusterCommand);
}

/**
 * Audits a data set on a cluster: asks where, plans and submits it in a process of its own, follows it, and opens its report.
 *
 * @param given answers, where another command has them; else the user is asked
 * @returns the audit; undefined where there is none (yet)
 */
export async function auditOnCluster(
  target: Target,
  deps: ClusterDeps,
  given?: ClusterAnswers,
): Promise<AuditSession | undefined> {
  const known = createKnownRuns(deps.workspaceState);
  if (!(await mayStart(target, deps.runs)) || !(await savedFirst(target))) return undefined;
  const answers = given ?? (await askClusterRun(target, known.last(target.root)));
  if (answers === undefined) return undefined;
  const run: KnownRun = { ...answers, target };
  return following(run, deps, known, async (signal, note) => {
    if (await isAtWork(run, deps)) {
      deps.output.info(`${run.run} is at work already: it is followed.`);
      return;
    }
    const options = auditOptions(target.target, null);
    const words = ['audit', ...flagsOf(options), `--on=${run.engine}`, `--run=${run.run}`];
    await submitRun(ownCommand(deps), [...words, `--engine-args=${run.engineArgs}`], { signal, onNote: note });
  });
}

/** Follows the runs that this workspace followed before its window was closed. */
export async function followAgain(deps: ClusterDeps): Promise<void> {
  const known = createKnownRuns(deps.workspaceState);
  await Promise.all(known.all.map((run) => following(run, deps, known)));
}

/** Whether jobs of the run wait or run. */
async function isAtWork({ run }: KnownRun, { cliFile, closing }: ClusterDeps): Promise<boolean> {
  // Where there is no run yet, that is what it says.
  const status = await lookAtRun(cliFile, run, { signal: closing }).catch(() => undefined);
  return status?.engine !== undefined && (status.state === 'running' || status.state === 'waiting');
}

/** What is done before there is something to follow. */
type Begin = (signal: AbortSignal, note: (line: string) => void) => Promise<void>;

async function following(
  known: KnownRun,
  deps: ClusterDeps,
  memory: KnownRuns,
  begin?: Begin,
): Promise<AuditSession | undefined> {
  const { target, run, engine } = known;
  const { runs, output, closing, showPanel } = deps;
  const words = { title: vscode.l10n.t('Auditing {0} on {1}', target.name, engineTitle(engine)), again: COMMAND };
  const note = (line: string): void => {
    output.info(line);
  };
  /** Undefined once there is something to follow. */
  let pending = begin;
  const work: AuditWork = async (signal, show) => {
    if (pending !== undefined) {
      show({ stage: vscode.l10n.t('Planning the tasks'), share: 0 });
      await pending(signal, note);
      pending = undefined;
      await memory.remember(known);
      await bringBack(target, output);
      output.info(`${run} was handed to ${engine}: ${known.engineArgs}`);
    }
    const onStatus = (status: RunStatus): void => {
      show(clusterView(status));
    };
    requireReport(await watchRun(deps.cliFile, run, { signal, onStatus, onNote: note }), known);
  };
  try {
    for (;;) {
      const following = runs.runWork(target, words, work);
      void showPanel();
      const session = await following;
      if (session !== undefined) {
        await memory.forget(run);
        await showPanel();
        sayFinished(session, target, showPanel);
        return session;
      }
      if (closing.aborted || pending !== undefined) return undefined;
      if (await mayLeave(known, deps)) {
        await memory.forget(run);
        return undefined;
      }
    }
  } catch (error) {
    if (closing.aborted) return undefined;
    await memory.forget(run);
    const title = vscode.l10n.t('Run What Is Missing');
    // Not awaited: the command has ended, whether or not the user reads on.
    void showFailure(output, error, error instanceof UnfinishedError ? { title, run: () => again(known) } : undefined);
    return undefined;
  }
}

/** A run has ended without a report, and may be taken up again. */
class UnfinishedError extends Error {
  override readonly name = 'UnfinishedError';
}

/** @throws UnfinishedError where the run ended without a report; Error where that is not beside the data set */
function requireReport(end: RunStatus, { target, engine }: KnownRun): void {
  const { state, out } = end;
  if (state === 'cancelled') {
    throw new UnfinishedError(
      vscode.l10n.t('{0}: its jobs on {1} were cancelled. What is done is kept.', target.name, engineTitle(engine)),
    );
  }
  if (state !== 'done') throw new UnfinishedError(failureText(end));
  if (out !== undefined && dirname(out) !== target.root) {
    throw new Error(vscode.l10n.t('The report of this run is in {0}, not beside its data set.', out));
  }
}

/** VS Code starts us in a workspace that holds labels, or this folder: class folders alone would leave the run to itself. */
async function bringBack({ root }: Target, output: Log): Promise<void> {
  await prepareReportFolder(join(root, REPORT_FOLDER)).catch((error: unknown) => {
    output.warn(plainMessage(error));
  });
}

function again({ target, engine, run, engineArgs }: KnownRun): Thenable<unknown> {
  return vscode.commands.executeCommand(COMMAND, vscode.Uri.file(target.target), {
    ...{ engine, run, engineArgs },
  });
}

/** Asks whether the jobs are to end with the following. @returns false: they are followed again */
async function mayLeave({ target, engine, run }: KnownRun, { cliFile, output }: ClusterDeps): Promise<boolean> {
  const cancel = vscode.l10n.t('Cancel the Jobs');
  const leave = vscode.l10n.t('Only Stop Following');
  const question = vscode.l10n.t(
    '{0}: its jobs on {1} go on. Shall they be cancelled? What is done is kept.',
    target.name,
    engineTitle(engine),
  );
  const answer = await sayWarning(question, cancel, leave);
  if (answer === leave) {
    void sayInformation(
      vscode.l10n.t(
        '{0} is no longer followed here. The same command with the same folder finds it again: {1}',
        target.name,
        run,
      ),
    );
    return true;
  }
  if (answer !== cancel) return false;
  const where = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Cancelling the jobs') };
  try {
    await vscode.window.withProgress(where, () => endRun(cliFile, run));
  } catch (error) {
    // The jobs still run, so they are followed again.
    void showFailure(output, error);
    return false;
  }
  output.info(`Cancelled the jobs of ${run}.`);
  return true;
}
