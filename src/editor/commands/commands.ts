import * as vscode from 'vscode';
import { createLabelsFile } from './create-labels-file.ts';
import { pickDataset, type Target } from '../runs/dataset-picker.ts';
import { installNative, nativeStorage, removeNative } from './install-native.ts';
import { sayInformation } from '../host/notify.ts';
import { showFailure } from '../host/output.ts';
import { runAuditCommand, type AuditCommandDeps } from '../runs/run-audit.ts';
import { openSample, type SampleOptions } from './sample.ts';
import { isTrustedOrSays } from '../host/trust.ts';
import type { AuditSession } from '../session/types.ts';

export interface CommandDeps extends AuditCommandDeps {
  readonly context: vscode.ExtensionContext;
}

/** Commands that read nothing of the workspace. */
const TRUSTED_OR_NOT: ReadonlySet<string> = new Set(['showPanel', 'openSample']);

/** What a command was called on: the Explorer, a CodeLens and the panel pass a URI; the palette passes nothing. */
function toUri(value: unknown): vscode.Uri | undefined {
  return value instanceof vscode.Uri && value.scheme === 'file' ? value : undefined;
}

async function auditWithPredictions(deps: CommandDeps, uri: vscode.Uri | undefined, file: vscode.Uri | undefined) {
  const target = await pickDataset({ uri, extensionId: deps.context.extension.id });
  if (!target) return undefined;
  const chosen = file ?? (await askForPredictions(target));
  return chosen && runAuditCommand(target, deps, { predProbsFile: chosen.fsPath });
}

async function askForPredictions(target: Target): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Your model's out-of-sample probabilities: one row per picture, one column per class"),
    defaultUri: vscode.Uri.file(target.root),
    canSelectMany: false,
    filters: { [vscode.l10n.t('NumPy array')]: ['npy'] },
    openLabel: vscode.l10n.t('Audit with These'),
  });
  return chosen?.[0];
}

/** The audit that a command is about: the one shown last. */
function activeSession({ store }: CommandDeps): AuditSession | undefined {
  if (store.active) return store.active;
  void sayInformation(vscode.l10n.t('There is no audit yet: run "Audit Labels" first.'));
  return undefined;
}

function clear(deps: CommandDeps): void {
  deps.runs.dismiss();
  const session = activeSession(deps);
  if (session) deps.store.clear(session);
}

/** Registers the commands of the palette, but for those that walk from issue to issue. */
export function registerCommands(deps: CommandDeps): vscode.Disposable {
  const { context, output } = deps;
  const native = {
    output,
    setupFile: vscode.Uri.joinPath(context.extensionUri, 'dist', 'setup-native.mjs').fsPath,
    folder: nativeStorage(context),
  };
  const extensionId = context.extension.id;
  const register = (name: string, run: (...args: unknown[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(`labelAudit.${name}`, async (...args: unknown[]) => {
      if (!TRUSTED_OR_NOT.has(name) && !isTrustedOrSays()) return undefined;
      try {
        return await run(...args);
      } catch (error) {
        void showFailure(output, error);
        return undefined;
      }
    });
  return vscode.Disposable.from(
    register('audit', async (on) => {
      const target = await pickDataset({ uri: toUri(on), extensionId });
      if (target) await runAuditCommand(target, deps);
    }),
    register('auditWithPredictions', async (on, file) => {
      await auditWithPredictions(deps, toUri(on), toUri(file));
    }),
    register('createLabelsFile', async (on) => {
      const target = await pickDataset({ uri: toUri(on), kind: 'folders', extensionId });
      if (target) await createLabelsFile(target);
    }),
    register('showPanel', () => {
      deps.showPanel();
    }),
    register('clear', () => {
      clear(deps);
    }),
    register('installNative', () => installNative(native)),
    register('removeNative', () => removeNative(native)),
    register('openSample', async (options) => openSample(context, options as SampleOptions | undefined)),
  );
}
