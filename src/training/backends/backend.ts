import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { arch, version } from 'node:process';
import { backend as currentBackend, ready, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths, type BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { bundledFile } from '../../processes/index.ts';
import { BackendError } from '../errors.ts';
import { expectedBackend } from './expected-backend.ts';
import { startGpu } from './gpu/start-gpu.ts';
import { registerOwnKernels } from './kernels/register.ts';
import { startNative } from './native/start-native.ts';
import { failWhereMemoryIsShort } from './simd/checked-memory.ts';
import { loadSimd, useKernels } from './simd/simd-kernels.ts';
import type { Backend, BackendChoice } from '../types.ts';

let wasmReady: Promise<void> | null = null;

/** Where all .wasm files lie, tfjs's own too. */
const kernelFolder = (): string => dirname(bundledFile('simd-kernels.wasm'));

async function startWasm(): Promise<void> {
  const folder = kernelFolder();
  const file = 'tfjs-backend-wasm-simd.wasm';
  if (!existsSync(join(folder, file))) {
    throw new BackendError(`${join(folder, file)} is missing. Reinstall label-audit, or run "npm run build".`);
  }
  setWasmPaths(folder + '/');
  if (!(await setBackend('wasm')))
    throw new BackendError('The WASM backend does not start on this machine. Reinstall label-audit.');
  await ready();
  const backend = currentBackend() as unknown as BackendWasm;
  failWhereMemoryIsShort(backend);
  registerOwnKernels(await loadSimd(backend, folder));
}

/** @returns whether it runs: `wasm-fma` does not everywhere */
async function startKernels(backend: 'wasm' | 'wasm-fma'): Promise<boolean> {
  await (wasmReady ??= startWasm());
  await setBackend('wasm');
  return await useKernels(backend === 'wasm' ? 'plain' : 'fma', kernelFolder());
}

/**
 * Starts the TensorFlow.js backend of the user's choice.
 * @param choice `auto`: the graphics adapter where it was measured to be the fastest; else native where it loads, which trains
 *   both models faster than WASM does; else WASM, with fused multiply-add where this machine has it
 * @param threads for one operation of the native backend, all cores by default; the others have one
 * @returns the backend that runs now
 * @throws BackendError when the chosen backend does not load
 */
export async function startBackend(choice: BackendChoice, threads?: number): Promise<Backend> {
  if (choice === 'auto') {
    const wanted = expectedBackend('auto');
    for (const backend of wanted === 'webgpu' ? ([wanted, 'native'] as const) : (['native'] as const)) {
      try {
        return await startBackend(backend, threads);
      } catch {
        // The next one, then.
      }
    }
    if (await startKernels('wasm-fma')) return 'wasm-fma';
    return await startBackend('wasm');
  }
  if (choice === 'webgpu') await startGpu();
  if (choice === 'native') await startNative({ threads });
  if (choice === 'wasm') await startKernels('wasm');
  if (choice === 'wasm-fma' && !(await startKernels('wasm-fma'))) {
    throw new BackendError(
      `The backend wasm-fma needs a processor with fused multiply-add, and Node 20 or newer; this is ${arch} with Node ${version}. Take --backend wasm, whose results are the same on every machine.`,
    );
  }
  if (choice === 'cpu') await setBackend('cpu');
  return choice;
}
