import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backend as currentBackend, ready, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths, type BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { bundledFile } from '../../processes/index.ts';
import { BackendError } from '../errors.ts';
import { registerGradientKernels } from './kernels/register.ts';
import { startNative } from './native/start-native.ts';
import { loadSimd } from './simd/simd-kernels.ts';
import type { Backend, BackendChoice } from '../types.ts';

let wasmReady: Promise<void> | null = null;

async function startWasm(): Promise<void> {
  // tfjs's own .wasm files lie beside it.
  const kernels = bundledFile('simd-kernels.wasm');
  const folder = dirname(kernels);
  const file = 'tfjs-backend-wasm-simd.wasm';
  if (!existsSync(join(folder, file))) {
    throw new BackendError(`${join(folder, file)} is missing. Reinstall label-audit, or run "npm run build".`);
  }
  setWasmPaths(folder + '/');
  if (!(await setBackend('wasm')))
    throw new BackendError('The WASM backend does not start on this machine. Reinstall label-audit.');
  await ready();
  const backend = currentBackend() as unknown as BackendWasm;
  registerGradientKernels(await loadSimd(backend, kernels));
}

/**
 * Starts the TensorFlow.js backend of the user's choice.
 * @param choice `auto`: native where it loads, which trains both models faster than WASM does; else WASM
 * @param threads for one operation of the native backend, all cores by default; the others have one
 * @returns the backend that runs now
 * @throws BackendError when the chosen backend does not load
 */
export async function startBackend(choice: BackendChoice, threads?: number): Promise<Backend> {
  if (choice === 'auto') {
    try {
      await startNative({ threads });
      return 'native';
    } catch {
      return await startBackend('wasm');
    }
  }
  if (choice === 'native') await startNative({ threads });
  if (choice === 'wasm') {
    await (wasmReady ??= startWasm());
    await setBackend('wasm');
  }
  if (choice === 'cpu') await setBackend('cpu');
  return choice;
}
