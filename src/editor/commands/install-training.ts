import * as vscode from 'vscode';
import { setUp, type Installable, type Setup } from '../../audit/light.ts';
import { sayInformation, sayWarning } from '../host/notify.ts';
import { plainMessage, type Log } from '../host/output.ts';

export interface InstallDeps {
  readonly output: Log;
  /** The bundled installer of each. */
  readonly setupFile: (what: Installable) => string;
  /** Folder of each in the extension's own storage. */
  readonly folder: (what: Installable) => string;
}

/** What came of it; `reason` is what the user was told. */
export interface InstallOutcome {
  readonly done: boolean;
  readonly reason?: string;
}

/** Installs native TensorFlow into the extension's storage. Where that cannot be, audits go on with WASM. */
export function installNative(deps: InstallDeps): Promise<InstallOutcome> {
  const title = vscode.l10n.t('Installing native TensorFlow');
  return run(deps, { what: 'native', action: 'install', title }, (reason) =>
    vscode.l10n.t('Native TensorFlow could not be installed, so audits go on with WebAssembly. {0}', reason),
  );
}

/** Removes what `installNative` installed. */
export function removeNative(deps: InstallDeps): Promise<InstallOutcome> {
  const title = vscode.l10n.t('Removing native TensorFlow');
  return run(deps, { what: 'native', action: 'remove', title }, (reason) =>
    vscode.l10n.t('Native TensorFlow could not be removed. {0}', reason),
  );
}

/** Installs training on the graphics adapter into the extension's storage, and verifies it. Else audits go on as before. */
export function installGpu(deps: InstallDeps): Promise<InstallOutcome> {
  const title = vscode.l10n.t('Installing GPU training');
  return run(deps, { what: 'gpu', action: 'install', title }, (reason) =>
    vscode.l10n.t('GPU training could not be installed, so audits go on without the graphics card. {0}', reason),
  );
}

/** Removes what `installGpu` installed. */
export function removeGpu(deps: InstallDeps): Promise<InstallOutcome> {
  const title = vscode.l10n.t('Removing GPU training');
  return run(deps, { what: 'gpu', action: 'remove', title }, (reason) =>
    vscode.l10n.t('GPU training could not be removed. {0}', reason),
  );
}

async function run(
  { output, setupFile, folder }: InstallDeps,
  { what, action, title }: Pick<Setup, 'what' | 'action'> & { readonly title: string },
  failed: (reason: string) => string,
): Promise<InstallOutcome> {
  const stop = new AbortController();
  let last = '';
  try {
    const where = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    await vscode.window.withProgress(where, async (progress, token) => {
      token.onCancellationRequested(() => {
        stop.abort(new vscode.CancellationError());
      });
      const onLine = (line: string): void => {
        output.info(line);
        progress.report({ message: line });
        last = line;
      };
      await setUp({
        ...{ what, action, setupFile: setupFile(what), folder: folder(what) },
        ...{ onLine, signal: stop.signal },
      });
    });
  } catch (error) {
    if (stop.signal.aborted) return { done: false };
    const reason = plainMessage(error);
    output.error(error);
    const showLog = vscode.l10n.t('Show Log');
    void sayWarning(failed(reason), showLog).then((answer) => {
      if (answer === showLog) output.show();
    });
    return { done: false, reason };
  }
  void sayInformation(vscode.l10n.t('{0}.', last));
  return { done: true, reason: last };
}
