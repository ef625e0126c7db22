import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  EngineError,
  headlineHealth,
  sha256,
  weaknessOf,
  wrongAmongFirst,
  type AuditOptions,
  type Weakness,
} from '../../audit/light.ts';
import { datasetFolder, mayHaveColumns } from '../../dataset/index.ts';
import type { AuditRuns } from './audit-runs.ts';
import { count } from '../host/local-numbers.ts';
import { isLabelsName, type Target } from './dataset-picker.ts';
import { sayInformation, sayWarning } from '../host/notify.ts';
import { showFailure, type Log, type WayOut } from '../host/output.ts';
import { auditOptions } from '../host/settings/settings.ts';
import type { AuditSession } from '../session/types.ts';

export interface AuditCommandDeps {
  readonly runs: AuditRuns;
  readonly output: Log;
  /** Folder for decoded pictures. */
  readonly cacheFolder: string;
  readonly showPanel: () => Promise<void>;
}

/** Whether to go on: not while the same data set is being audited, unless the user gives that up. */
export async function mayStart(target: Target, runs: AuditRuns): Promise<boolean> {
  if (!runs.isRunning(target.root)) return true;
  const restart = vscode.l10n.t('Cancel It and Start Again');
  const cancel = vscode.l10n.t('Cancel It');
  const question = vscode.l10n.t('{0} is being audited already.', target.name);
  const answer = await sayWarning(question, restart, cancel);
  if (answer !== undefined) await runs.cancel(target.root);
  return answer === restart && !runs.isRunning(target.root);
}

/** Whether a file is the labels file that is audited, or may be one of several in its folder. */
function isOf({ target, root }: Target, file: string): boolean {
  return file === target || (target === root && isLabelsName(file) && datasetFolder(file) === root);
}

/** What the user is asked where a labels file has unsaved changes. */
interface SaveWords {
  readonly save: string;
  readonly asIs: string;
}

/** An audit reads the labels file from the disk: unsaved labels would be missing from it. */
export async function savedFirst(
  target: Target,
  { save, asIs }: SaveWords = {
    save: vscode.l10n.t('Save and Audit'),
    asIs: vscode.l10n.t('Audit What Is Saved'),
  },
): Promise<boolean> {
  const documents = vscode.workspace.textDocuments.filter(({ uri, isDirty }) => isDirty && isOf(target, uri.fsPath));
  if (documents.length === 0) return true;
  const names = documents.map(({ uri }) => vscode.workspace.asRelativePath(uri)).join(', ');
  const answer = await sayWarning(vscode.l10n.t('{0} has unsaved changes.', names), save, asIs);
  if (answer !== save) return answer === asIs;
  for (const document of documents) if (!(await document.save())) return false;
  return true;
}

export function sayFinished(session: AuditSession, target: Target, showPanel: () => Promise<void>): void {
  const { dataset, trust, issues } = session.report;
  const weakness = weaknessOf(session.report);
  const [flagged, audited] = [count(issues.length), count(dataset.audited)];
  let message: string;
  if (weakness !== undefined) {
    message = vscode.l10n.t(
      '{0}: {1} It disagrees with {2} of {3}.',
      target.name,
      weaknessText(weakness),
      flagged,
      audited,
    );
  } else if (issues.length === 0) {
    message = vscode.l10n.t('{0}: no wrong label found among {1} pictures.', target.name, audited);
  } else if (trust === undefined) {
    // How many are wrong is said as by the health in the status bar and in the panel: the list has another length.
    const health = headlineHealth(session.report);
    message =
      health === undefined
        ? vscode.l10n.t('{0}: {1} of {2} labels are flagged.', target.name, flagged, audited)
        : vscode.l10n.t(
            '{0}: {1} of {2} labels are flagged; about {3} labels are wrong.',
            target.name,
            flagged,
            audited,
            count(Math.round((1 - health) * dataset.audited)),
          );
  } else {
    const wrong = count(Math.round(wrongAmongFirst(trust, issues.length).estimate));
    message = vscode.l10n.t(
      '{0}: {1} of {2} labels are flagged; about {3} of them are wrong.',
      target.name,
      flagged,
      audited,
      wrong,
    );
  }
  const review = vscode.l10n.t('Review Them');
  void sayInformation(message, ...(issues.length > 0 ? [review] : [])).then((answer) => {
    if (answer === review) void showPanel();
  });
}

/** Why the model is too weak to judge labels. */
function weaknessText(weakness: Weakness): string {
  switch (weakness) {
    case 'no-better-than-chance':
      return vscode.l10n.t('The model is too weak to judge these labels: it hardly knows the classes.');
    case 'misses-planted-errors':
      return vscode.l10n.t(
        'The model is too weak to judge these labels: it does not find errors that the audit planted.',
      );
    case 'disagrees-with-most':
      return vscode.l10n.t(
        'The model is too weak to judge these labels: it disagrees with so many of them, and nothing tells who is right.',
      );
    case 'too-few-pictures':
      return vscode.l10n.t('There are too few pictures to say how many labels are wrong.');
  }
}

/** Whether the order of an array is to be taken as assumed, though labels speak against it. */
async function wantsForce(error: EngineError, output: Log): Promise<boolean> {
  output.error(error);
  const anyway = vscode.l10n.t('Audit As Assumed');
  const question = vscode.l10n.t(
    '{0} Name the picture of each row in a file of paths beside it, and the class of each column in a table; see the log.',
    error.message,
  );
  return (await sayWarning(question, anyway)) === anyway;
}

/** A folder per data set, so that the pictures of one can be thrown away alone. */
export function picturesCache(cacheFolder: string, root: string): string {
  return join(cacheFolder, 'pictures', sha256(root).slice(0, 16));
}

/** Audits a data set by the user's settings, with the panel in sight. */
export async function runAuditCommand(
  target: Target,
  deps: AuditCommandDeps,
  overrides: Partial<AuditOptions> = {},
): Promise<AuditSession | undefined> {
  const { runs, output } = deps;
  if (!(await mayStart(target, runs)) || !(await savedFirst(target))) return undefined;
  try {
    const options = { ...auditOptions(target.target, picturesCache(deps.cacheFolder, target.root)), ...overrides };
    const run = runs.run(target, options);
    await deps.showPanel();
    const session = await run;
    if (session === undefined) return undefined;
    sayFinished(session, target, deps.showPanel);
    sayMissing(session, target);
    return session;
  } catch (error) {
    if (error instanceof EngineError && error.canForce && overrides.force !== true) {
      return (await wantsForce(error, output))
        ? runAuditCommand(target, deps, { ...overrides, force: true })
        : undefined;
    }
    // Not awaited: the command has ended, whether or not the user reads on.
    const { message } = error as Error;
    const isLost = canBeLocated(target) && LOST.test(message);
    void showFailure(output, error, isLost ? locating(target) : undefined);
    return undefined;
  }
}

/** What an audit says of a labels file whose columns or pictures are not found. */
const LOST = /\bcolumns?\b|pictures can be read|labelled pictures|can be used/;

/** Whether the user can say how rows name their pictures: in one file of columns or keys. */
function canBeLocated({ kind, target, root }: Target): boolean {
  return kind === 'csv' && target !== root && mayHaveColumns(target);
}

/** The dialog in which the user says how rows name their pictures. */
function locating({ target }: Target): WayOut {
  const title = vscode.l10n.t('Locate the Pictures…');
  const run = (): unknown => vscode.commands.executeCommand('labelAudit.mapPictures', vscode.Uri.file(target));
  return { title, run };
}

/** From this share of missing pictures on the user is asked where they lie. */
const MANY_MISSING = 0.1;

/** Asks where pictures lie of which many were not found. */
function sayMissing({ report }: AuditSession, target: Target): void {
  const missing = report.problems.filter(({ kind }) => kind === 'missing-image').length;
  const { layout = 'indices', examples } = report.dataset;
  if (!canBeLocated(target) || layout !== 'indices' || missing < MANY_MISSING * examples) return;
  const { title, run } = locating(target);
  const message = vscode.l10n.t(
    '{0}: {1} of {2} pictures were not found.',
    target.name,
    count(missing),
    count(report.dataset.examples),
  );
  void sayWarning(message, title).then((answer) => {
    if (answer === title) void run();
  });
}
