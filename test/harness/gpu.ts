import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findGpu, GPU_FOLDER_VARIABLE, GPU_RECEIPT } from '../../src/training/backends/gpu/gpu-location.ts';

/** An installation with SwiftShader, a GPU in software, that `scripts/tests/setup-software-gpu.mjs` has made. */
const CACHE = join(homedir(), '.cache', 'label-audit');
const SOFTWARE = join(CACHE, 'gpu-software');

/** What a process needs to find a GPU for tests: the machine's own, else the one in software; or why there is none. */
export function gpuForTests(): { readonly environment: Record<string, string> } | { readonly missing: string } {
  if (findGpu()?.record !== undefined) return { environment: {} };
  if (existsSync(join(SOFTWARE, GPU_RECEIPT))) {
    return {
      environment: { [GPU_FOLDER_VARIABLE]: SOFTWARE, VK_ICD_FILENAMES: join(CACHE, 'swiftshader', 'icd.json') },
    };
  }
  return { missing: 'neither npm run setup:gpu nor npm run setup:software-gpu has been run' };
}
