import { existsSync } from 'node:fs';
import { forkScript, watchChild } from '../../processes/index.ts';
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
export async function setUpNative({ setupFile, folder, action, signal, onLine }: NativeSetup): Promise<void> {
  signal?.throwIfAborted();
  if (!existsSync(setupFile)) {
    throw new NativeInstallError(`The installer is missing (${setupFile}). Reinstall Label Audit.`);
  }
  const child = forkScript(setupFile, {
    args: action === 'remove' ? ['--remove'] : [],
    env: { [NATIVE_FOLDER_VARIABLE]: folder },
    stdout: 'pipe',
  });
  let complaint = '';
  await watchChild(child, {
    signal,
    cancel: () => {
      // The installer understands that as a cancel, ends what it started and tidies up.
      if (child.connected) child.disconnect();
    },
    grace: CANCEL_GRACE,
    onLine: (line, output) => {
      if (output === 'stdout') onLine(line);
      else if (line !== '') complaint = line.trim();
    },
    onEnd: ({ code, startError }) => {
      if (startError !== undefined) throw new NativeInstallError(`The installer does not start: ${startError.message}`);
      if (code !== 0) throw new NativeInstallError(complaint || `The installer ended with code ${code ?? 'unknown'}.`);
    },
  });
}
