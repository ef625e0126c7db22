import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { AuditOptions } from '../../audit/light.ts';
import { createLabelsFile } from './create-labels-file.ts';
import { pickDataset, type Target } from '../runs/dataset-picker.ts';
import { mapPictures } from './map-pictures.ts';
import { installNative, nativeStorage, removeNative } from './install-native.ts';
import type { RegisterCommand } from '../host/register-command.ts';
import { runAuditCommand, type AuditCommandDeps } from '../runs/run-audit.ts';
import { sayInformation } from '../host/notify.ts';
import { openLastAudit } from './open-last-audit.ts';
import { openSample, type SampleOptions } from './sample.ts';
import { activeSessionOrSays } from '../session/active-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';

export interface CommandDeps extends AuditCommandDeps {
  readonly store: LiveSessionStore;
  readonly register: RegisterCommand;
  readonly context: vscode.ExtensionContext;
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
      deps.showPanel();
    },
  );
}

/** Registers the commands of the palette, but for those that walk from issue to issue. */
export function registerCommands(deps: CommandDeps): vscode.Disposable {
  const { context, output, register } = deps;
  const native = {
    output,
    setupFile: vscode.Uri.joinPath(context.extensionUri, 'dist', 'setup-native.mjs').fsPath,
    folder: nativeStorage(context),
  };
  const extensionId = context.extension.id;
  return vscode.Disposable.from(
    register('labelAudit.audit', async (on, options) => {
      const target = await pickDataset({ uri: toUri(on), extensionId, output });
      return target !== undefined && (await runAuditCommand(target, deps, overridesOf(options))) !== undefined;
    }),
    register('labelAudit.auditWithPredictions', (on, file) => auditWithPredictions(deps, toUri(on), toUri(file))),
    register('labelAudit.mapPictures', (on) => mapPictures(toUri(on))),
    register('labelAudit.createLabelsFile', async (on) => {
      const target = await pickDataset({ uri: toUri(on), kind: 'folders', extensionId, output });
      if (target) await createLabelsFile(target);
    }),
    register(
      'labelAudit.showPanel',
      () => {
        deps.showPanel();
        return deps.store.active !== undefined;
      },
      { trustedOrNot: true },
    ),
    register('labelAudit.clear', () => {
      clear(deps);
    }),
    register('labelAudit.openLastAudit', async () => {
      if (await openLastAudit(deps.store)) deps.showPanel();
    }),
    register('labelAudit.installNative', () => installNative(native)),
    register('labelAudit.removeNative', () => removeNative(native)),
    register('labelAudit.openSample', async (options) => openSample(context, options as SampleOptions | undefined), {
      trustedOrNot: true,
    }),
  );
}
