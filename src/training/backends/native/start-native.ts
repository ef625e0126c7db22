import { availableParallelism } from 'node:os';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { errorCode } from '../../../files/index.ts';
import { BackendError } from '../../errors.ts';
import { nativeOps } from '../kernels/native-ops.ts';
import { registerNativeKernels } from '../kernels/register-native.ts';
import { candidateIn, NATIVE_PACKAGE, nativeCandidates, type NativeCandidate } from './native-location.ts';

/** libtensorflow reads these once, when it is loaded. What the user has set stays. */
function prepareEnvironment(threads: number): void {
  const wanted: Record<string, string> = {
    // Its greetings go to standard error, where a crash's last words are looked for.
    TF_CPP_MIN_LOG_LEVEL: '3',
    TF_NUM_INTRAOP_THREADS: String(threads),
    // Our operations follow one another.
    TF_NUM_INTEROP_THREADS: '1',
    OMP_NUM_THREADS: String(threads),
  };
  for (const [name, value] of Object.entries(wanted)) process.env[name] ??= value;
}

let registered = false;

/**
 * Loads native TensorFlow into this process. It is looked for only by `require`, so that no bundler pulls it in and its
 * absence is no error before it is asked for.
 * @param options `threads`: how many one operation may use, all cores by default; only the first call in a process
 *   counts. `folder`: the one installation to try
 * @throws BackendError when it is not there or does not load, with what to do
 */
export async function startNative({ threads, folder }: { threads?: number; folder?: string } = {}): Promise<void> {
  prepareEnvironment(threads ?? availableParallelism());
  const failures: { error: unknown; missing: boolean }[] = [];
  const loads = ({ require }: NativeCandidate): boolean => {
    try {
      quietly(() => require(NATIVE_PACKAGE) as unknown);
      return true;
    } catch (error) {
      const missing = errorCode(error) === 'MODULE_NOT_FOUND' || String(error).includes(NO_ADDON);
      failures.push({ error, missing });
      return false;
    }
  };
  if (!(folder === undefined ? nativeCandidates() : [candidateIn(folder)]).some(loads)) {
    // A broken installation says more than a missing one.
    const failure = failures.find(({ missing }) => !missing) ?? failures[0];
    throw new BackendError(
      `The native backend was asked for, but TensorFlow ${failure.missing ? 'is not installed' : 'does not load'} on this ` +
        'machine. In VS Code run "Install Native TensorFlow", in a terminal "npm run setup:native"; or use the ' +
        'backend "wasm" or "auto".',
      { cause: failure.error },
    );
  }
  if (!(await setBackend('tensorflow'))) throw new BackendError('The native backend does not start. Use "wasm".');
  await ready();
  if (!registered) registerNativeKernels(nativeOps()!);
  registered = true;
}

/** What tfjs-node says where its package is there without the addon: its installer has not run, or not to the end. */
const NO_ADDON = 'can not be found at path';

/** tfjs-node brings a second copy of tfjs, which warns of every kernel that it finds registered already. */
function quietly(load: () => unknown): void {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    load();
  } finally {
    console.warn = warn;
  }
}
