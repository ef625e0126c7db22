import * as vscode from 'vscode';
import { setUpNative, type NativeSetup } from '../../audit/light.ts';
import { sayInformation, sayWarning } from '../host/notify.ts';
import { plainMessage, type Log } from '../host/output.ts';

export interface NativeDeps {
  readonly output: Log;
  /** The bundled installer. */
  readonly setupFile: string;
  /** Folder of the extension's own storage. */
  readonly folder: string;
}

/** What came of it; `reason` is what the user was told. */
export interface NativeOutcome {
  readonly done: boolean;
  readonly reason?: string;
}

/** The folder for native TensorFlow in the extension's storage. */
export function nativeStorage({ globalStorageUri }: vscode.ExtensionContext): string {
  return vscode.Uri.joinPath(globalStorageUri, 'native').fsPath;
}

/** Processes that the extension starts look there for native TensorFlow, unless the user has named a folder. */
export function shareNativeFolder(context: vscode.ExtensionContext): void {
  process.env.LABEL_AUDIT_NATIVE ??= nativeStorage(context);
}

/** Installs native TensorFlow into the extension's storage. Where that cannot be, audits go on with WASM. */
export function installNative(deps: NativeDeps): Promise<NativeOutcome> {
  return setUp(deps, 'install', vscode.l10n.t('Installing native TensorFlow'), (reason) =>
    vscode.l10n.t('Native TensorFlow could not be installed, so audits go on with WebAssembly. {0}', reason),
  );
}

/** Removes what `installNative` installed. */
export function removeNative(deps: NativeDeps): Promise<NativeOutcome> {
  return setUp(deps, 'remove', vscode.l10n.t('Removing native TensorFlow'), (reason) =>
    vscode.l10n.t('Native TensorFlow could not be removed. {0}', reason),
  );
}

async function setUp(
  { output, setupFile, folder }: NativeDeps,
  action: NativeSetup['action'],
  title: string,
  failed: (reason: string) => string,
): Promise<NativeOutcome> {
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
      await setUpNative({ ...{ setupFile, folder, action, onLine }, signal: stop.signal });
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
