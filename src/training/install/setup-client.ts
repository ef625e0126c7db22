import { existsSync } from 'node:fs';
import { forkScript, watchChild } from '../../processes/index.ts';
import { InstallError } from './errors.ts';
import { GPU_FOLDER_VARIABLE } from '../backends/gpu/gpu-location.ts';
import { NATIVE_FOLDER_VARIABLE } from '../backends/native/native-location.ts';

// The extension host loads this file, so it imports nothing that is heavy.

/** What can be installed: native TensorFlow, or training on graphics adapters. */
export type Installable = 'native' | 'gpu';

export interface Setup {
  readonly what: Installable;
  /** The bundled installer, `dist/setup-native.mjs` or `dist/setup-gpu.mjs`. */
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

const FOLDER_VARIABLES: Readonly<Record<Installable, string>> = {
  native: NATIVE_FOLDER_VARIABLE,
  gpu: GPU_FOLDER_VARIABLE,
};

/**
 * Installs what makes training faster, or removes it, in a process of its own.
 * @throws InstallError with one line on why it could not; the signal's reason when it aborts
 */
export async function setUp({ what, setupFile, folder, action, signal, onLine }: Setup): Promise<void> {
  signal?.throwIfAborted();
  if (!existsSync(setupFile)) {
    throw new InstallError(`The installer is missing (${setupFile}). Reinstall Label Audit.`);
  }
  const child = forkScript(setupFile, {
    args: action === 'remove' ? ['--remove'] : [],
    env: { [FOLDER_VARIABLES[what]]: folder },
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
      if (startError !== undefined) throw new InstallError(`The installer does not start: ${startError.message}`);
      if (code !== 0) throw new InstallError(complaint || `The installer ended with code ${code ?? 'unknown'}.`);
    },
  });
}
