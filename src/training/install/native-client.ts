import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { NativeInstallError } from './errors.ts';
import { NATIVE_FOLDER_VARIABLE } from '../backends/native/native-location.ts';

// The extension host loads this file, so it imports nothing that is heavy.

export interface NativeSetup {
  /** The bundled installer, `dist/setup-native.mjs`. */
  readonly setupFile: string;
  /** Where the installation is, or is to be. */
  readonly folder: string;
  readonly action: 'install' | 'remove';
  readonly signal?: AbortSignal;
  /** One line at a time on what is being done. */
  readonly onLine: (line: string) => void;
}

/** How long a cancelled installation may take to tidy up, in milliseconds; then it is killed. */
const CANCEL_GRACE = 5000;

/**
 * Installs native TensorFlow, or removes it, in a process of its own.
 * @throws NativeInstallError with one line on why it could not; the signal's reason when it aborts
 */
export function setUpNative({ setupFile, folder, action, signal, onLine }: NativeSetup): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    if (!existsSync(setupFile)) {
      throw new NativeInstallError(`The installer is missing (${setupFile}). Reinstall Label Audit.`);
    }
    const child = fork(setupFile, action === 'remove' ? ['--remove'] : [], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', [NATIVE_FOLDER_VARIABLE]: folder },
    });
    let complaint = '';
    let deadline: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      // It takes that for a cancel, ends what it has started and tidies up.
      if (child.connected) child.disconnect();
      deadline ??= setTimeout(() => child.kill('SIGKILL'), CANCEL_GRACE);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    createInterface({ input: child.stdout! }).on('line', onLine);
    createInterface({ input: child.stderr! }).on('line', (line) => {
      if (line.trim() !== '') complaint = line.trim();
    });
    child.once('error', (error) => {
      complaint = `The installer does not start: ${error.message}`;
    });
    child.once('close', (code) => {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', cancel);
      if (signal?.aborted === true) reject(signal.reason as Error);
      else if (code === 0) resolve();
      else reject(new NativeInstallError(complaint || `The installer ended with code ${code ?? 'unknown'}.`));
    });
  });
}
