import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { AuditOptions } from '../../audit/light.ts';
import type { Target } from '../runs/dataset-picker.ts';
import type { InstallDeps } from './install-training.ts';
import { trainingStorage } from './training-storage.ts';
import type { ClusterAnswers, ClusterDeps } from '../runs/cluster/cluster-work.ts';
import type { QueueRuns } from '../runs/queue/queue-runs.ts';
import { hasKnownRuns } from '../runs/cluster/known-runs.ts';
import type { RegisterCommand } from '../host/register-command.ts';
import type { AuditCommandDeps } from '../runs/run-audit.ts';
import { sayInformation } from '../host/notify.ts';
import type { SampleOptions } from './sample.ts';
import { activeSessionOrSays } from '../session/active-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';

export interface CommandDeps extends AuditCommandDeps, Pick<ClusterDeps, 'closing'> {
  readonly store: LiveSessionStore;
  readonly queues: QueueRuns;
  readonly register: RegisterCommand;
  readonly context: vscode.ExtensionContext;
}

/** What the commands do is loaded with the first of them. */
const loadWork = () => import('./command-work.ts');

const loadCluster = () => import('../runs/cluster/cluster-work.ts');

function clusterDeps({ context, ...deps }: CommandDeps): ClusterDeps {
  const cliFile = vscode.Uri.joinPath(context.extensionUri, 'dist', 'cli.mjs').fsPath;
  return { ...deps, cliFile, workspaceState: context.workspaceState };
}

/** Follows the runs on a cluster that the last window of this workspace followed; nothing is loaded where there is none. */
export function followClusterRuns(deps: CommandDeps): void {
  if (!hasKnownRuns(deps.context.workspaceState)) return;
  void loadCluster().then(({ followAgain }) => followAgain(clusterDeps(deps)));
}

/** Where and how a cluster is to audit, as another command may ask for; the user is asked where it does not say all. */
function answersOf(given: unknown): ClusterAnswers | undefined {
  const { engine, run, engineArgs = '' } = (given ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof run !== 'string' || typeof engineArgs !== 'string') return undefined;
  return engine === 'slurm' || engine === 'kubernetes' ? { engine, run, engineArgs } : undefined;
}

/** What a command was called on: the Explorer, a CodeLens and the panel pass a URI; the palette passes nothing. */
function toUri(value: unknown): vscode.Uri | undefined {
  return value instanceof vscode.Uri && value.scheme === 'file' ? value : undefined;
}

/** Splits to audit alone, as another command may ask for. */
function overridesOf(options: unknown): Pick<AuditOptions, 'splits'> | undefined {
  const { splits } = (options ?? {}) as { readonly splits?: unknown };
  if (!Array.isArray(splits) || splits.length === 0) return undefined;
  return { splits: splits.filter((name): name is string => typeof name === 'string' && name !== '') };
}

async function auditWithPredictions(deps: CommandDeps, uri: vscode.Uri | undefined, file: vscode.Uri | undefined) {
  const { pickDataset, runAuditCommand } = await loadWork();
  const target = await pickDataset({ uri, extensionId: deps.context.extension.id, output: deps.output });
  if (!target) return false;
  const chosen = file ?? (await askForPredictions(target));
  if (!chosen) return false;
  return (await runAuditCommand(target, deps, { predProbsFile: chosen.fsPath })) !== undefined;
}

async function askForPredictions(target: Target): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Your model's out-of-sample probabilities: one row per picture, one column per class"),
    defaultUri: vscode.Uri.file(target.root),
    canSelectMany: false,
    filters: { [vscode.l10n.t('NumPy array, or a table with paths')]: ['npy', 'csv', 'tsv'] },
    openLabel: vscode.l10n.t('Audit with These'),
  });
  return chosen?.[0];
}

function clear(deps: CommandDeps): void {
  deps.runs.dismiss();
  const session = activeSessionOrSays(deps.store);
  if (session === undefined) return;
  const { root } = session;
  deps.store.clear(session);
  const again = vscode.l10n.t('Open It Again');
  void sayInformation(vscode.l10n.t('The audit of {0} is closed; its files stay.', basename(root.fsPath)), again).then(
    async (answer) => {
      if (answer !== again) return;
      deps.store.activate(await deps.store.load(root));
      await deps.showPanel();
    },
  );
}

/** Registers the commands of the palette, but for those that walk from issue to issue. */
export function registerCommands(deps: CommandDeps): vscode.Disposable {
  const { context, output, register } = deps;
  const installing: InstallDeps = {
    output,
    setupFile: (what) => vscode.Uri.joinPath(context.extensionUri, 'dist', `setup-${what}.mjs`).fsPath,
    folder: (what) => trainingStorage(context, what),
  };
  const extensionId = context.extension.id;
  return vscode.Disposable.from(
    register('labelAudit.audit', async (on, options) => {
      const { pickDataset, runAuditCommand } = await loadWork();
      const target = await pickDataset({ uri: toUri(on), extensionId, output });
      return target !== undefined && (await runAuditCommand(target, deps, overridesOf(options))) !== undefined;
    }),
    register('labelAudit.auditWithPredictions', (on, file) => auditWithPredictions(deps, toUri(on), toUri(file))),
    register('labelAudit.auditOnCluster', async (on, answers) => {
      const { pickDataset } = await loadWork();
      const target = await pickDataset({ uri: toUri(on), extensionId, output });
      if (target === undefined) return false;
      const { auditOnCluster } = await loadCluster();
      return (await auditOnCluster(target, clusterDeps(deps), answersOf(answers))) !== undefined;
    }),
    register('labelAudit.labelNext', async (on) => {
      const { pickDataset } = await loadWork();
      const target = await pickDataset({ uri: toUri(on), extensionId, output });
      if (target === undefined || !(await deps.queues.start(target))) return false;
      await deps.showPanel();
      return true;
    }),
    register('labelAudit.mapPictures', async (on) => (await loadWork()).mapPictures(toUri(on))),
    register('labelAudit.createLabelsFile', async (on) => {
      const { createLabelsFile, pickDataset } = await loadWork();
      const target = await pickDataset({ uri: toUri(on), kind: 'folders', extensionId, output });
      if (target) await createLabelsFile(target);
    }),
    register(
      'labelAudit.showPanel',
      async () => {
        await deps.showPanel();
        return deps.store.active !== undefined;
      },
      { trustedOrNot: true },
    ),
    register('labelAudit.clear', () => {
      clear(deps);
    }),
    register('labelAudit.openLastAudit', async () => {
      if (await (await loadWork()).openLastAudit(deps.store)) await deps.showPanel();
    }),
    register('labelAudit.installNative', async () => (await loadWork()).installNative(installing)),
    register('labelAudit.removeNative', async () => (await loadWork()).removeNative(installing)),
    register('labelAudit.installGpu', async () => (await loadWork()).installGpu(installing)),
    register('labelAudit.removeGpu', async () => (await loadWork()).removeGpu(installing)),
    register(
      'labelAudit.openSample',
      async (options) => (await loadWork()).openSample(context, options as SampleOptions | undefined),
      {
        trustedOrNot: true,
      },
    ),
  );
}
